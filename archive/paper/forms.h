// The forms of registers, inventories and reports as dated data (rules/registers.toml).
//
// Thread rule: plain values.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "archive/paper/paper.h"
#include "base/date.h"

namespace tangthu::archive {

enum class FormKind {
  kDi,
  kDen,
  kChuyenGiao,
  kSaoChup,
  kMucLucHoSo,
  kMucLucVanBan,
  kReportSecrecy,
  kReportStatistics
};
// di, den, …: as in the file; kUsage for other words.
std::string_view form_code(FormKind kind);
Result<FormKind> parse_form_kind(std::string_view code);
// The columns that a form of this kind may have.
std::span<const std::string_view> columns_of(FormKind kind);

struct FormColumn {
  std::string code;  // one of those that the kind of form has
  PaperColumn column;
};

struct MonthDay {
  std::chrono::month month{};
  std::chrono::day day{};
};

struct PaperForm {
  std::string name;
  FormKind kind = FormKind::kDi;
  Date from;
  std::string law;
  std::string source;
  std::string title;
  std::string title_secret;  // as `title` where the file has none
  PaperShape shape = PaperShape::kPortrait;
  std::string closing;
  std::vector<std::string> signers;
  std::vector<FormColumn> columns;  // at least one
  MonthDay period_begins;           // kReportSecrecy only, as the next
  MonthDay due;

  std::vector<PaperColumn> paper_columns() const;
  std::vector<std::string> headings() const;
  // The certificate and the blocks to sign; the file's {so}, {dau}, {cuoi} filled in.
  PaperClosing closing_of(std::size_t count, const std::string& first,
                          const std::string& last, const std::string& place_day) const;
};

class FormBook {
 public:
  // kUsage, with "FILE:LINE: TABLE.KEY", for what is no form: no TOML, unknown or missing
  // keys or columns, one kind's forms out of order, or no form of some kind.
  static Result<FormBook> parse(std::string_view text, const std::string& file);
  // "registers" of archive/rules_file.h.
  static Result<FormBook> load();

  // The one in force, or the first where that is later.
  const PaperForm& of(FormKind kind, const Date& day) const;
  // Without number, place and day.
  const IssuingBody& body() const { return body_; }
  const std::string& place() const { return place_; }

 private:
  std::vector<PaperForm> forms_;
  IssuingBody body_;
  std::string place_;
};

}  // namespace tangthu::archive
