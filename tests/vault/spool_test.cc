#include "vault/spool.h"

#include <gtest/gtest.h>

#include "tests/support/run.h"
#include "tests/support/temporary_folder.h"

namespace tangthu::vault {
namespace {

namespace fs = std::filesystem;

class SpoolTest : public testing::Test {
 protected:
  fs::path batches() const { return folder_.path() / "batches"; }
  static SpoolOwner owner(std::uint8_t seed = 1) {
    std::array<std::uint8_t, 32> bytes{};
    bytes[0] = seed;
    return spool_owner(signing_key_from_seed(bytes));
  }
  std::unique_ptr<Spool> create() const {
    auto spool = Spool::create(batches(), owner(), as_bytes("cài đặt"));
    EXPECT_TRUE(spool) << spool.error().text();
    return std::move(*spool);
  }
  static std::optional<ErrorCode> code_of_opening(const fs::path& folder,
                                                  const DocumentId& id,
                                                  const SpoolOwner& owner) {
    const auto opened = Spool::open(folder, id, owner);
    if (opened) return std::nullopt;
    return opened.error().code();
  }
  static Bytes content(const Spool& spool, SpoolKind kind, std::uint32_t number) {
    const auto reader = spool.read(kind, number);
    EXPECT_TRUE(reader);
    return reader ? reader->read(0, reader->size()).value_or(Bytes()) : Bytes();
  }
  fs::path file(const Spool& spool, const char* name) const {
    return batches() / spool.id().to_string() / name;
  }

  test::TemporaryFolder folder_;
};

TEST_F(SpoolTest, WhatWasWrittenIsThereForItsOwnerAfterwards) {
  const Bytes large(300'000, 7);
  auto spool = create();
  ASSERT_TRUE(spool->write(SpoolKind::kPage, 1, {as_bytes("đầu"), large}));
  ASSERT_TRUE(spool->write(SpoolKind::kPage, 12, {}));
  ASSERT_TRUE(spool->write(SpoolKind::kNote, 1, {as_bytes("ghi chú")}));
  const DocumentId id = spool->id();
  spool.reset();

  const auto again = Spool::open(batches(), id, owner());
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(as_text((*again)->settings()), "cài đặt");
  EXPECT_EQ(*(*again)->numbers(SpoolKind::kPage), (std::vector<std::uint32_t>{1, 12}));
  EXPECT_EQ(content(**again, SpoolKind::kPage, 1).size(),
            large.size() + as_bytes("đầu").size());
  EXPECT_TRUE(content(**again, SpoolKind::kPage, 12).empty());
  EXPECT_EQ(as_text(content(**again, SpoolKind::kNote, 1)), "ghi chú");
}

TEST_F(SpoolTest, OnlyItsOwnerOpensItAndOneProcessAtATime) {
  auto spool = create();
  const DocumentId id = spool->id();
  EXPECT_EQ(code_of_opening(batches(), id, owner()), ErrorCode::kSealedOrBusy);
  spool.reset();
  EXPECT_EQ(code_of_opening(batches(), id, owner(2)), ErrorCode::kNotFound);
  EXPECT_EQ(code_of_opening(batches(), DocumentId::random(), owner()),
            ErrorCode::kNotFound);
  // Another owner's key with this one's name.
  SpoolOwner pretender = owner(2);
  pretender.id = owner().id;
  EXPECT_EQ(code_of_opening(batches(), id, pretender), ErrorCode::kCorrupt);
  EXPECT_TRUE(Spool::open(batches(), id, owner()));
}

TEST_F(SpoolTest, AnyFlippedBitIsNoticed) {
  auto spool = create();
  ASSERT_TRUE(spool->write(SpoolKind::kPage, 1, {as_bytes("trang một")}));
  const DocumentId id = spool->id();
  const fs::path page = file(*spool, "page-000001");
  const Bytes sound = test::read_file(page);
  for (std::size_t at = 0; at < sound.size(); at += 3) {
    Bytes damaged = sound;
    damaged[at] ^= 0x10;
    test::write_file(page, damaged);
    const auto reader = spool->read(SpoolKind::kPage, 1);
    const bool read = reader && reader->read(0, reader->size());
    EXPECT_FALSE(read) << at;
  }
  const fs::path head = file(*spool, "head");
  spool.reset();
  const Bytes sound_head = test::read_file(head);
  for (std::size_t at = 0; at < sound_head.size(); at += 5) {
    Bytes damaged = sound_head;
    damaged[at] ^= 0x10;
    test::write_file(head, damaged);
    EXPECT_NE(code_of_opening(batches(), id, owner()), std::nullopt) << at;
  }
}

TEST_F(SpoolTest, APageDoesNotPassForAnother) {
  auto spool = create();
  auto other = create();
  ASSERT_TRUE(spool->write(SpoolKind::kPage, 1, {as_bytes("trang một")}));
  fs::copy_file(file(*spool, "page-000001"), file(*spool, "page-000002"));
  fs::copy_file(file(*spool, "page-000001"), file(*spool, "note-000001"));
  fs::copy_file(file(*spool, "page-000001"), file(*other, "page-000001"));
  EXPECT_FALSE(spool->read(SpoolKind::kPage, 2));
  EXPECT_FALSE(spool->read(SpoolKind::kNote, 1));
  EXPECT_FALSE(other->read(SpoolKind::kPage, 1));
}

TEST_F(SpoolTest, HalfAPageIsNone) {
  auto spool = create();
  test::write_file(file(*spool, "page-000001.new"), as_bytes("nửa"));
  EXPECT_TRUE(spool->numbers(SpoolKind::kPage)->empty());
  EXPECT_TRUE(spool->write(SpoolKind::kPage, 1, {as_bytes("cả trang")}));
  EXPECT_EQ(spool->numbers(SpoolKind::kPage)->size(), 1U);
}

TEST_F(SpoolTest, NothingIsReadableOnTheDiskAndADestroyedOneIsGone) {
  auto spool = create();
  ASSERT_TRUE(spool->write(SpoolKind::kPage, 1, {as_bytes("Suối Đá Trắng")}));
  for (const auto& entry : fs::recursive_directory_iterator(batches())) {
    if (!entry.is_regular_file()) continue;
    const Bytes bytes = test::read_file(entry.path());
    EXPECT_EQ(as_text(bytes).find("Trắng"), std::string_view::npos);
    EXPECT_EQ(as_text(bytes).find("cài"), std::string_view::npos);
    EXPECT_EQ(entry.status().permissions() & fs::perms::mask, fs::perms(0600));
  }
  ASSERT_EQ(list_spools(batches())->size(), 1U);
  EXPECT_EQ(list_spools(batches())->at(0).pages, 1U);
  const DocumentId id = spool->id();
  ASSERT_TRUE(spool->destroy());
  EXPECT_TRUE(fs::is_empty(batches()));
  EXPECT_EQ(code_of_opening(batches(), id, owner()), ErrorCode::kNotFound);
}

TEST_F(SpoolTest, WhatACrashLeftOfADestroyedOneIsRemovedByTheNext) {
  for (const bool overwritten : {true, false}) {
    auto spool = create();
    ASSERT_TRUE(spool->write(SpoolKind::kPage, 1, {as_bytes("trang một")}));
    const fs::path head = file(*spool, "head");
    const fs::path folder = head.parent_path();
    if (overwritten) {
      test::write_file(head, Bytes(fs::file_size(head), 0));
    } else {
      fs::remove(head);
    }
    spool.reset();
    EXPECT_TRUE(list_spools(batches())->empty());
    const auto next = create();
    EXPECT_FALSE(fs::exists(folder));
    EXPECT_EQ(list_spools(batches())->size(), 1U);
    EXPECT_TRUE(next->destroy());
  }
}

TEST_F(SpoolTest, WhatIsNoSpoolIsPassedOverInTheList) {
  EXPECT_TRUE(list_spools(batches())->empty());
  const auto spool = create();
  fs::create_directory(batches() / "x");
  test::write_file(batches() / "x" / "head", as_bytes("tangthu spool 1\nkhông phải"));
  fs::create_directory(batches() / DocumentId::random().to_string());
  EXPECT_EQ(list_spools(batches())->size(), 1U);
}

}  // namespace
}  // namespace tangthu::vault
