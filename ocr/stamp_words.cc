#include "ocr/stamp_words.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/unicode.h"

namespace tangthu::ocr {
namespace {

constexpr double kLeastSimilarity = 0.5;
// Closer than this, two readings are one as good as the other.
constexpr double kTie = 0.08;

enum class Extent { kWhole, kBeginning };

struct StandingWords {
  std::string_view text;
  std::string_view kind;
  Extent extent;  // kBeginning: something written may follow
  int rank;       // among ties the higher wins
};

constexpr std::array kStandingWords = {
    StandingWords{"TUYỆT MẬT", "secrecy", Extent::kWhole, 9},
    StandingWords{"TỐI MẬT", "secrecy", Extent::kWhole, 8},
    StandingWords{"MẬT", "secrecy", Extent::kWhole, 7},
    StandingWords{"GIẢI MẬT", "declassified", Extent::kWhole, 3},
    StandingWords{"HỎA TỐC", "urgency", Extent::kBeginning, 4},
    StandingWords{"THƯỢNG KHẨN", "urgency", Extent::kWhole, 4},
    StandingWords{"KHẨN", "urgency", Extent::kWhole, 4},
    StandingWords{"ĐẾN", "incoming", Extent::kWhole, 2},
    StandingWords{"CÔNG VĂN ĐẾN", "incoming", Extent::kBeginning, 2},
    StandingWords{"VĂN BẢN ĐẾN", "incoming", Extent::kBeginning, 2},
    StandingWords{"BẢN SAO BÍ MẬT NHÀ NƯỚC", "copy", Extent::kBeginning, 2},
    StandingWords{"BẢN SAO SỐ", "copy", Extent::kBeginning, 2},
    StandingWords{"BẢN SAO", "copy", Extent::kWhole, 2},
    StandingWords{"SAO Y BẢN CHÍNH", "copy", Extent::kBeginning, 2},
    StandingWords{"SAO Y", "copy", Extent::kWhole, 2},
    StandingWords{"BẢN CHÍNH", "other", Extent::kWhole, 1},
    StandingWords{"DỰ THẢO", "other", Extent::kWhole, 1},
    StandingWords{"TÀI LIỆU THU HỒI", "other", Extent::kWhole, 1},
    StandingWords{"XEM XONG TRẢ LẠI", "other", Extent::kWhole, 1},
    StandingWords{"CHỈ NGƯỜI CÓ TÊN MỚI ĐƯỢC BÓC BÌ", "other", Extent::kBeginning, 1},
    StandingWords{"LƯU HÀNH NỘI BỘ", "other", Extent::kWhole, 1},
};

// Read no better than so, other words may be a level's that was read a little worse.
constexpr double kClear = 0.75;
constexpr double kLittleWorse = 0.2;

// Letters only, without marks, and what readings take for each other made one: an H with
// a thin bar is read as II ("KIIÂN").
std::u32string skeleton(std::string_view text) {
  std::u32string out;
  for (const char32_t c : to_code_points(fold(text))) {
    if (c == U'h') {
      out += U"ii";
    } else if (is_letter(c)) {
      out.push_back(c == U'l' || c == U'j' ? U'i' : c);
    } else if (c == U'0') {
      out.push_back(U'o');
    } else if (c == U'1' || c == U'|') {
      out.push_back(U'i');
    }
  }
  return out;
}

std::size_t distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t k = 0; k < row.size(); ++k)
    row[k] = k;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const std::size_t above = row[k];
      row[k] = std::min(
          {corner + (a[i - 1] == b[k - 1] ? 0U : 1U), above + 1, row[k - 1] + 1});
      corner = above;
    }
  }
  return row[b.size()];
}

double similarity(const std::u32string& read, const StandingWords& words) {
  const std::u32string wanted = skeleton(words.text);
  std::u32string compared = read;
  if (words.extent == Extent::kBeginning && compared.size() > wanted.size()) {
    compared.resize(wanted.size());
  }
  const std::size_t longest = std::max(compared.size(), wanted.size());
  if (longest == 0) return 0;
  return 1.0 -
         static_cast<double>(distance(compared, wanted)) / static_cast<double>(longest);
}

struct Fit {
  const StandingWords* words = nullptr;
  double similarity = 0;
};

Fit best_fit(const std::u32string& read, bool secrecy_alone) {
  Fit best;
  for (const StandingWords& words : kStandingWords) {
    if (secrecy_alone && words.kind != "secrecy") continue;
    const double value = similarity(read, words);
    const bool tie = best.words != nullptr && std::abs(value - best.similarity) <= kTie;
    const bool better = best.words == nullptr ||
                        (tie ? words.rank > best.words->rank : value > best.similarity);
    if (better) best = {&words, value};
  }
  return best;
}

}  // namespace

std::optional<StampMatch> match_stamp(std::string_view reading) {
  const std::u32string read = skeleton(reading);
  if (read.empty()) return std::nullopt;
  const Fit any = best_fit(read, false);
  if (any.similarity < kLeastSimilarity) return std::nullopt;
  const Fit level = best_fit(read, true);
  const bool may_be_level = any.similarity < kClear &&
                            level.similarity >= kLeastSimilarity &&
                            level.similarity >= any.similarity - kLittleWorse;
  const Fit& best = may_be_level ? level : any;
  return StampMatch{std::string(best.words->text), std::string(best.words->kind),
                    best.similarity};
}

std::string next_secrecy(std::string_view words) {
  return words == "MẬT" ? "TỐI MẬT" : "TUYỆT MẬT";
}

std::string doubtful_secrecy(int letters) {
  if (letters <= 3) return "MẬT";
  return letters <= 6 ? "TỐI MẬT" : "TUYỆT MẬT";
}

}  // namespace tangthu::ocr
