#include "archive/paper/form_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/number.h"
#include "base/toml.h"

namespace tangthu::archive {
namespace {

constexpr std::string_view kColumn = "column-";
constexpr int kMostWidth = 300;

std::string subject_of(const Setting& setting, const std::string& file) {
  return file + ":" + std::to_string(setting.line) + ": " + setting.table + "." +
         setting.key;
}

std::string word_before(std::string& rest, char end) {
  const std::size_t at = std::min(rest.find(end), rest.size());
  std::string out = rest.substr(0, at);
  rest.erase(0, at + 1);
  while (!out.empty() && out.back() == ' ')
    out.pop_back();
  while (!rest.empty() && rest.front() == ' ')
    rest.erase(0, 1);
  return out;
}

std::optional<MonthDay> month_day(const std::string& text) {
  const auto date = parse_date("2000-" + text);
  if (!date || text == "02-29") return std::nullopt;
  return MonthDay{date->month(), date->day()};
}

// One table of the file.
class FormReader {
 public:
  FormReader(std::string name, const std::string& file) : file_(file) {
    form_.name = std::move(name);
  }

  Result<void> take(const Setting& setting) {
    const auto* text = std::get_if<std::string>(&setting.value);
    if (text == nullptr) {
      return fail(ErrorCode::kUsage, "this must be a text", "write it in quotes",
                  subject_of(setting, file_));
    }
    seen_.insert(setting.key);
    if (setting.key.starts_with(kColumn)) return take_column(setting, *text);
    if (!take_words(setting.key, *text)) {
      return fail(ErrorCode::kUsage, "a form has no such key, or no such value for it",
                  "compare with the keys that are explained in rules/registers.toml",
                  subject_of(setting, file_));
    }
    return {};
  }

  Result<PaperForm> finish() {
    std::vector<std::string> wanted = {"form",  "from",  "law",     "source",
                                       "title", "shape", "closing", "signers"};
    const bool report = form_.kind == FormKind::kReportSecrecy;
    if (report) wanted.insert(wanted.end(), {"period-begins", "due"});
    for (const std::string& key : wanted) {
      if (!seen_.contains(key)) return lacks(key);
    }
    if (!report && (seen_.contains("due") || seen_.contains("period-begins")))
      return fail(ErrorCode::kUsage, "only the report of secrecy has a period",
                  "leave period-begins and due out", file_ + ": " + form_.name);
    if (form_.columns.empty()) return lacks("column-ordinal");
    const auto known = columns_of(form_.kind);
    for (const FormColumn& each : form_.columns) {
      if (std::ranges::find(known, each.code) != known.end()) continue;
      return fail(ErrorCode::kUsage, "a form of this kind has no such column",
                  "compare with the form in rules/registers.toml",
                  file_ + ": " + form_.name + ".column-" + each.code);
    }
    if (form_.title_secret.empty()) form_.title_secret = form_.title;
    return std::move(form_);
  }

 private:
  Failure lacks(const std::string& key) const {
    return fail(ErrorCode::kUsage, "a form lacks a key",
                "compare with the keys that are explained in rules/registers.toml",
                file_ + ": " + form_.name + "." + key);
  }

  // False when there is no such key, or the text is not what it holds.
  bool take_words(const std::string& key, const std::string& text) {
    if (key == "closing") return (form_.closing = text, true);
    if (text.empty()) return false;
    if (key == "law") return (form_.law = text, true);
    if (key == "source") return (form_.source = text, true);
    if (key == "title") return (form_.title = text, true);
    if (key == "title-secret") return (form_.title_secret = text, true);
    if (key == "signers") return take_signers(text);
    if (key == "period-begins") return take_day(text, form_.period_begins);
    if (key == "due") return take_day(text, form_.due);
    if (key == "form") return take_kind(text);
    if (key == "from") {
      const auto day = parse_date(text);
      return day && (form_.from = *day, true);
    }
    if (key != "shape" || (text != "portrait" && text != "landscape")) return false;
    form_.shape = text == "portrait" ? PaperShape::kPortrait : PaperShape::kLandscape;
    return true;
  }

  bool take_kind(const std::string& text) {
    const auto kind = parse_form_kind(text);
    if (kind) form_.kind = *kind;
    return kind.has_value();
  }

  static bool take_day(const std::string& text, MonthDay& out) {
    const auto day = month_day(text);
    if (day) out = *day;
    return day.has_value();
  }

  bool take_signers(std::string text) {
    while (!text.empty())
      form_.signers.push_back(word_before(text, '|'));
    return form_.signers.size() <= 3;
  }

  Result<void> take_column(const Setting& setting, std::string text) {
    const auto width = parse_number<int>(word_before(text, ' '));
    const std::string align = word_before(text, ' ');
    const bool aligned = align == "left" || align == "centre" || align == "right";
    if (!width || *width < 1 || *width > kMostWidth || !aligned || text.empty() ||
        form_.columns.size() == kMostColumns) {
      return fail(ErrorCode::kUsage, "this is no column",
                  "write it as \"11 centre HEADING\", at most 20 in a form",
                  subject_of(setting, file_));
    }
    CellAlign cell = CellAlign::kLeft;
    if (align == "centre") cell = CellAlign::kCentre;
    if (align == "right") cell = CellAlign::kRight;
    form_.columns.push_back(
        {setting.key.substr(kColumn.size()), {text, static_cast<double>(*width), cell}});
    return {};
  }

  const std::string& file_;
  PaperForm form_;
  std::set<std::string> seen_;
};

Result<void> take_body(const Setting& setting, const std::string& file, FormFile& out) {
  const auto* text = std::get_if<std::string>(&setting.value);
  std::string* into = nullptr;
  if (setting.key == "parent") into = &out.body.parent;
  if (setting.key == "agency") into = &out.body.agency;
  if (setting.key == "place") into = &out.place;
  if (text == nullptr || into == nullptr) {
    return fail(ErrorCode::kUsage, "a body has parent, agency and place, each a text",
                "compare with [body] in rules/registers.toml", subject_of(setting, file));
  }
  *into = *text;
  return {};
}

}  // namespace

std::span<const std::string_view> columns_of(FormKind kind) {
  static constexpr std::string_view kDi[] = {
      "ordinal", "symbol",     "date",         "subject", "level",
      "signer",  "recipients", "keeping-unit", "copies",  "note"};
  static constexpr std::string_view kDen[] = {
      "ordinal", "received-on", "number-in", "issuing-body", "symbol", "date",
      "subject", "level",       "unit",      "received-by",  "note"};
  static constexpr std::string_view kHandOver[] = {
      "ordinal", "handed-on", "symbol",    "date",      "subject",
      "level",   "copies",    "handed-to", "signature", "note"};
  static constexpr std::string_view kCopied[] = {
      "ordinal", "copied-on", "symbol",    "date",      "subject", "level",
      "copies",  "handed-to", "authority", "copied-by", "note"};
  static constexpr std::string_view kDossiers[] = {
      "ordinal", "file-code", "title", "dates", "maintenance", "sheets", "pages", "note"};
  static constexpr std::string_view kDocuments[] = {
      "ordinal", "symbol", "date", "subject", "issuing-body", "sheet", "pages", "note"};
  static constexpr std::string_view kSecrecy[] = {"item", "mat", "toi-mat", "tuyet-mat",
                                                  "total"};
  static constexpr std::string_view kStatistics[] = {"item", "documents", "pages"};
  switch (kind) {
    case FormKind::kDi:
      return kDi;
    case FormKind::kDen:
      return kDen;
    case FormKind::kChuyenGiao:
      return kHandOver;
    case FormKind::kSaoChup:
      return kCopied;
    case FormKind::kMucLucHoSo:
      return kDossiers;
    case FormKind::kMucLucVanBan:
      return kDocuments;
    case FormKind::kReportSecrecy:
      return kSecrecy;
    case FormKind::kReportStatistics:
      break;
  }
  return kStatistics;
}

Result<FormFile> read_forms(std::string_view text, const std::string& file) {
  FormFile out;
  std::optional<FormReader> reader;
  std::string table;
  for (const Setting& setting : TRY(read_toml(text, file))) {
    if (setting.table == "body") {
      TRY(take_body(setting, file, out));
      continue;
    }
    if (!reader || setting.table != table) {
      if (reader) out.forms.push_back(TRY(reader->finish()));
      table = setting.table;
      reader.emplace(table, file);
    }
    TRY(reader->take(setting));
  }
  if (reader) out.forms.push_back(TRY(reader->finish()));
  return out;
}

}  // namespace tangthu::archive
