#include "archive/paper/forms.h"

#include <algorithm>
#include <array>

#include "archive/paper/form_reader.h"
#include "archive/rules_file.h"

namespace tangthu::archive {
namespace {

struct KindWords {
  FormKind kind;
  std::string_view code;
};
constexpr std::array kKinds = {
    KindWords{FormKind::kDi, "di"},
    KindWords{FormKind::kDen, "den"},
    KindWords{FormKind::kChuyenGiao, "chuyen-giao"},
    KindWords{FormKind::kSaoChup, "sao-chup"},
    KindWords{FormKind::kMucLucHoSo, "muc-luc-ho-so"},
    KindWords{FormKind::kMucLucVanBan, "muc-luc-van-ban"},
    KindWords{FormKind::kReportSecrecy, "report-secrecy"},
    KindWords{FormKind::kReportStatistics, "report-statistics"}};

std::string filled(std::string text, const std::string& mark, const std::string& value) {
  const std::size_t at = text.find(mark);
  if (at != std::string::npos) text.replace(at, mark.size(), value);
  return text;
}

}  // namespace

std::string_view form_code(FormKind kind) {
  return kKinds[static_cast<std::size_t>(kind)].code;
}

Result<FormKind> parse_form_kind(std::string_view code) {
  for (const KindWords& each : kKinds) {
    if (each.code == code) return each.kind;
  }
  return fail(ErrorCode::kUsage, "there is no such form",
              "the forms are those in rules/registers.toml", std::string(code));
}

std::vector<PaperColumn> PaperForm::paper_columns() const {
  std::vector<PaperColumn> out;
  for (const FormColumn& each : columns)
    out.push_back(each.column);
  return out;
}

std::vector<std::string> PaperForm::headings() const {
  std::vector<std::string> out;
  for (const FormColumn& each : columns)
    out.push_back(each.column.heading);
  return out;
}

PaperClosing PaperForm::closing_of(std::size_t count, const std::string& first,
                                   const std::string& last,
                                   const std::string& place_day) const {
  PaperClosing out;
  std::string words = filled(closing, "{so}", std::to_string(count));
  words = filled(filled(std::move(words), "{dau}", first), "{cuoi}", last);
  if (!words.empty()) out.words.push_back(std::move(words));
  out.place_day = place_day;
  for (const std::string& signer : signers)
    out.signatures.push_back({signer, "(Ký, ghi rõ họ tên)", ""});
  return out;
}

Result<FormBook> FormBook::parse(std::string_view text, const std::string& file) {
  FormBook book;
  FormFile read = TRY(read_forms(text, file));
  book.forms_ = std::move(read.forms);
  book.body_ = std::move(read.body);
  book.place_ = std::move(read.place);
  for (const KindWords& each : kKinds) {
    const PaperForm* before = nullptr;
    for (const PaperForm& form : book.forms_) {
      if (form.kind != each.kind) continue;
      if (before != nullptr && form.from <= before->from) {
        return fail(ErrorCode::kUsage, "forms of a kind must follow each other by days",
                    "put the older one first", file + ": " + form.name + ".from");
      }
      before = &form;
    }
    if (before == nullptr) {
      return fail(ErrorCode::kUsage, "a form is missing",
                  "compare with rules/registers.toml",
                  file + ": " + std::string(each.code));
    }
  }
  return book;
}

Result<FormBook> FormBook::load() {
  const RulesFile forms = TRY(load_rules("registers"));
  return parse(forms.text, forms.name);
}

const PaperForm& FormBook::of(FormKind kind, const Date& day) const {
  const PaperForm* found = nullptr;
  for (const PaperForm& form : forms_) {
    if (form.kind == kind && (found == nullptr || form.from <= day)) found = &form;
  }
  return *found;  // parse() saw to one
}

}  // namespace tangthu::archive
