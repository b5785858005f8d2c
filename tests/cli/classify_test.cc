// Levels and keys that change under documents that stay.
#include "tests/cli/agency.h"

namespace tangthu::cli {
namespace {

class ClassifyTest : public AgencyTest {
 protected:
  void SetUp() override {
    write_passphrase("lan");
    ASSERT_EQ(exit_of({"init", "--slow-hash", "light"}, "lan"), 0);
    make_samples("in", {"--count", "1", "--seed", "8", "--grade", "clean", "--pages",
                        "single", "--format", "png", "--level", "thuong"});
    id_ = ingest({path("in").string()}, "mat").at(0)["id"];
    master_ = master();
    ASSERT_FALSE(master_.empty());
  }
  std::string master() const {
    return tangthu({"get", id_, "--format", "master", "--out", "-", "--unmarked",
                    "--reason", "a test"})
        .out;
  }
  // The disk's share of the change: bodies are written anew or not.
  std::uint64_t store_bytes() const {
    std::uint64_t bytes = 0;
    for (const auto& entry : std::filesystem::directory_iterator(path("vault/store")))
      bytes += entry.file_size();
    return bytes;
  }
  std::string id_;
  std::string master_;
};

TEST_F(ClassifyTest, ADocumentIsRaisedLoweredAndDeclassified) {
  add_user("mai", "mat");
  const std::uint64_t before = store_bytes();
  const Json raised =
      done({"classify", id_, "--level", "toi-mat", "--compartment", "du-an"}, "lan");
  EXPECT_EQ(raised["from"], "mat");
  EXPECT_EQ(raised["level"], "toi-mat");
  EXPECT_EQ(raised["compartments"], Json::array({"du-an"}));
  EXPECT_EQ(raised["new_key"], false);
  EXPECT_EQ(exit_of({"show", id_}, "mai"), 3);
  EXPECT_EQ(exit_of({"declassify", id_}, "mai"), 3);
  const Json lowered = done({"classify", id_, "--level", "mat"}, "lan");
  EXPECT_EQ(lowered["compartments"], Json::array());
  EXPECT_EQ(exit_of({"show", id_}, "mai"), 0);
  const Json open = done({"declassify", id_}, "lan");
  EXPECT_EQ(open["level"], "thuong");
  EXPECT_EQ(done({"show", id_}, "lan")["level"], "thuong");
  EXPECT_LT(store_bytes(), before + master_.size()) << "no page was written anew";
  EXPECT_EQ(master(), master_);
  EXPECT_EQ(exit_of({"declassify", id_}, "lan"), 2) << "it is so already";
  EXPECT_EQ(exit_of({"verify"}, "lan"), 0);
}

TEST_F(ClassifyTest, ANewKeyIsGivenWhereItIsAskedFor) {
  const std::uint64_t before = store_bytes();
  EXPECT_EQ(done({"classify", id_, "--level", "toi-mat", "--new-key"}, "lan")["new_key"],
            true);
  EXPECT_GT(store_bytes(), before + master_.size()) << "every page is sealed again";
  EXPECT_EQ(master(), master_);
  EXPECT_EQ(
      exit_of({"classify", id_, "--level", "mat", "--new-key", "--keep-key"}, "lan"), 2);
  EXPECT_EQ(exit_of({"classify", id_, "--level", "cao"}, "lan"), 2);
  EXPECT_EQ(exit_of({"verify"}, "lan"), 0);
}

TEST_F(ClassifyTest, KeysAreRenewedUnderDocumentsThatAreThere) {
  add_user("mai", "mat");
  done({"revoke", "mai"}, "lan");
  EXPECT_EQ(done({"rekey", "--labels"}, "lan")["documents"], 1);
  EXPECT_EQ(done({"rekey", "--labels"}, "lan")["documents"], 0);
  const Json renewed = done({"rekey", "--barrier"}, "lan");
  EXPECT_EQ(renewed["barrier_epoch"], 2);
  EXPECT_GT(renewed["records"], 5);
  EXPECT_EQ(master(), master_);
  EXPECT_EQ(exit_of({"verify"}, "lan"), 0);
  EXPECT_EQ(exit_of({"rekey"}, "lan"), 2);
  EXPECT_EQ(exit_of({"rekey", "--barrier", "--labels"}, "lan"), 2);
  EXPECT_EQ(exit_of({"rekey", "--shares", "3"}, "lan"), 2);
  EXPECT_EQ(exit_of({"rekey", "--share-file", path("x").string()}, "lan"), 2);
}

}  // namespace
}  // namespace tangthu::cli
