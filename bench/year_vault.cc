// bench-year VAULT USER PASSPHRASE-FILE DOCUMENTS SEED: fills a vault of one person with
// a year of a provincial department, as records and texts without paper: outgoing
// documents of every usual type in dossiers of about twenty, two of a hundred secret. Of
// ten secrets one was extended, one raised, one declassified, two were copied, and one is
// named as to be destroyed. Prints a line of JSON.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <random>

#include "archive/entry.h"
#include "archive/index_work.h"
#include "archive/record.h"
#include "archive/search_packet.h"
#include "archive/secrecy/life.h"
#include "base/date.h"
#include "base/number.h"
#include "vault/session.h"

namespace tangthu {
namespace {

using archive::Record;

struct Kind {
  const char* name;
  const char* code;
  int weight;
};
constexpr Kind kKinds[] = {{"Công văn", "", 40},  {"Quyết định", "QĐ", 25},
                           {"Báo cáo", "BC", 12}, {"Thông báo", "TB", 8},
                           {"Kế hoạch", "KH", 7}, {"Tờ trình", "TTr", 5},
                           {"Giấy mời", "GM", 3}};
constexpr const char* kVerbs[] = {"Về việc kiểm tra",   "Về việc triển khai",
                                  "Về việc phê duyệt",  "Về việc bổ nhiệm",
                                  "Về việc điều chỉnh", "Về việc báo cáo"};
constexpr const char* kThings[] = {
    "công tác văn thư, lưu trữ", "kế hoạch sử dụng đất",    "dự toán ngân sách",
    "biên chế công chức",        "đề án chuyển đổi số",     "chương trình khuyến nông",
    "quy hoạch thủy lợi",        "phòng, chống thiên tai",  "an toàn hồ đập",
    "giống cây trồng vụ xuân",   "bảo vệ rừng mùa hanh khô"};
constexpr const char* kPlaces[] = {
    "huyện Sơn Hà",   "huyện Bình Sơn",       "thị xã Đức Phổ", "huyện Mộ Đức",
    "huyện Trà Bồng", "thành phố Quảng Ngãi", "huyện Lý Sơn",   "huyện Nghĩa Hành"};
constexpr const char* kSigners[] = {"Nguyễn Văn An", "Trần Thị Bình", "Lê Quang Cường"};

class Year {
 public:
  explicit Year(std::uint64_t seed) : random_(seed) {}

  int pick(int from, int to) { return std::uniform_int_distribution(from, to)(random_); }

  Level level() {
    const int of_thousand = pick(0, 999);
    if (of_thousand < 1) return Level::kTuyetMat;
    if (of_thousand < 6) return Level::kToiMat;
    return of_thousand < 20 ? Level::kMat : Level::kThuong;
  }

  // The nth of so many, in order of the year's days.
  Record document(int n, int of) {
    const Kind& kind = kind_of(pick(0, 99));
    const Date day = add_days(first_, static_cast<int>(364LL * n / of));
    const std::string subject = std::string(any(kVerbs)) + " " + any(kThings) + " " +
                                std::to_string(pick(2020, 2027)) + " tại " + any(kPlaces);
    Record out;
    out.file = std::to_string(n) + ".png";
    out.media = "png";
    out.pages = 1;
    out.masters = 1;
    out.dossier = "G09.2026." + std::to_string(1 + n / 20);
    out.created = now_utc();
    set(out, "number", std::to_string(++numbers_[&kind]));
    set(out, "symbol", *kind.code == '\0' ? "SNN-VP" : std::string(kind.code) + "-SNN");
    set(out, "date", format_date(day));
    set(out, "type", kind.name);
    set(out, "agency", "Sở Nông nghiệp và Môi trường tỉnh Quảng Ngãi");
    set(out, "parent_agency", "Ủy ban nhân dân tỉnh Quảng Ngãi");
    set(out, "place", "Quảng Ngãi");
    set(out, "subject", subject);
    set(out, "signer", any(kSigners));
    set(out, "recipients", "Như trên; Lưu: VT");
    return out;
  }

  std::string text(const Record& record) {
    std::string out = record.fields["subject"]["value"];
    for (int i = 0; i < 30; ++i)
      out +=
          std::string("\n") + any(kVerbs) + " " + any(kThings) + " tại " + any(kPlaces);
    return out;
  }

 private:
  static void set(Record& record, const char* name, const std::string& value) {
    record.fields[name] = {
        {"value", value}, {"confidence", 0.98}, {"page", 1}, {"box", {0, 0, 1, 1}}};
  }
  static const Kind& kind_of(int of_hundred) {
    for (const Kind& kind : kKinds) {
      of_hundred -= kind.weight;
      if (of_hundred < 0) return kind;
    }
    return kKinds[0];
  }
  template <std::size_t N>
  const char* any(const char* const (&words)[N]) {
    return words[static_cast<std::size_t>(pick(0, static_cast<int>(N) - 1))];
  }

  std::mt19937_64 random_;
  const Date first_ = *parse_date("2025-12-15");
  std::map<const Kind*, int> numbers_;
};

Json page_json(const std::string& text) {
  return {
      {"number", 1},
      {"width", 100},
      {"height", 100},
      {"dpi", 100},
      {"lines", {{{"text", text}, {"box", {0, 0, 10, 10}}, {"words", Json::array()}}}}};
}

// What became of a secret in its year.
enum class Fate { kNothing, kExtended, kRaised, kDeclassified, kCopied, kDestroyed };

Fate fate_of(std::size_t secret) {
  constexpr Fate kFates[] = {Fate::kExtended, Fate::kRaised, Fate::kDeclassified,
                             Fate::kCopied,   Fate::kCopied, Fate::kDestroyed};
  return secret % 10 < std::size(kFates) ? kFates[secret % 10] : Fate::kNothing;
}

Date issued(const Record& record) {
  return *parse_date(record.fields["date"]["value"].get<std::string>());
}

Json decision(const char* act, const Record& record, Level before) {
  const Date day = add_days(issued(record), 30);
  return {{"act", act},
          {"by", "lan"},
          {"at", end_of_viet_nam_day(day)},
          {"decision", "7/QĐ-SNN"},
          {"decided", format_date(day)},
          {archive::kLevelBefore, level_code(before)}};
}

// The level that the document has in the end.
Level live(Record& record, Fate fate, Level level) {
  if (fate == Fate::kExtended) {
    Json act = decision(archive::kExtend, record, level);
    act["until"] = format_date(add_years(issued(record), 30));
    record.acts.push_back(std::move(act));
  }
  if (fate == Fate::kRaised && level != Level::kTuyetMat) {
    const auto higher = static_cast<Level>(static_cast<int>(level) + 1);
    Json act = decision(archive::kAdjust, record, level);
    act["level"] = level_code(higher);
    record.acts.push_back(std::move(act));
    return higher;
  }
  if (fate == Fate::kDeclassified) {
    Json act = decision(archive::kDeclassify, record, level);
    act["ground"] = "unlisted";
    record.acts.push_back(std::move(act));
    return Level::kThuong;
  }
  return level;
}

class Filling {
 public:
  Filling(vault::Session& session, std::uint64_t seed) : session_(session), year_(seed) {}

  Result<void> add(int n, int of) {
    Record record = year_.document(n, of);
    const Level level = year_.level();
    const Fate fate = level == Level::kThuong ? Fate::kNothing : fate_of(secrets_++);
    const Label label{live(record, fate, level), {}};
    const DocumentId id = TRY(store(label, record));
    if (fate == Fate::kDestroyed) to_destroy_.push_back(id.to_string());
    if (fate == Fate::kCopied) TRY(copy(id, label, record));
    return {};
  }
  const Json& to_destroy() const { return to_destroy_; }

 private:
  Result<DocumentId> store(const Label& label, const Record& record) {
    const std::string text = year_.text(record);
    auto writer = TRY(session_.write_document(label));
    const Bytes encoded = record.encode();
    TRY(writer.add({vault::ObjectKind::kMaster, 1}, as_bytes(record.file)));
    TRY(writer.add({vault::ObjectKind::kText, 1}, archive::to_cbor(page_json(text))));
    TRY(writer.add({vault::ObjectKind::kRecord, 1}, encoded));
    TRY(writer.add_label_record(vault::LabelRecordKind::kCatalogue, encoded));
    TRY(writer.add_label_record(vault::LabelRecordKind::kPacket,
                                archive::search_packet({text}, record)));
    TRY(writer.commit());
    return writer.id();
  }

  Result<void> copy(const DocumentId& id, const Label& label, const Record& record) {
    const Date day = add_days(issued(record), 10);
    TRY(archive::add_entry(session_, label,
                           {{"kind", "copy"},
                            {"number", ++copies_},
                            {"year", static_cast<int>(day.year())},
                            {"document", id.to_string()},
                            {"holder", "Phòng Hành chính"},
                            {"by", "lan"},
                            {"at", end_of_viet_nam_day(day)},
                            {"form", "pdf"},
                            {"page", 0},
                            {"marked", true},
                            {"quantity", 1 + copies_ % 3}},
                           "copy"));
    return {};
  }

  vault::Session& session_;
  Year year_;
  std::size_t secrets_ = 0;
  int copies_ = 0;
  Json to_destroy_ = Json::array();
};

Result<void> fill(const char* folder, const char* user, const char* passphrase_file,
                  int documents, std::uint64_t seed) {
  std::ifstream in(passphrase_file);
  std::string passphrase;
  std::getline(in, passphrase);
  const auto opened = TRY(vault::open_with_passphrase(
      folder, user, Passphrase(as_bytes(passphrase)), vault::Access::kWrite));
  Filling filling(*opened.session, seed);
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < documents; ++i)
    TRY(filling.add(i, documents));
  TRY(archive::merge_index(*opened.session, archive::MergeWhen::kAlways));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::cout << Json({{"documents", documents},
                     {"seconds", took.count()},
                     {"to_destroy", filling.to_destroy()}})
                   .dump()
            << '\n';
  return {};
}

}  // namespace
}  // namespace tangthu

int main(int argc, char** argv) {
  const auto documents = argc == 6 ? tangthu::parse_number<int>(argv[4]) : std::nullopt;
  const auto seed =
      argc == 6 ? tangthu::parse_number<std::uint64_t>(argv[5]) : std::nullopt;
  if (!documents || !seed) {
    std::cerr << "usage: bench-year VAULT USER PASSPHRASE-FILE DOCUMENTS SEED\n";
    return 2;
  }
  const auto done = tangthu::fill(argv[1], argv[2], argv[3], *documents, *seed);
  if (done) return 0;
  std::cerr << "bench-year: " << done.error().text() << '\n';
  return 1;
}
