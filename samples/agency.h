// The body that issues a document: real kinds of bodies in real provinces.
#pragma once

#include <string>
#include <vector>

#include "samples/grammar.h"

namespace tangthu::samples {

struct Agency {
  std::string parent;  // running text, may be empty: "Ủy ban nhân dân tỉnh Hà Nam"
  std::string name;    // "Sở Giáo dục và Đào tạo"
  std::string long_name;  // as others call it: "Sở Giáo dục và Đào tạo tỉnh Hà Nam"
  std::string symbol;      // "SGDĐT"
  std::string head;        // "Giám đốc"
  std::string deputy;      // "Phó Giám đốc"
  std::string collective;  // "Ủy ban nhân dân" where the head signs for a council
  std::string place;       // "Hà Nam"
  std::vector<std::string> units;   // drafting units: "VP", "TCCB"
  std::vector<std::string> topics;  // what it writes about
};

// Chooses a body and a province; sets {tinh} "tỉnh Hà Nam", {T} "Hà Nam", {huyen}
// "huyện Bình Lục", {H} "Bình Lục" and {xa} for the phrases.
Agency choose_agency(const Grammar& grammar, Phrases& phrases);

}  // namespace tangthu::samples
