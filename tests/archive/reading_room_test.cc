#include "archive/reading_room.h"

#include "tests/archive/made_pages.h"

namespace tangthu::archive {
namespace {

std::vector<ReadDocument> read_all(const std::shared_ptr<Inputs>& inputs, int jobs) {
  const std::atomic<bool> never = false;
  auto room = ReadingRoom::open(source_of(inputs), {jobs, Picture::kLayered, {}});
  EXPECT_TRUE(room);
  std::vector<ReadDocument> out;
  while (auto document = (*room)->next(never))
    out.push_back(std::move(*document));
  return out;
}

TEST(ReadingRoomTest, DocumentsComeOutInTheOrderOfTheirInputs) {
  for (const int jobs : {1, 3}) {
    auto inputs = std::make_shared<Inputs>();
    inputs->push_back(intake_of("a", pages_of(made_page(1), made_page(2))));
    inputs->push_back(
        IntakeFailure{"b", Error(ErrorCode::kBadInput, "damaged", "copy it")});
    inputs->push_back(intake_of("c", pages_of(made_page(3))));
    const auto documents = read_all(inputs, jobs);
    ASSERT_EQ(documents.size(), 3U);
    EXPECT_EQ(documents[0].name, "a");
    ASSERT_EQ(documents[0].pages.size(), 2U);
    EXPECT_EQ(documents[0].pages[0].text.number, 1);
    EXPECT_EQ(documents[0].pages[1].text.number, 2);
    EXPECT_GT(documents[0].pages[0].text.lines.size(), 5U);
    EXPECT_FALSE(documents[0].pages[0].picture.layers.empty());
    EXPECT_TRUE(documents[1].error);
    EXPECT_TRUE(documents[1].pages.empty());
    EXPECT_EQ(documents[2].pages.size(), 1U);
  }
}

TEST(ReadingRoomTest, PagesBeforeDamageAreThereAndACapturedPageGetsAMaster) {
  auto inputs = std::make_shared<Inputs>();
  inputs->push_back(intake_of("a", pages_of(made_page(1), made_page(2)), true));
  Intake captured = intake_of("b", pages_of(made_page(3)));
  captured.master.clear();
  inputs->push_back(std::move(captured));
  auto documents = read_all(inputs, 2);
  ASSERT_EQ(documents.size(), 2U);
  EXPECT_TRUE(documents[0].error);
  EXPECT_EQ(documents[0].pages.size(), 2U);
  ASSERT_EQ(documents[1].masters.size(), 1U);
  const auto master = documents[1].masters[0].take();
  ASSERT_TRUE(master);
  EXPECT_EQ(as_text(ByteView(*master).subspan(1, 3)), "PNG");
}

TEST(ReadingRoomTest, APageThatCannotBeReadIsKeptAsAPicture) {
  auto inputs = std::make_shared<Inputs>();
  auto dot = Page::create(1, 1, PixelFormat::kGrey, 300);
  ASSERT_TRUE(dot);
  inputs->push_back(intake_of("dot", pages_of(std::move(*dot), made_page(4))));
  const auto documents = read_all(inputs, 2);
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0].unread_pages, std::vector<int>{1});
  ASSERT_EQ(documents[0].pages.size(), 2U);
  EXPECT_EQ(documents[0].pages[0].picture.layers.size(), 1U);
  EXPECT_GT(documents[0].pages[1].text.lines.size(), 5U);
}

// A map or a photograph: ink, and no letters.
TEST(ReadingRoomTest, APageOnWhichNothingIsFoundIsNamed) {
  auto inputs = std::make_shared<Inputs>();
  auto drawing = Page::create(1240, 1754, PixelFormat::kGrey, 150);
  ASSERT_TRUE(drawing);
  for (int y = 0; y < 1754; ++y) {
    for (int x = 0; x < 1240; ++x)
      drawing->row(y)[x] = std::hypot(x - 620, y - 800) < 400 ? 70 : 245;
  }
  auto blank = Page::create(1240, 1754, PixelFormat::kGrey, 150);
  ASSERT_TRUE(blank);
  std::fill(blank->pixels().begin(), blank->pixels().end(), std::uint8_t{255});
  inputs->push_back(
      intake_of("drawing", pages_of(std::move(*drawing), std::move(*blank))));
  const auto documents = read_all(inputs, 2);
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0].unread_pages, std::vector<int>{1});
}

TEST(ReadingRoomTest, StoppingEndsSoonAndLeavesNoThread) {
  auto inputs = std::make_shared<Inputs>();
  for (int i = 0; i < 6; ++i)
    inputs->push_back(intake_of("x", pages_of(made_page(7))));
  std::atomic<bool> stop = false;
  auto room = ReadingRoom::open(source_of(inputs), {2, Picture::kNone, {}});
  ASSERT_TRUE(room);
  EXPECT_TRUE((*room)->next(stop));
  stop = true;
  EXPECT_FALSE((*room)->next(stop));
}

TEST(ReadingRoomTest, AMissingLanguageIsAUsageError) {
  const auto room = ReadingRoom::open(source_of(std::make_shared<Inputs>()),
                                      {1, Picture::kNone, {"xyz", {}}});
  ASSERT_FALSE(room);
  EXPECT_EQ(room.error().code(), ErrorCode::kUsage);
}

// A page upside down reads as well as upright.
TEST(ReadPageTest, APageUpsideDownIsReadUpright) {
  const Page upright = made_page(12);
  auto turned =
      Page::create(upright.width(), upright.height(), upright.format(), upright.dpi());
  ASSERT_TRUE(turned);
  const auto channels = static_cast<std::size_t>(upright.channels());
  for (int y = 0; y < upright.height(); ++y) {
    for (int x = 0; x < upright.width(); ++x) {
      const std::uint8_t* from = upright.row(y) + static_cast<std::size_t>(x) * channels;
      std::uint8_t* to = turned->row(upright.height() - 1 - y) +
                         static_cast<std::size_t>(upright.width() - 1 - x) * channels;
      std::copy_n(from, channels, to);
    }
  }
  auto recogniser = ocr::Recogniser::create({});
  ASSERT_TRUE(recogniser);
  const auto read = read_page(**recogniser, *turned, 1, {.picture = Picture::kNone});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->text.turn_degrees, 180);
  EXPECT_GT(read->text.mean_confidence(), 0.8);
}

// Clockwise by 90 degrees, `times` times.
Page turned(const Page& page, int times) {
  Page out = page.clone();
  for (; times > 0; --times) {
    auto next = Page::create(out.height(), out.width(), out.format(), out.dpi());
    EXPECT_TRUE(next);
    const auto channels = static_cast<std::size_t>(out.channels());
    for (int y = 0; y < out.height(); ++y) {
      for (int x = 0; x < out.width(); ++x)
        std::copy_n(
            out.row(y) + static_cast<std::size_t>(x) * channels, channels,
            next->row(x) + static_cast<std::size_t>(out.height() - 1 - y) * channels);
    }
    out = std::move(*next);
  }
  return out;
}

TEST(ReadPageTest, APageOnItsSideIsReadUprightWhicheverSideItIs) {
  auto recogniser = ocr::Recogniser::create({});
  ASSERT_TRUE(recogniser);
  const Page upright = made_page(12);
  for (const int times : {1, 3}) {
    const auto read =
        read_page(**recogniser, turned(upright, times), 1, {.picture = Picture::kNone});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->text.turn_degrees, 360 - 90 * times);
    EXPECT_GT(read->text.mean_confidence(), 0.8);
  }
}

// Whatever it is thought to lie like at first.
TEST(ReadPageTest, APageThatReadsBadlyIsTriedInOtherTurns) {
  auto recogniser = ocr::Recogniser::create({});
  ASSERT_TRUE(recogniser);
  const auto read = read_page(**recogniser, made_page(12), 1,
                              {.picture = Picture::kNone, .turn_degrees = 90});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->text.turn_degrees, 0);
  EXPECT_GT(read->text.mean_confidence(), 0.8);
}

}  // namespace
}  // namespace tangthu::archive
