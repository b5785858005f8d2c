#include <gtest/gtest.h>

#include "tests/support/run.h"
#include "tests/vault/log_trial.h"
#include "vault/proof_file.h"

namespace tangthu::vault {
namespace {

using test::run;

// A log of 5 signed entries that grows to 12, and a fork of it.
class ProofProgramsTest : public testing::Test {
 protected:
  void SetUp() override {
    make_log(path("log"), 5);
    write_checkpoint_of("log", "old");
    grow(*open_log(path("log")), 12);
    write_checkpoint_of("log", "new");
    make_log(path("fork"), 4);
    ASSERT_TRUE(open_log(path("fork"))->append(as_bytes("forged")));
    write_checkpoint_of("fork", "fork-old");
    grow(*open_log(path("fork")), 12);
    write_checkpoint_of("fork", "fork-new");
  }

  std::string path(const std::string& name) const {
    return (temporary_.path() / name).string();
  }
  void write(const std::string& name, const std::string& text) const {
    write_file(path(name), as_bytes(text));
  }
  void write_checkpoint_of(const std::string& log, const std::string& name) const {
    write(name, checkpoint_of(open_log(path(log))->head().value()).text());
  }
  std::string text(const std::string& name) const {
    return std::string(as_text(read_file(path(name))));
  }
  void write_consistency(const std::string& log, std::uint64_t from, std::uint64_t to,
                         const std::string& name) const {
    const auto opened = open_log(path(log));
    const TreeHead head{to, opened->root_at(to).value()};
    write(name,
          encode_proof_file(ConsistencyProof{{from, opened->root_at(from).value()},
                                             to,
                                             opened->consistency_proof(from, to).value(),
                                             checkpoint_of(head).text()}));
  }
  void write_inclusion(std::uint64_t index, const std::string& name) const {
    const auto log = open_log(path("log"));
    write(name, encode_proof_file(InclusionProof{
                    index, 12, leaf_hash(as_bytes(numbered_entry(index))),
                    log->inclusion_proof(index, 12).value(), text("new")}));
  }
  static std::string log_vkey(std::uint8_t seed_byte = 1) {
    std::array<std::uint8_t, 32> seed;
    seed.fill(seed_byte);
    const VerifyKey key = verify_key_of(signing_key_from_seed(seed));
    return NoteKey{"tangthu/00", NoteKeyKind::kEd25519, key}.to_vkey();
  }
  // Makes the witness; its vkey.
  std::string init_witness() const {
    const auto ran = run({"tangthu-witness", "init", path("w"), "--name",
                          "witness.example/1", "--log", log_vkey()});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return ran.out.substr(0, ran.out.find('\n'));
  }
  test::Ran cosign(const std::string& checkpoint, const std::string& proof = {}) const {
    std::vector<std::string> command{"tangthu-witness", "cosign", path("w"),
                                     path(checkpoint)};
    if (!proof.empty()) command.insert(command.end(), {"--proof", path(proof)});
    return run(command);
  }

 private:
  TemporaryFolder temporary_{memory_or_disk()};
};

TEST_F(ProofProgramsTest, ATrueProofIsAccepted) {
  write_inclusion(7, "proof.json");
  const auto ran =
      run({"tangthu-proof", "check", path("proof.json"), "--key", log_vkey()});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "entry 7 is in tangthu/00 of 12 entries, signed 2026-09-21T14:13:20Z\n");
  EXPECT_EQ(ran.err, "");
}

TEST_F(ProofProgramsTest, AWrongKeyOrProofIsRefused) {
  write_inclusion(7, "proof.json");
  EXPECT_EQ(
      run({"tangthu-proof", "check", path("proof.json"), "--key", log_vkey(2)}).exit_code,
      7);
  std::string changed = text("proof.json");
  changed.replace(changed.find("\"index\": 7"), 10, "\"index\": 8");
  write("changed.json", changed);
  EXPECT_EQ(run({"tangthu-proof", "check", path("changed.json"), "--key", log_vkey()})
                .exit_code,
            7);
}

TEST_F(ProofProgramsTest, ACheckWithoutAKeySaysThatNobodyWasChecked) {
  write_inclusion(7, "proof.json");
  const auto ran = run({"tangthu-proof", "check", path("proof.json")});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_NE(ran.err.find("no --key"), std::string::npos);
}

TEST_F(ProofProgramsTest, AConsistencyProofIsHeldAgainstTheOlderCheckpoint) {
  write_consistency("log", 5, 12, "proof.json");
  const std::vector<std::string> check{"tangthu-proof", "check",    path("proof.json"),
                                       "--key",         log_vkey(), "--old"};
  const auto against = [&](const std::string& old) {
    std::vector<std::string> command = check;
    command.push_back(path(old));
    return run(command).exit_code;
  };
  EXPECT_EQ(against("old"), 0);
  EXPECT_EQ(against("fork-old"), 7);
  EXPECT_EQ(against("new"), 7);
}

TEST_F(ProofProgramsTest, WrongUsageIsToldFromARefusal) {
  EXPECT_EQ(run({"tangthu-proof"}).exit_code, 2);
  EXPECT_EQ(run({"tangthu-proof", "check", "x", "--kee", "y"}).exit_code, 2);
  EXPECT_EQ(run({"tangthu-proof", "check", path("nothing")}).exit_code, 4);
  EXPECT_EQ(run({"tangthu-witness", "cosign"}).exit_code, 2);
  EXPECT_EQ(cosign("new").exit_code, 3) << "no witness was made";
}

TEST_F(ProofProgramsTest, AWitnessCosignsALogThatGrows) {
  const std::string vkey = init_witness();
  const auto first = cosign("old");
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(cosign("old").exit_code, 0) << "the same again";
  EXPECT_EQ(cosign("new").exit_code, 2) << "no proof was given";
  write_consistency("log", 5, 12, "proof.json");
  const auto second = cosign("new", "proof.json");
  ASSERT_EQ(second.exit_code, 0) << second.err;
  const auto note = parse_checkpoint(second.out);
  ASSERT_TRUE(note);
  EXPECT_TRUE(verify_checkpoint(*note, parse_vkey(log_vkey()).value()));
  EXPECT_TRUE(verify_cosignature(*note, parse_vkey(vkey).value()));

  // And whoever trusts the witness can see that it has looked.
  auto proof = std::get<ConsistencyProof>(parse_proof_file(text("proof.json")).value());
  proof.checkpoint = second.out;
  write("seen.json", encode_proof_file(proof));
  const auto seen = run({"tangthu-proof", "check", path("seen.json"), "--key", log_vkey(),
                         "--witness", vkey});
  EXPECT_EQ(seen.exit_code, 0) << seen.err;
  EXPECT_NE(seen.out.find("seen by witness.example/1"), std::string::npos);
  EXPECT_EQ(
      run({"tangthu-proof", "check", path("proof.json"), "--witness", vkey}).exit_code,
      7);
}

TEST_F(ProofProgramsTest, AWitnessRefusesAForkAndAShorterLog) {
  init_witness();
  ASSERT_EQ(cosign("old").exit_code, 0);
  EXPECT_EQ(cosign("fork-old").exit_code, 7) << "same size, another root";
  write_consistency("fork", 5, 12, "fork.json");
  const auto forked = cosign("fork-new", "fork.json");
  EXPECT_EQ(forked.exit_code, 7);
  EXPECT_EQ(forked.out, "");
  write_consistency("log", 5, 12, "proof.json");
  EXPECT_EQ(cosign("fork-new", "proof.json").exit_code, 7);
  ASSERT_EQ(cosign("new", "proof.json").exit_code, 0) << "a refusal changes nothing";
  EXPECT_EQ(cosign("old").exit_code, 7) << "a rollback";
}

TEST_F(ProofProgramsTest, AWitnessCosignsNothingThatTheLogDidNotSign) {
  init_witness();
  std::string forged = text("old");
  forged.replace(forged.find("\n5\n"), 3, "\n6\n");
  write("forged", forged);
  EXPECT_EQ(cosign("forged").exit_code, 7);
  EXPECT_EQ(
      run({"tangthu-witness", "init", path("w"), "--name", "again", "--log", log_vkey()})
          .exit_code,
      2)
      << "a witness is not overwritten";
}

TEST_F(ProofProgramsTest, ADamagedWitnessSignsNothing) {
  init_witness();
  ASSERT_EQ(cosign("old").exit_code, 0);
  for (const char* name : {"w/witness", "w/last"}) {
    const Bytes whole = read_file(path(name));
    Bytes changed = whole;
    changed[changed.size() / 2] ^= 1;
    write_file(path(name), changed);
    EXPECT_EQ(cosign("old").exit_code, 7) << name;
    write_file(path(name), whole);
  }
}

}  // namespace
}  // namespace tangthu::vault
