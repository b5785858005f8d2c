// Digitising into a vault and finding again, without the command line.
#include "archive/digitise.h"
#include "archive/retrieve.h"
#include "archive/search.h"
#include "indexer/packet.h"
#include "tests/archive/made_pages.h"
#include "tests/vault/open_vault.h"

namespace tangthu::archive {
namespace {

class StoreTest : public vault::OpenVaultTest {
 protected:
  DigitiseReport run(const std::shared_ptr<Inputs>& inputs) {
    const std::atomic<bool> never = false;
    const DigitiseListener listener{
        [this](const Digitised& stored) { stored_.push_back(stored); },
        [this](const std::string& name, const Error&) { failed_.push_back(name); },
        [](const DigitiseReport&) {}};
    const Label label{Level::kMat, {}};
    const DigitiseOptions options{label, "H1", {2, Picture::kLayered, {}}};
    auto report =
        digitise(into_vault(session()), source_of(inputs), options, listener, never);
    EXPECT_TRUE(report);
    return *report;
  }

  std::vector<Digitised> stored_;
  std::vector<std::string> failed_;
};

TEST_F(StoreTest, WhatWasDigitisedIsListedFoundAndGivenBack) {
  auto inputs = std::make_shared<Inputs>();
  inputs->push_back(intake_of("a", pages_of(made_page(1), made_page(2))));
  EXPECT_EQ(run(inputs).documents, 1);
  ASSERT_EQ(stored_.size(), 1U);
  reopen();

  const auto listed = list_documents(session(), {});
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->documents.size(), 1U);
  EXPECT_EQ(listed->documents[0].record.dossier, "H1");

  const auto reader = open_document(session(), stored_[0].id);
  ASSERT_TRUE(reader);
  const auto text = page_text(*reader, 2);
  ASSERT_TRUE(text);
  const auto pdf = retrieve(*reader, Form::kPdf, 2);
  ASSERT_TRUE(pdf);
  EXPECT_EQ(as_text(ByteView(*pdf).first(5)), "%PDF-");
  const auto master = retrieve(*reader, Form::kMaster, 0);
  ASSERT_TRUE(master);
  EXPECT_EQ(as_text(*master), "\x89PNG");

  const auto hits = search(session(), "\"cộng hòa xã hội\"", {}, {});
  ASSERT_TRUE(hits);
  ASSERT_EQ(hits->hits.size(), 1U);
  EXPECT_FALSE(hits->hits[0].snippet.text.empty());
}

TEST_F(StoreTest, AFileThatIsDamagedAnywhereStaysOutside) {
  auto inputs = std::make_shared<Inputs>();
  inputs->push_back(intake_of("a", pages_of(made_page(1)), true));
  const DigitiseReport report = run(inputs);
  EXPECT_EQ(report.documents, 0);
  EXPECT_EQ(failed_, std::vector<std::string>{"a"});
  EXPECT_TRUE(stored_.empty());
}

TEST_F(StoreTest, TheDossierIsAFilterOfListAndSearch) {
  auto inputs = std::make_shared<Inputs>();
  inputs->push_back(intake_of("a", pages_of(made_page(1))));
  run(inputs);
  Filter filter;
  filter.dossier = "h1";
  EXPECT_EQ(list_documents(session(), filter)->documents.size(), 1U);
  EXPECT_EQ(search(session(), "độc lập", filter, {})->hits.size(), 1U);
  filter.dossier = "H2";
  EXPECT_EQ(list_documents(session(), filter)->documents.size(), 0U);
  EXPECT_EQ(search(session(), "độc lập", filter, {})->hits.size(), 0U);
}

// Whoever may take papers in chooses what is in his records.
TEST_F(StoreTest, ADocumentWithAMalformedRecordHidesNoOther) {
  auto inputs = std::make_shared<Inputs>();
  inputs->push_back(intake_of("a", pages_of(made_page(1))));
  run(inputs);
  auto writer = session().write_document({Level::kMat, {}});
  ASSERT_TRUE(writer);
  for (const auto kind :
       {vault::LabelRecordKind::kCatalogue, vault::LabelRecordKind::kPacket})
    ASSERT_TRUE(writer->add_label_record(kind, as_bytes("no record")));
  ASSERT_TRUE(writer->commit());
  const auto listed = list_documents(session(), {});
  ASSERT_TRUE(listed);
  EXPECT_EQ(listed->documents.size(), 1U);
  EXPECT_EQ(listed->damaged, 1U);
  const auto found = search(session(), "độc lập", {}, {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->hits.size(), 1U);
  EXPECT_EQ(found->damaged, 1U);
}

TEST_F(StoreTest, APacketWithoutItsDocumentHidesNoOther) {
  auto inputs = std::make_shared<Inputs>();
  inputs->push_back(intake_of("a", pages_of(made_page(1))));
  run(inputs);
  auto writer = session().write_document({Level::kMat, {}});
  ASSERT_TRUE(writer);
  const Bytes packet = indexer::write_packet({{"độc lập độc lập"}, {}});
  ASSERT_TRUE(writer->add_label_record(vault::LabelRecordKind::kPacket, packet));
  ASSERT_TRUE(writer->commit());
  const auto found = search(session(), "độc lập", {}, {});
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_EQ(found->hits.size(), 1U);
  EXPECT_EQ(found->damaged, 1U);
}

}  // namespace
}  // namespace tangthu::archive
