// The places that official papers are dated at, as far as they are few enough to be
// listed: provinces before and after July 2025, their capitals, districts (ocr/data).
// Communes are not. Thread rule: any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tangthu::ocr {

// The listed name that `read` is, or is but for its marks where only one fits ("Lâm
// Đông" → "Lâm Đồng"); nothing otherwise. "TP. Hồ Chí Minh" keeps what stands in front.
// Compared by syllable and tone: "Thanh Hoá" is listed, and returned as it was read.
struct ListedPlace {
  std::string name;
  bool changed = false;
};
std::optional<ListedPlace> listed_place(std::string_view read);

}  // namespace tangthu::ocr
