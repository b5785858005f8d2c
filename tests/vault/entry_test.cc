// Entries: what the archive's books have besides documents; and what users sign.
#include <fstream>
#include <set>

#include "tests/vault/agency_vault.h"
#include "vault/submission.h"

namespace tangthu::vault {
namespace {

const Label kMat{Level::kMat, {}};
const Label kTuyetMat{Level::kTuyetMat, {}};

class EntryTest : public OpenVaultTest {
 protected:
  DocumentId add(const Label& label, std::string_view content) const {
    auto writer = session().write_entry(label, Duty::kDescribe);
    EXPECT_TRUE(writer);
    EXPECT_TRUE(session().commit_entry(*writer, as_bytes(content), "dossier-open", {}));
    return writer->id();
  }
  std::string read(const DocumentId& id) const {
    const auto look = session().look("show");
    const auto record = session().read_entry(*look, id);
    return record ? std::string(as_text(record->content)) : "(none)";
  }
  Result<void> revise(const DocumentId& id, std::uint32_t version,
                      std::string_view content) const {
    return session().revise_entry(id, version, as_bytes(content), Duty::kDescribe,
                                  "dossier-edit", {});
  }
  std::size_t count() const {
    const auto look = session().look("list");
    std::size_t out = 0;
    EXPECT_TRUE(session().visit_label_records(*look, LabelRecordKind::kEntry,
                                              [&](const Label&, LabelRecord&&) {
                                                ++out;
                                                return Result<void>();
                                              }));
    return out;
  }
};

TEST_F(EntryTest, IsThereAgainAfterOpeningAnew) {
  const DocumentId id = add(kMat, "hồ sơ 12");
  reopen();
  EXPECT_EQ(read(id), "hồ sơ 12");
  EXPECT_EQ(count(), 1U);
  EXPECT_TRUE(session().unindexed(kMat).value().empty()) << "search does not miss it";
}

TEST_F(EntryTest, IsChangedWholeAndOnlyFromTheVersionThatWasRead) {
  const DocumentId id = add(kMat, "một");
  ASSERT_TRUE(revise(id, 1, "hai"));
  const auto late = revise(id, 1, "ba");
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code(), ErrorCode::kSealedOrBusy);
  reopen();
  EXPECT_EQ(read(id), "hai");
  EXPECT_EQ(count(), 1U);
}

TEST_F(EntryTest, MovesToAnotherLabelAndIsDestroyedAsADocument) {
  const DocumentId id = add(kMat, "hồ sơ");
  ASSERT_TRUE(session().propose(ClassifyAction{id, kTuyetMat, PayloadKey::kRenewed}));
  EXPECT_EQ(session().label_of(id).value(), kTuyetMat);
  EXPECT_EQ(read(id), "hồ sơ");
  ASSERT_TRUE(revise(id, 2, "hồ sơ mới"));
  EXPECT_EQ(read(id), "hồ sơ mới");
  ASSERT_TRUE(session().propose(DestroyAction{{id}, "12/QĐ"}));
  EXPECT_EQ(read(id), "(none)");
  EXPECT_EQ(count(), 0U);
}

TEST_F(EntryTest, ARowLiesApartAndIsReadMovedAndDestroyedAsAnEntry) {
  auto writer = session().write_entry(kMat, Duty::kDescribe);
  ASSERT_TRUE(writer);
  ASSERT_TRUE(session().commit_entry(*writer, as_bytes("dòng 1"), "register-enter", {},
                                     LabelRecordKind::kRow));
  const DocumentId id = writer->id();
  const auto rows = [&] {
    const auto look = session().look("list");
    std::size_t out = 0;
    EXPECT_TRUE(session().visit_label_records(*look, LabelRecordKind::kRow,
                                              [&](const Label&, LabelRecord&& row) {
                                                EXPECT_EQ(row.document, id);
                                                ++out;
                                                return Result<void>();
                                              }));
    return out;
  };
  EXPECT_EQ(count(), 0U);
  EXPECT_EQ(rows(), 1U);
  reopen();
  EXPECT_EQ(read(id), "dòng 1");
  ASSERT_TRUE(session().propose(ClassifyAction{id, kTuyetMat, PayloadKey::kRenewed}));
  EXPECT_EQ(read(id), "dòng 1");
  EXPECT_EQ(rows(), 1U);
  ASSERT_TRUE(session().propose(DestroyAction{{id}, "12/QĐ"}));
  EXPECT_EQ(read(id), "(none)");
  EXPECT_EQ(rows(), 0U);
}

// More than are read at once, by several threads.
TEST_F(EntryTest, WhatManyThreadsReadIsVisitedInOneOrder) {
  std::set<std::string> added;
  for (int i = 0; i < 1500; ++i) {
    added.insert(std::to_string(i));
    add(kMat, std::to_string(i));
  }
  const auto pass = [&](const std::string& stop) {
    const auto look = session().look("list");
    std::vector<std::string> seen;
    const auto damaged = session().visit_label_records(
        *look, LabelRecordKind::kEntry,
        [](const Label&, LabelRecord&& record) -> Result<std::any> {
          const std::string text(as_text(record.content));
          if (text == "7") return fail(ErrorCode::kCorrupt, "no entry", "none");
          if (text == "8") return std::any();
          return std::any(text);
        },
        [&](std::any&& text) -> Result<void> {
          seen.push_back(std::any_cast<std::string>(text));
          if (seen.back() != stop) return {};
          return fail(ErrorCode::kUsage, "enough", "none");
        });
    if (stop.empty()) {
      EXPECT_EQ(damaged.value(), 1U) << "whose maker sealed nothing";
    } else {
      EXPECT_EQ(damaged.error().code(), ErrorCode::kUsage);
    }
    return seen;
  };
  const auto first = pass("");
  EXPECT_EQ(first, pass(""));
  added.erase("7");
  added.erase("8");
  EXPECT_EQ(std::set<std::string>(first.begin(), first.end()), added);
  EXPECT_EQ(first.size(), added.size());
  const auto cut = pass(first[20]);
  EXPECT_EQ(cut, std::vector<std::string>(first.begin(), first.begin() + 21));
}

TEST_F(EntryTest, LongerThanTheLimitIsRefusedAndLeavesNothing) {
  auto writer = session().write_entry(kMat, Duty::kDescribe);
  ASSERT_TRUE(writer);
  const Bytes much(kMaxEntryBytes + 1);
  EXPECT_FALSE(session().commit_entry(*writer, much, "dossier-open", {}));
  EXPECT_EQ(count(), 0U);
}

TEST_F(EntryTest, ADocumentIsNoEntry) {
  auto writer = session().write_document(kMat);
  ASSERT_TRUE(writer);
  ASSERT_TRUE(writer->add_label_record(LabelRecordKind::kCatalogue, as_bytes("văn bản")));
  ASSERT_TRUE(writer->commit());
  EXPECT_EQ(read(writer->id()), "(none)");
}

TEST_F(EntryTest, LeavesNoWordOnTheDisk) {
  const DocumentId id = add(kMat, "TUCAMXUYEN");
  ASSERT_TRUE(revise(id, 1, "TUCAMXUYEN hai"));
  close();
  std::size_t files = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(path())) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(bytes.find("TUCAMXUYEN"), std::string::npos) << file.path();
    ++files;
  }
  EXPECT_GT(files, 3U);
}

// A statement that goes in by a station's way can't bring entries.
TEST_F(EntryTest, ASubmissionFromOutsideHasNone) {
  const auto key = vault().directory().label_for_writing(kMat);
  ASSERT_TRUE(key);
  SubmissionWriter writer(vault().header().id, *key,
                          [](auto, auto, auto) { return Result<void>(); });
  ASSERT_TRUE(writer.add_label_record(LabelRecordKind::kEntry, as_bytes("hồ sơ giả")));
  const SigningKey station = signing_key_from_seed(std::array<std::uint8_t, 32>{});
  const auto decoded = decode_submission(writer.finish(station).encode());
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().code(), ErrorCode::kBadInput);
}

class EntryAgencyTest : public AgencyTest {};

TEST_F(EntryAgencyTest, WhoIsNotClearedGetsTheAnswerOfNothing) {
  const auto luu = log_in("luu");
  auto writer = luu->write_entry(kTuyetMat, Duty::kDescribe);
  ASSERT_TRUE(writer);
  ASSERT_TRUE(luu->commit_entry(*writer, as_bytes("hồ sơ"), "dossier-open", {}));
  const auto doc = log_in("doc");
  const auto look = doc->look("show");
  const auto above = doc->read_entry(*look, writer->id());
  const auto absent = doc->read_entry(*look, DocumentId::random());
  ASSERT_FALSE(above);
  ASSERT_FALSE(absent);
  EXPECT_EQ(above.error().code(), ErrorCode::kNotFound);
  EXPECT_EQ(above.error().text(), absent.error().text());
  EXPECT_EQ(code_of(doc->write_entry(kMat, Duty::kDescribe)), ErrorCode::kNotFound);
  EXPECT_EQ(
      code_of(doc->revise_entry(writer->id(), 1, as_bytes("x"), Duty::kRead, "ask", {})),
      ErrorCode::kNotFound);
}

TEST_F(EntryAgencyTest, WhatAUserSignsHoldsForHimAndForNothingElse) {
  const auto an = log_in("an");
  const Attestation said = an->attest(as_bytes("duyệt 2 bản"));
  EXPECT_TRUE(an->attested(said, as_bytes("duyệt 2 bản")).value());
  EXPECT_FALSE(an->attested(said, as_bytes("duyệt 9 bản")).value());
  Attestation other = said;
  other.user = id_of("binh");
  EXPECT_FALSE(an->attested(other, as_bytes("duyệt 2 bản")).value());
  other.user = {};
  EXPECT_FALSE(an->attested(other, as_bytes("duyệt 2 bản")).value());
}

TEST_F(EntryAgencyTest, AMoveByAnActKeepsTheActFirst) {
  const Label thuong{Level::kThuong, {}};
  const Bytes act = Json::to_cbor(Json{{"act", "declassify"}});
  const ClassifyAction move{secret_, thuong, PayloadKey::kKept, "secrecy-declassify",
                            act};
  const auto decoded = decode_action(encode_action(move));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(std::get<ClassifyAction>(*decoded).act, act);
  EXPECT_EQ(action_name(*decoded), "secrecy-declassify");
  const auto proposed = log_in("an")->propose(move);
  ASSERT_TRUE(proposed);
  // Without what keeps the act, nothing moves.
  EXPECT_EQ(code_of(log_in("binh")->approve(proposed->request)),
            ErrorCode::kSealedOrBusy);
  const auto binh = log_in("binh");
  EXPECT_EQ(binh->label_of(secret_).value(), kSecret);
  const PreparedRevision prepared{
      1, {{}, {{LabelRecordKind::kCatalogue, to_bytes(as_bytes("giải mật"))}}}};
  const auto done = binh->approve(proposed->request, &prepared);
  ASSERT_TRUE(done) << done.error().text();
  EXPECT_TRUE(done->done);
  EXPECT_EQ(log_in("luu")->label_of(secret_).value(), thuong);
}

}  // namespace
}  // namespace tangthu::vault
