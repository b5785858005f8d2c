// The outbox: what was sealed is known for ever, and goes only when its receipt is kept.
#include "archive/outbox.h"

#include <chrono>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"
#include "vault/bundle.h"

namespace tangthu::station {
namespace {

namespace fs = std::filesystem;
using archive::Outbox;
using archive::sealed_in;

class OutboxTest : public ::testing::Test {
 protected:
  Outbox open() const {
    auto out = Outbox::open(folder_.path());
    EXPECT_TRUE(out) << (out ? "" : out.error().text());
    return std::move(*out);
  }
  DocumentId seal(const std::string& text = "bundle") const {
    const DocumentId id = DocumentId::random();
    test::write_file(vault::bundle_path(folder_.path(), id), as_bytes(text));
    return id;
  }
  std::string receipts() const {
    return std::string(as_text(test::read_file(folder_.path() / "receipts")));
  }
  bool was_sealed(const DocumentId& id) const {
    const auto out = sealed_in(folder_.path(), id);
    EXPECT_TRUE(out);
    return out && *out;
  }

  test::TemporaryFolder folder_;
};

TEST_F(OutboxTest, ADocumentIsKnownWhetherItWaitsWasSentOrWasRefused) {
  const Outbox outbox = open();
  const DocumentId waits = seal();
  const DocumentId sent = seal();
  const DocumentId refused = seal();
  ASSERT_TRUE(outbox.accepted(sent, 7, 0));
  ASSERT_TRUE(outbox.set_aside(refused, "why\n"));
  for (const DocumentId& id : {waits, sent, refused})
    EXPECT_TRUE(was_sealed(id));
  EXPECT_FALSE(was_sealed(DocumentId::random()));
  EXPECT_EQ(outbox.waiting().value(), std::vector<DocumentId>{waits});
  EXPECT_EQ(receipts(), sent.to_string() + " 7 1970-01-01T00:00:00Z\n");
  EXPECT_FALSE(fs::exists(outbox.bundle(sent)));
  const fs::path aside = folder_.path() / "refused" / refused.to_string();
  EXPECT_TRUE(fs::exists(aside.string() + ".bundle"));
  EXPECT_EQ(as_text(test::read_file(aside.string() + ".txt")), "why\n");
}

TEST_F(OutboxTest, BundlesWaitInTheOrderOfTheirFilesTimes) {
  const Outbox outbox = open();
  std::vector<DocumentId> ids;
  const auto now = fs::file_time_type::clock::now();
  for (int i = 0; i < 20; ++i) {
    ids.push_back(seal());
    fs::last_write_time(outbox.bundle(ids.back()), now - std::chrono::microseconds(i));
  }
  std::reverse(ids.begin(), ids.end());
  EXPECT_EQ(outbox.waiting().value(), ids);
}

TEST_F(OutboxTest, WhatACrashLeftIsTidiedAndWhatIsBeingSealedIsLeftAlone) {
  const DocumentId sent = seal();
  const DocumentId waits = seal();
  const std::string line = sent.to_string() + " 7 2026-11-23T00:00:00Z\n";
  // The next one's receipt was cut off in the middle.
  test::write_file(folder_.path() / "receipts",
                   as_bytes(line + waits.to_string() + " 1"));
  const fs::path abandoned = folder_.path() / "a.bundle.part";
  const fs::path under_way = folder_.path() / "b.bundle.part";
  for (const fs::path& file : {abandoned, under_way})
    test::write_file(file, as_bytes("x"));
  fs::last_write_time(abandoned,
                      fs::file_time_type::clock::now() - std::chrono::hours(2));
  {
    const Outbox outbox = open();
    EXPECT_EQ(outbox.waiting().value(), std::vector<DocumentId>{waits});
    EXPECT_EQ(receipts(), line);
    EXPECT_FALSE(fs::exists(abandoned));
    EXPECT_TRUE(fs::exists(under_way));
    ASSERT_TRUE(outbox.accepted(waits, 8, 0));
  }
  EXPECT_EQ(receipts(), line + waits.to_string() + " 8 1970-01-01T00:00:00Z\n");
}

TEST_F(OutboxTest, TwoProcessesDoNotSendFromOne) {
  const Outbox outbox = open();
  const auto second = Outbox::open(folder_.path());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code(), ErrorCode::kSealedOrBusy);
}

}  // namespace
}  // namespace tangthu::station
