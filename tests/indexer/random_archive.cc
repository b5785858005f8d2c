#include "tests/indexer/random_archive.h"

#include <array>
#include <vector>

#include "base/unicode.h"

namespace tangthu::indexer {
namespace {

// The earlier, the more often.
constexpr auto kWords = std::to_array<const char*>({
    "nhà",         "nước",        "bí",       "mật",      "quyết",
    "định",        "nha",         "mất",      "bị",       "hoà",
    "hòa",         "thuỷ",        "thủy",     "đất",      "5/QĐ",
    "5",           "quyet",       "nuoc",     "mat",      "QĐ",
    "12/QĐ-UBND",  "UBND",        "đat",      "dất",      "quyền",
    "05/3/2020",   "nhã",         "12",       "QD",       "2020",
    "3",           "dat",         "Mật",      "nhà-nước", "ngày 5 tháng 3 năm 2020",
    "2020-03-05",  "12 /QĐ-UBND", "hoa",      "5/qd",     "06/3/2020",
    "quyết-định",  "thuy",        "quy",      "nghị",     "nghi",
    "12/QD-UBND",  "tháng",       "thang",    "năm",      "ngày",
    "1/NQ-HĐND",   "nghĩa",       "2020-3-5", "TTr",      "a",
    "12-QĐ/UBND",  "5.3.2020",    "ớ",        "x1",       "x2",
    "kế/hoạch-họ", "x3/x4",       "quyến",    "ubnđ",     "b",
});

constexpr auto kFields = std::to_array<const char*>(
    {"agency", "number", "symbol", "subject", "place", "signer", "keyword"});

constexpr auto kDossiers =
    std::to_array<const char*>({"Hồ sơ 1", "Hồ sơ 12", "hồ so 1", "Đất đai 2020"});

constexpr auto kTypes = std::to_array<const char*>(
    {"Quyết định", "QUYẾT ĐỊNH", "Quyet định", "Tờ trình", "Công văn"});

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find_first_of(" ,\n", at), text.size());
    if (end > at) out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

}  // namespace

std::string RandomArchive::word() {
  // Of two the lesser: the first of the list are twice as frequent as the middle ones.
  const std::size_t at = std::min(below(kWords.size()), below(kWords.size()));
  return kWords[one_in(2) ? at / 4 : at];
}

std::string RandomArchive::text(std::size_t most) {
  std::string out;
  for (std::size_t n = below(most + 1); n > 0; --n) {
    out += word();
    out += one_in(9) ? ",\n" : " ";
  }
  return out;
}

std::string RandomArchive::field() {
  return kFields[below(kFields.size())];
}

PacketSource RandomArchive::document(std::size_t words) {
  PacketSource source;
  for (std::size_t n = below(4); n > 0; --n) {
    source.page_texts.push_back(text(words));
  }
  for (const char* name : kFields) {
    if (one_in(3)) source.fields[name] = text(3);
  }
  if (one_in(2)) {
    source.fields["date"] = "20" + std::to_string(19 + below(3)) + "-0" +
                            std::to_string(1 + below(9)) + "-1" +
                            std::to_string(below(3));
  }
  if (one_in(2)) source.fields["type"] = kTypes[below(kTypes.size())];
  if (one_in(3)) source.fields["dossier"] = kDossiers[below(kDossiers.size())];
  if (one_in(3)) source.fields["fonds"] = "P " + std::to_string(below(4));
  if (one_in(3)) source.fields["number"] = std::to_string(below(40));
  if (one_in(4)) source.fields["@review"] = "signer";
  if (one_in(2)) {  // two days of November 2026
    source.fields["@added"] = std::to_string(1'795'219'200 + below(2 * 24 * 3600));
  }
  return source;
}

std::string RandomArchive::some_of(const PacketSource& source, std::size_t words) {
  std::string all;
  for (const std::string& page : source.page_texts) {
    all += page + " ";
  }
  const auto parts = words_of(all);
  if (parts.size() < words) return word();
  std::string out;
  for (std::size_t i = 0, first = below(parts.size() - words + 1); i < words; ++i) {
    if (i > 0) out += ' ';
    out += parts[first + i];
  }
  return out;
}

std::string RandomArchive::unmarked_at_times(std::string text) {
  return one_in(3) ? fold(text) : text;
}

// One letter is another, is gone or stands twice.
std::string RandomArchive::misread(const std::string& word) {
  std::u32string letters = to_code_points(word);
  const std::size_t at = below(letters.size());
  switch (below(4)) {
    case 0:
      letters[at] = U"iluonhbae1"[below(10)];
      break;
    case 1:
      letters.erase(at, 1);
      break;
    case 2:
      letters.insert(at, 1, letters[at]);
      break;
    default:
      break;
  }
  return to_utf8(letters);
}

std::string RandomArchive::filter() {
  static constexpr auto kSigns =
      std::to_array<const char*>({"", ">=", "<=", "<", ">", "="});
  const std::string sign = kSigns[below(kSigns.size())];
  switch (below(8)) {
    case 0:
      return "date:" + sign + "20" + std::to_string(19 + below(3));
    case 1:
      return "date:2019-0" + std::to_string(1 + below(9)) + "..2020-0" +
             std::to_string(1 + below(9)) + "-11";
    case 2:
      return "number:" + (sign.empty() ? ">" : sign) + std::to_string(below(40));
    case 3:
      return "so:" + std::to_string(below(20)) + ".." + std::to_string(20 + below(20));
    case 4:
      return std::string("dossier:\"") + kDossiers[below(kDossiers.size())] +
             (one_in(2) ? "*\"" : "\"");
    case 5:
      return "fonds:\"p " + std::to_string(below(5)) + '"';
    case 6:
      return one_in(2) ? "review:yes" : "review:no";
    default:
      return "added:" + sign + "2026-11-2" + std::to_string(below(4));
  }
}

std::string RandomArchive::value(const PacketSource& source) {
  switch (below(10)) {
    case 8:
      return misread(word()) + "~";
    case 9: {
      const std::size_t words = 2 + below(3);
      return '"' + unmarked_at_times(some_of(source, words)) + "\"~" +
             std::to_string(1 + below(8));
    }
    case 0:
    case 1: {
      const std::size_t words = 1 + below(4);
      return '"' + unmarked_at_times(some_of(source, words)) + '"';
    }
    case 2: {
      const std::u32string letters = to_code_points(unmarked_at_times(word()));
      return to_utf8(letters.substr(0, 2 + below(3))) + "*";
    }
    case 3:
      return unmarked_at_times(some_of(source, 2 + below(3)));
    case 4:
      return '"' + word() + " " + word() + '"';
    default:
      return unmarked_at_times(word());
  }
}

std::string RandomArchive::query(const PacketSource& source) {
  std::string out;
  for (std::size_t clause = 0, count = 1 + below(4); clause < count; ++clause) {
    if (clause > 0) {
      static constexpr auto kJoints =
          std::to_array<const char*>({" ", " ", " ", " OR ", " -", " +"});
      out += kJoints[below(kJoints.size())];
    } else if (one_in(12)) {
      out += "+";
    }
    if (one_in(8)) {
      out += filter();
      continue;
    }
    if (one_in(5)) {
      const std::string name = field();
      const auto at = source.fields.find(name);
      out += name + ":";
      if (at != source.fields.end() && !at->second.empty() && one_in(2)) {
        out += '"' + unmarked_at_times(at->second) + '"';
        continue;
      }
    }
    out += value(source);
  }
  return out;
}

}  // namespace tangthu::indexer
