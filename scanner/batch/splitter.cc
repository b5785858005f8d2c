#include "scanner/batch/splitter.h"

namespace tangthu::scanner {

std::string_view cut_reason_code(CutReason reason) {
  switch (reason) {
    case CutReason::kBatchBegins:
      return "batch-begins";
    case CutReason::kBlankSheet:
      return "blank-sheet";
    case CutReason::kSeparator:
      return "separator";
    case CutReason::kCount:
      return "count";
    case CutReason::kFirstPage:
      return "first-page";
    case CutReason::kNewFile:
      return "new-file";
  }
  return "";
}

std::string_view doubt_code(Doubt doubt) {
  switch (doubt) {
    case Doubt::kNone:
      return "";
    case Doubt::kSeparatorUnread:
      return "separator-unread";
    case Doubt::kFirstPage:
      return "first-page";
    case Doubt::kFirstPageOnBack:
      return "first-page-on-back";
    case Doubt::kBackPrinted:
      return "separator-back-printed";
  }
  return "";
}

Placement Splitter::take_separator(const Separator& separator) {
  if (!separator.dossier.empty()) dossier_ = separator.dossier;
  // The page after it opens a document whether or not one is open; two separators in a
  // row make no empty one.
  pending_ = CutReason::kSeparator;
  after_separator_ = on_front() && rules_.sides_a_sheet == 2;
  return {PageRole::kSeparator, std::nullopt, dossier_, Doubt::kNone};
}

std::optional<CutReason> Splitter::reason_to_open(const PageSigns& signs) const {
  if (pending_ == CutReason::kSeparator) return pending_;
  if (!open_) return CutReason::kBatchBegins;
  if (signs.file == FileStart::kNew) return CutReason::kNewFile;
  if (!on_front()) return std::nullopt;
  // A blank sheet that ended a document: more blank ones stay with it.
  if (pending_ && !signs.blank) return pending_;
  if (rules_.at_first_pages && signs.first_page == FirstPage::kYes && has_writing_) {
    return CutReason::kFirstPage;
  }
  const int full = rules_.sheets_a_document * rules_.sides_a_sheet;
  if (full > 0 && sides_in_document_ >= full) return CutReason::kCount;
  return std::nullopt;
}

void Splitter::note_sheet(bool blank_page) {
  sheet_blank_ = (on_front() || sheet_blank_) && blank_page;
  has_writing_ = has_writing_ || !blank_page;
  ++sides_in_document_;
  if (ends_sheet() && sheet_blank_ && has_writing_ && rules_.at_blank_sheets) {
    pending_ = CutReason::kBlankSheet;
  }
}

void Splitter::skip() {
  ++seen_;
  after_separator_ = false;
  // It may have borne anything: the sheet isn't blank.
  if (open_) note_sheet(false);
}

Placement Splitter::next(const PageSigns& signs) {
  ++seen_;
  const bool separator =
      rules_.at_separators && signs.code.kind == CodeKind::kSeparator && !signs.blank;
  if (separator) return take_separator(signs.code.separator);
  const bool back_of_separator = after_separator_;
  after_separator_ = false;
  if (back_of_separator && signs.blank) {
    return {PageRole::kSeparatorBack, std::nullopt, dossier_, Doubt::kNone};
  }

  Placement out;
  out.role = signs.blank ? PageRole::kBlankPage : PageRole::kPage;
  out.dossier = dossier_;
  out.opens = reason_to_open(signs);
  if (out.opens) {
    open_ = true;
    has_writing_ = false;
    sides_in_document_ = 0;
    pending_.reset();
  }
  const bool looks_first =
      rules_.at_first_pages && signs.first_page != FirstPage::kNo && !out.opens;
  if (back_of_separator) {
    out.doubt = Doubt::kBackPrinted;
  } else if (rules_.at_separators && (signs.code.kind == CodeKind::kDamaged ||
                                      signs.code.kind == CodeKind::kNewer)) {
    out.doubt = Doubt::kSeparatorUnread;
  } else if (looks_first && has_writing_) {
    out.doubt = on_front() ? Doubt::kFirstPage : Doubt::kFirstPageOnBack;
  }
  note_sheet(signs.blank);
  return out;
}

}  // namespace tangthu::scanner
