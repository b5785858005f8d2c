// Replacing what was derived of a document: all of it or nothing, and never a master.
#include "tests/vault/open_vault.h"
#include "vault/scrub.h"

namespace tangthu::vault {
namespace {

const Label kMat{Level::kMat, {}};
constexpr ObjectName kMaster{ObjectKind::kMaster, 1};
constexpr ObjectName kText{ObjectKind::kText, 1};
constexpr ObjectName kRecord{ObjectKind::kRecord, 1};

class ReviseTest : public OpenVaultTest {
 protected:
  DocumentId store_whole(const Label& label = kMat) const {
    auto writer = session().write_document(label);
    EXPECT_TRUE(writer);
    EXPECT_TRUE(writer->add(kMaster, as_bytes("ảnh")));
    EXPECT_TRUE(writer->add(kText, as_bytes("Số: 81")));
    EXPECT_TRUE(writer->add(kRecord, as_bytes("81")));
    EXPECT_TRUE(writer->add_label_record(LabelRecordKind::kCatalogue, as_bytes("81")));
    EXPECT_TRUE(writer->add_label_record(LabelRecordKind::kPacket, as_bytes("gói 81")));
    EXPECT_TRUE(writer->commit());
    return writer->id();
  }
  static Bytes bytes(std::string_view text) { return to_bytes(as_bytes(text)); }
  static Revision to(const std::string& number) {
    return {{{kText, bytes("Số: " + number)}, {kRecord, bytes(number)}},
            {{LabelRecordKind::kCatalogue, bytes(number)},
             {LabelRecordKind::kPacket, bytes("gói " + number)}}};
  }
  std::uint32_t version(const DocumentId& id) const {
    const auto envelope = find_envelope(vault().documents(), id);
    return envelope ? envelope->version : 0;
  }
  Result<void> revise(const DocumentId& id, const std::string& number) const {
    return session().revise(id, version(id), to(number), {{"item", "number"}});
  }
  std::string read(const DocumentId& id, ObjectName name) const {
    const auto reader = open_document(session(), id);
    if (!reader) return "(absent)";
    const auto content = reader->read(name);
    return content ? std::string(as_text(*content)) : "(damaged)";
  }
  std::vector<std::string> records(LabelRecordKind kind) const {
    std::vector<std::string> out;
    const auto look = session().look("list");
    const auto damaged = session().visit_label_records(
        *look, kind, [&](const Label&, LabelRecord&& record) -> Result<void> {
          out.emplace_back(as_text(record.content));
          return {};
        });
    EXPECT_EQ(damaged.value_or(99), 0U);
    return out;
  }
  // Nothing is there but what the manifest lists, and it is whole.
  void expect_sound() {
    const auto path_before = path();
    close();
    const auto report = scrub(path_before, {}, nullptr);
    ASSERT_TRUE(report) << report.error().text();
    EXPECT_TRUE(report->damage.empty());
    reopen();
  }
  std::size_t stored_label_records(const Label& label) const {
    return vault().barrier().scan(label_partition(vault().barrier(), label), "")->size();
  }

  using Strings = std::vector<std::string>;
};

TEST_F(ReviseTest, EveryPartIsReplacedAndTheMasterIsNot) {
  const DocumentId id = store_whole();
  for (const std::string number : {"87", "871", "8"}) {
    ASSERT_TRUE(revise(id, number));
    EXPECT_EQ(read(id, kText), "Số: " + number);
    EXPECT_EQ(read(id, kRecord), number);
    EXPECT_EQ(read(id, kMaster), "ảnh");
    EXPECT_EQ(records(LabelRecordKind::kCatalogue), Strings{number});
    EXPECT_EQ(records(LabelRecordKind::kPacket), Strings{"gói " + number});
    EXPECT_EQ(stored_label_records(kMat), 2U) << "the replaced ones are gone";
  }
  expect_sound();
  EXPECT_EQ(read(id, kText), "Số: 8");
  EXPECT_EQ(version(id), 4U);
}

TEST_F(ReviseTest, AMasterOrWhatIsNotThereIsRefusedAndNothingChanges) {
  const DocumentId id = store_whole();
  for (const ObjectName name : {kMaster, ObjectName{ObjectKind::kText, 2}}) {
    Revision revision = to("87");
    revision.objects.emplace_back(name, bytes("khác"));
    EXPECT_FALSE(session().revise(id, 1, revision, {}));
    EXPECT_EQ(read(id, kText), "Số: 81");
    EXPECT_EQ(read(id, kMaster), "ảnh");
    EXPECT_EQ(records(LabelRecordKind::kCatalogue), Strings{"81"});
    EXPECT_EQ(stored_label_records(kMat), 2U);
    EXPECT_TRUE(read_intents(vault().barrier())->empty());
  }
  expect_sound();
  ASSERT_TRUE(revise(id, "87"));
  expect_sound();
}

TEST_F(ReviseTest, WhoReadAnOlderVersionReplacesNothing) {
  const DocumentId id = store_whole();
  ASSERT_TRUE(session().revise(id, 1, to("87"), {}));
  const auto late = session().revise(id, 1, to("99"), {});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code(), ErrorCode::kSealedOrBusy);
  EXPECT_EQ(read(id, kRecord), "87");
}

TEST_F(ReviseTest, ARevisedDocumentMovesToAnotherLabelAndBackAndIsRevisedAgain) {
  const DocumentId id = store_whole();
  const Label high{Level::kToiMat, {}};
  ASSERT_TRUE(revise(id, "87"));
  for (const PayloadKey key : {PayloadKey::kRenewed, PayloadKey::kKept}) {
    ASSERT_TRUE(session().propose(ClassifyAction{id, high, key}));
    EXPECT_EQ(read(id, kRecord), "87");
    ASSERT_TRUE(revise(id, "88"));
    EXPECT_EQ(records(LabelRecordKind::kCatalogue), Strings{"88"});
    ASSERT_TRUE(session().propose(ClassifyAction{id, kMat, key}));
    EXPECT_EQ(records(LabelRecordKind::kPacket), Strings{"gói 88"});
    ASSERT_TRUE(revise(id, "87"));
    EXPECT_EQ(stored_label_records(high), 0U);
    EXPECT_EQ(stored_label_records(kMat), 2U);
  }
  expect_sound();
  EXPECT_EQ(read(id, kText), "Số: 87");
}

TEST_F(ReviseTest, ARevocationRewrapsARevisedDocumentInItsPlace) {
  const DocumentId id = store_whole();
  ASSERT_TRUE(revise(id, "87"));
  add_user("mai", {Level::kMat, {}});
  ASSERT_TRUE(session().revoke("mai", std::nullopt));
  reopen();
  ASSERT_TRUE(session().rewrap_all());
  EXPECT_EQ(records(LabelRecordKind::kCatalogue), Strings{"87"});
  EXPECT_EQ(stored_label_records(kMat), 2U);
  ASSERT_TRUE(revise(id, "88"));
  EXPECT_EQ(records(LabelRecordKind::kPacket), Strings{"gói 88"});
}

TEST_F(ReviseTest, WhoIsNotClearedCantTellItFromADocumentThatIsNotThere) {
  const DocumentId id = store_whole();
  add_user("mai", {Level::kThuong, {}});
  close();
  auto opened = open_as("mai", Access::kWrite);
  ASSERT_TRUE(opened);
  const auto above = opened->session->revise(id, 1, to("87"), {});
  const auto absent = opened->session->revise(DocumentId::random(), 1, to("87"), {});
  ASSERT_FALSE(above);
  EXPECT_EQ(above.error().code(), ErrorCode::kNotFound);
  EXPECT_STREQ(above.error().text(), absent.error().text());
  opened->session.reset();
  opened->vault.reset();
  reopen();
  EXPECT_EQ(read(id, kRecord), "81");
}

TEST_F(ReviseTest, ADestroyedDocumentLeavesNothingOfItsRevisions) {
  const DocumentId id = store_whole();
  ASSERT_TRUE(revise(id, "87"));
  ASSERT_TRUE(session().propose(DestroyAction{{id}, "1/QĐ"}));
  EXPECT_EQ(read(id, kText), "(absent)");
  EXPECT_EQ(stored_label_records(kMat), 0U);
}

TEST_F(ReviseTest, TheLogHasTheRevisionAndNoWordOfIt) {
  const DocumentId id = store_whole();
  ASSERT_TRUE(revise(id, "870917"));
  const auto head = vault().journal().log().head();
  ASSERT_TRUE(head);
  bool found = false;
  for (std::uint64_t i = 0; i < head->size; ++i) {
    const auto entry = session().read_log(i);
    ASSERT_TRUE(entry);
    if (entry->statement.value("event", "") != "revise") continue;
    found = true;
    EXPECT_EQ(entry->statement["id"], id.to_string());
    EXPECT_EQ(entry->statement["item"], "number");
    EXPECT_EQ(entry->statement["version"], 2);
    EXPECT_EQ(entry->statement.dump().find("870917"), std::string::npos);
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace tangthu::vault
