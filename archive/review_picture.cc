#include "archive/review_picture.h"

#include <algorithm>
#include <cstring>

#include "archive/retrieve.h"
#include "scanner/device.h"
#include "scanner/media.h"
#include "scanner/page_source.h"

namespace tangthu::archive {
namespace {

constexpr int kLegibleDpi = 200;
constexpr int kMostEnlarged = 4;
constexpr int kLongestSide = 2400;  // of what is shown, pixels

// Around a box, in its heights: enough to see what stands beside it.
constexpr double kAcross = 2.0;
constexpr double kDown = 0.8;
// But at least so much of the paper, inches.
constexpr double kLeastWidth = 2.0;
constexpr double kLeastHeight = 0.5;

Failure no_picture(const DocumentId& id) {
  return fail(ErrorCode::kNotFound, "the place in the paper is not known",
              "look at the whole with 'tangthu get'", id.to_string());
}

int number_in(const Json& page, const char* name, int otherwise) {
  const auto at = page.find(name);
  return at != page.end() && at->is_number_integer() ? at->get<int>() : otherwise;
}

// `turned`: the page lies on its side, so that the lines run down.
Box with_surroundings(const Box& box, const Page& page, bool turned) {
  const int height = turned ? box.width : box.height;
  int across = static_cast<int>(kAcross * height);
  int down = static_cast<int>(kDown * height);
  const int width = turned ? box.height : box.width;
  across = std::max(across, static_cast<int>(kLeastWidth * page.dpi() - width) / 2);
  down = std::max(down, static_cast<int>(kLeastHeight * page.dpi() - height) / 2);
  if (turned) std::swap(across, down);
  const int left = std::max(0, box.x - across);
  const int top = std::max(0, box.y - down);
  const int right = std::min(page.width(), box.right() + across);
  const int bottom = std::min(page.height(), box.bottom() + down);
  return {left, top, right - left, bottom - top};
}

// Turned clockwise by 0, 90, 180 or 270 degrees, each pixel `times` as wide and high.
Result<Page> cut_out(const Page& page, const Box& box, int turn, int times) {
  const bool side = turn == 90 || turn == 270;
  const int width = (side ? box.height : box.width) * times;
  const int height = (side ? box.width : box.height) * times;
  Page out = TRY(Page::create(width, height, page.format(), page.dpi() * times));
  const auto channels = static_cast<std::size_t>(page.channels());
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      int from_x = x / times;
      int from_y = y / times;
      if (turn == 90) {
        const int swap = from_x;
        from_x = from_y;
        from_y = box.height - 1 - swap;
      } else if (turn == 180) {
        from_x = box.width - 1 - from_x;
        from_y = box.height - 1 - from_y;
      } else if (turn == 270) {
        const int swap = from_x;
        from_x = box.width - 1 - from_y;
        from_y = swap;
      }
      std::memcpy(
          out.row(y) + static_cast<std::size_t>(x) * channels,
          page.row(box.y + from_y) + static_cast<std::size_t>(box.x + from_x) * channels,
          channels);
    }
  }
  return out;
}

// The mean of each square of `by` × `by` pixels.
Result<Page> made_smaller(const Page& page, int by) {
  Page out =
      TRY(Page::create(std::max(1, page.width() / by), std::max(1, page.height() / by),
                       page.format(), std::max(kMinDpi, page.dpi() / by)));
  const int channels = page.channels();
  const int high = std::min(by, page.height());
  const int wide = std::min(by, page.width());
  for (int y = 0; y < out.height(); ++y) {
    for (int x = 0; x < out.width() * channels; ++x) {
      int sum = 0;
      for (int down = 0; down < high; ++down) {
        const std::uint8_t* row = page.row(y * by + down);
        for (int across = 0; across < wide; ++across)
          sum += row[((x / channels) * by + across) * channels + x % channels];
      }
      out.row(y)[x] = static_cast<std::uint8_t>(sum / (high * wide));
    }
  }
  return out;
}

}  // namespace

Result<const Page*> ReviewPictures::capture(const OpenedItem& opened, int number) {
  const DocumentId& id = opened.reader.id();
  if (last_ && last_->document == id && last_->capture == number) return &last_->page;
  last_.reset();
  // One file with all the pages, or a file a capture.
  const bool one_file = opened.record.masters == 1;
  const auto master = static_cast<std::uint32_t>(one_file ? 1 : number);
  scanner::InputFile file{id.to_string(), scanner::MediaType::kPng,
                          TRY(opened.reader.read({vault::ObjectKind::kMaster, master}))};
  const ByteView head(file.content);
  const auto type =
      scanner::sniff(head.first(std::min(head.size(), scanner::kSniffBytes))).type;
  if (!type) return no_picture(id);
  file.type = *type;
  const auto pages = TRY(scanner::open_pages(file));
  for (int passed = one_file ? number : 1; passed > 0; --passed) {
    auto page = TRY(pages->next());
    if (!page) return no_picture(id);
    if (passed == 1) last_ = Decoded{id, number, std::move(*page)};
  }
  if (!last_) return no_picture(id);
  return &last_->page;
}

Result<Bytes> ReviewPictures::png(const OpenedItem& opened) {
  const ReviewItem& item = opened.item;
  const DocumentId& id = opened.reader.id();
  if (item.page < 1 || item.page > opened.record.pages) return no_picture(id);
  const Json text = TRY(page_json(opened.reader, item.page));
  const int number = number_in(text, "captured_page", item.page);
  const int turn = number_in(text, "turn_degrees", 0);
  if (number < 1 || number > opened.record.pages) return no_picture(id);
  const Page& page = *TRY(capture(opened, number));
  Box box{0, 0, page.width(), page.height()};
  const bool part = item.name.kind != ItemKind::kPage && !item.box.empty() &&
                    item.box.right() <= page.width() &&
                    item.box.bottom() <= page.height();
  if (part) box = with_surroundings(item.box, page, turn == 90 || turn == 270);
  const int times =
      part ? std::clamp(kLegibleDpi / std::max(1, page.dpi()), 1, kMostEnlarged) : 1;
  Page shown = TRY(cut_out(page, box, turn, times));
  const int longest = std::max(shown.width(), shown.height());
  if (longest > kLongestSide)
    shown = TRY(made_smaller(shown, (longest + kLongestSide - 1) / kLongestSide));
  return scanner::encode_png(shown);
}

}  // namespace tangthu::archive
