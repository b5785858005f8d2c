// Digitising into a vault and finding again, without the command line.
#include <cmath>

#include "archive/digitise.h"
#include "archive/retrieve.h"
#include "archive/review.h"
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

// Its stamp may have been overlooked: a person looks, and it stays at the level asked
// for.
TEST_F(StoreTest, APageThatNobodyCanReadLeavesItsLevelToAPerson) {
  auto scribble = Page::create(1240, 1754, PixelFormat::kGrey, 150);
  ASSERT_TRUE(scribble);
  for (int y = 0; y < 1754; ++y) {
    for (int x = 0; x < 1240; ++x)
      scribble->row(y)[x] = std::hypot(x - 620, y - 800) < 400 ? 70 : 245;
  }
  auto blank = Page::create(1240, 1754, PixelFormat::kGrey, 150);
  ASSERT_TRUE(blank);
  std::fill(blank->pixels().begin(), blank->pixels().end(), std::uint8_t{255});
  auto inputs = std::make_shared<Inputs>();
  inputs->push_back(intake_of("drawing", pages_of(std::move(*scribble))));
  inputs->push_back(intake_of("blank", pages_of(made_page(1), std::move(*blank))));
  EXPECT_EQ(run(inputs).documents, 2);
  ASSERT_EQ(stored_.size(), 2U);
  EXPECT_EQ(stored_[0].label.level, Level::kMat);
  const auto queue = review_queue(session(), {});
  ASSERT_TRUE(queue);
  std::vector<std::string> levels;
  for (const ReviewItem& item : queue->items) {
    if (item.name.kind != ItemKind::kLevel) continue;
    levels.push_back(item.file);
    EXPECT_EQ(item.confidence, 0);
    EXPECT_EQ(item.page, 1);
  }
  EXPECT_EQ(levels, std::vector<std::string>{"drawing"});
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
