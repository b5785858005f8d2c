// Cuts a batch, a stream of pages, into documents.
//
// One page goes in, and what becomes of it comes out at once: nothing is held back, so a
// batch may be of any length. Pure: what is on a page is said by its signs. No page is
// ever left out but a separator sheet and its blank back, and both are counted.
//
// A document begins on a fresh sheet of paper: with two sides a sheet only the front of a
// sheet can open one. Blank sheets stay with the document before them (with the first one
// where there is none before), flagged, and make no document of their own.
// Thread rule: one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/batch/separator.h"

namespace tangthu::scanner {

enum class FirstPage : std::uint8_t { kNo, kDoubtful, kYes };

// Where a new file begins, it is said by whoever opens files.
enum class FileStart : std::uint8_t { kSame, kNew };

struct PageSigns {
  ReadCode code;
  bool blank = false;
  FirstPage first_page = FirstPage::kNo;
  FileStart file = FileStart::kSame;
};

struct SplitRules {
  bool at_blank_sheets = false;
  bool at_separators = false;
  bool at_first_pages = false;
  int sheets_a_document = 0;  // 0: any number
  int sides_a_sheet = 1;      // 1 or 2
};

// Why a document begins where it does.
enum class CutReason : std::uint8_t {
  kBatchBegins,
  kBlankSheet,
  kSeparator,
  kCount,
  kFirstPage,
  kNewFile,
};
std::string_view cut_reason_code(CutReason reason);  // "batch-begins", "blank-sheet", …

enum class PageRole : std::uint8_t {
  kPage,
  kBlankPage,      // kept, flagged
  kSeparator,      // not a page of any document
  kSeparatorBack,  // its blank other side; neither
};

// What a person should look at.
enum class Doubt : std::uint8_t {
  kNone,
  kSeparatorUnread,  // looks like a separator, but damaged, too small or too new: kept
  kFirstPage,        // may be a first page; no cut was made
  kFirstPageOnBack,  // looks like one, but on the back of a sheet; no cut was made
  kBackPrinted,      // the back of a separator bears something: kept as a page
};
std::string_view doubt_code(Doubt doubt);  // "", "separator-unread", …

struct Placement {
  PageRole role = PageRole::kPage;
  std::optional<CutReason> opens;  // set where this page begins a document
  std::string dossier;             // of the document, by the last dossier separator
  Doubt doubt = Doubt::kNone;
};

class Splitter {
 public:
  explicit Splitter(const SplitRules& rules) : rules_(rules) {}

  Placement next(const PageSigns& signs);
  // A page that could not be taken went by here.
  void skip();

 private:
  bool on_front() const { return rules_.sides_a_sheet == 1 || seen_ % 2 == 1; }
  bool ends_sheet() const { return rules_.sides_a_sheet == 1 || seen_ % 2 == 0; }
  Placement take_separator(const Separator& separator);
  std::optional<CutReason> reason_to_open(const PageSigns& signs) const;
  void note_sheet(bool blank_page);

  SplitRules rules_;
  std::uint64_t seen_ = 0;  // pages, the present one included
  bool open_ = false;       // a document is
  bool has_writing_ = false;
  int sides_in_document_ = 0;
  bool sheet_blank_ = true;       // as far as this sheet was seen
  bool after_separator_ = false;  // the page before this one was the front of one
  std::optional<CutReason> pending_;
  std::string dossier_;
};

}  // namespace tangthu::scanner
