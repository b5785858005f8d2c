// The access copy of a secret as a numbered copy of it: marks that are seen, as text of
// embedded fonts, and the invisible one, on every page. It stays PDF/A-2u.
//
// Thread rule: pure functions.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/page.h"
#include "base/result.h"
#include "ocr/copies/mark_code.h"

namespace tangthu::ocr {

inline constexpr std::size_t kMostClosingLines = 24;
inline constexpr std::size_t kLongestMarkLine = 400;  // characters

struct CopyMarks {
  MarkId id;
  std::string number;                  // framed on the first page: "BẢN SAO SỐ: 5"
  std::string page_line;               // small, at an edge of every page
  std::string closing_title;           // framed on the last page
  std::vector<std::string> closing;    // below it; an empty line leaves room
  std::vector<std::string> signature;  // and below that, in its middle
  std::array<std::uint8_t, 3> colour = {192, 0, 0};  // of the frames
  double number_points = 14;
  double closing_points = 10;
  double line_points = 7;
};

// A picture of page `number` (from 1), at any resolution: where it is dark no mark is
// put, unless there is no room at all. Nothing: the page counts as empty.
using PagePictures = std::function<std::optional<Page>(std::size_t number)>;

// Where the last page has no room for the closing frame, a page of its size is added.
// kBadInput: no PDF, no line or too long a one, or a character that can't be printed.
Result<Bytes> mark_copy(ByteView pdf, const CopyMarks& marks,
                        const PagePictures& pictures);

// The mark that a marked PDF names in its metadata, in plain text: nothing of the file is
// parsed. Anybody can change it.
std::optional<MarkId> told_mark(ByteView pdf);

}  // namespace tangthu::ocr
