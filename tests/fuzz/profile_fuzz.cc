// libFuzzer: what people write in TOML and CSV: a scanner's profile, the rules of secrecy
// and of fields, the forms of registers and reports, a table. Read whole, or refused with
// the line; what is read stays within what the rest of the program takes.
//
// Covered: base/toml.cc, scanner/profile/ (settings, choices, limits of quality),
// archive/secrecy/rules.cc, archive/model/record_rules.cc, archive/paper/form_reader.cc,
// archive/paper/forms.cc, base/csv.cc.
#include "archive/model/record_rules.h"
#include "archive/paper/forms.h"
#include "archive/rules_file.h"
#include "archive/secrecy/rules.h"
#include "base/csv.h"
#include "base/toml.h"
#include "scanner/profile/profile.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace tangthu;           // NOLINT: a program of one file
using namespace tangthu::scanner;  // NOLINT
using fuzz::must;
using fuzz::must_be;

void profile(ByteView bytes) {
  if (bytes.size() > kMaxSettingsBytes) return;  // read_settings_file() refuses it
  const auto profile = parse_profile(as_text(bytes), "may-quet.toml");
  if (!profile) {
    must_be(profile, ErrorCode::kUsage);
    must(*profile.error().remedy() != 0);
    return;
  }
  const ScanOptions options = scan_options(joined(profile->choices, {}));
  must(options.resolution_dpi > 0);
  must(fitting_device({DeviceInfo{}}, profile->choices.device).empty() ||
       !profile->choices.device.empty());
}

void deep_profile(ByteView bytes) {
  profile(fuzz::repeated(bytes));
}

void secrecy_rules(ByteView bytes) {
  if (bytes.size() > kMaxSettingsBytes) return;  // read_settings_file() refuses it
  const auto book = archive::SecrecyRuleBook::parse(as_text(bytes), "secrecy.toml");
  if (!book) {
    must_be(book, ErrorCode::kUsage);
    must(*book.error().remedy() != 0);
    return;
  }
  const auto* last = book->in_force(parse_date("9999-12-31").value());
  must(last != nullptr && last->from.ok() && !last->warn_days.empty());
  for (const Level level : kAllLevels)
    must((last->years_of(level) > 0) == (level != Level::kThuong));
}

void record_rules(ByteView bytes) {
  if (bytes.size() > kMaxSettingsBytes) return;  // read_settings_file() refuses it
  const auto book = archive::RecordRuleBook::parse(as_text(bytes), "records.toml");
  if (!book) {
    must_be(book, ErrorCode::kUsage);
    must(*book.error().remedy() != 0);
    return;
  }
  const archive::RecordRules& rules = book->in_force(parse_date("9999-12-31").value());
  must(rules.from.ok() && rules.ordinal_digits > 0 && rules.document_digits > 0);
  for (const archive::RecordKind kind : archive::kRecordKinds) {
    for (const archive::FieldRule& rule : rules.of(kind))
      must((rule.type == archive::ValueType::kCode) == !rule.codes.empty());
  }
}

void forms(ByteView bytes) {
  if (bytes.size() > kMaxSettingsBytes) return;  // read_settings_file() refuses it
  const auto book = archive::FormBook::parse(as_text(bytes), "registers.toml");
  if (!book) {
    must_be(book, ErrorCode::kUsage);
    must(*book.error().remedy() != 0);
    return;
  }
  using archive::FormKind;
  for (const FormKind kind :
       {FormKind::kDi, FormKind::kDen, FormKind::kChuyenGiao, FormKind::kSaoChup,
        FormKind::kMucLucHoSo, FormKind::kMucLucVanBan, FormKind::kReportSecrecy,
        FormKind::kReportStatistics}) {
    const archive::PaperForm& form = book->of(kind, parse_date("9999-12-31").value());
    must(form.kind == kind && form.from.ok() && !form.columns.empty());
    must(form.headings().size() == form.paper_columns().size());
    static_cast<void>(form.closing_of(3, "1", "3", "Hà Nội"));
  }
}

void table(ByteView bytes) {
  const auto rows = read_csv(as_text(bytes));
  if (!rows) {
    must_be(rows, ErrorCode::kBadInput);
    return;
  }
  int line = 0;
  for (const CsvRow& row : *rows) {
    must(row.line > line && !row.cells.empty() && row.cells.size() <= kMaxCsvCells);
    line = row.line;
  }
}

constexpr fuzz::Parser kParsers[] = {{"profile", profile},
                                     {"deep-profile", deep_profile},
                                     {"secrecy-rules", secrecy_rules},
                                     {"record-rules", record_rules},
                                     {"table", table},
                                     {"forms", forms}};

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  std::vector<Seed> out;
  const auto add = adding_to(out, kParsers);
  add("profile", as_bytes("description = \"fi-7160\"\ndevice = \"fujitsu:fi-7160:*\"\n"
                          "source = \"adf-duplex\"\nresolution = 300\nmode = \"color\"\n"
                          "page-size = \"A4\"\ndouble-feed = \"on\"\n[options]\n"
                          "swdeskew = false\n[quality]\nmost-blur-mm = 0.25\n"));
  add("profile", as_bytes("two-pass = true\npage-size = \"210x297\"\n"), "-two-pass");
  add("deep-profile", repetition("a = ", 50, "[", "1"));
  add("deep-profile", repetition("a", 30'000, ".a", " = 1"), "-key");
  add("record-rules",
      as_bytes("[a]\nfrom = \"2025-07-01\"\nlaw = \"A\"\nsource = \"B\"\ndossier-code = "
               "\"{fonds}.{ordinal}\"\nordinal-digits = 4\ndocument-digits = 7\n"
               "[a.codes]\nm = \"01 x / y | 02 z / w\"\n[a.dossier.mode]\nvi = \"c\"\n"
               "en = \"d\"\ntype = \"code\"\ncodes = \"m\"\n"
               "required-if = \"mode 01\"\n[b]\nfrom = \"2026-01-01\"\n"));
  add("table", as_bytes("\xEF\xBB\xBFid;mode\r\n\"a\"\"b\";01\r\n\nx;\n"));
  add("forms", as_bytes(archive::built_in_rules("registers")));
  add("secrecy-rules",
      as_bytes(
          "[a]\nfrom = \"2020-07-01\"\nlaw = \"A\"\nsource = \"B\"\nyears-mat = 10\n"
          "years-toi-mat = 20\nyears-tuyet-mat = 30\nextend-before-days = 60\n"
          "notice-days = 15\nwarn-days = \"90 60 15\"\n[b]\nfrom = \"2026-03-01\"\n"));
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tangthu::fuzz::feed_one(kParsers, data, size);
}
