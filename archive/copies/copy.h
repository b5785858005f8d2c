// Numbered copies of secrets, and the register of them.
//
// A copy is an entry under its document's label: {"kind": "copy", "number", "year",
// "document", "holder", "by", "at", "form": "pdf" | "text" | "master", "page", "marked",
// "mark", "way", "quantity", "recipients", "authority", "approval", "case", "reason"}. It
// is on disk before anybody has a byte of the copy.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "archive/copies/copy_rules.h"
#include "archive/entry.h"
#include "archive/retrieve.h"

namespace tangthu::archive {

enum class CopyMarking { kMarked, kUnmarked };

struct CopyRequest {
  Form form = Form::kPdf;
  int page = 0;                          // 0: all of it
  std::vector<std::string> stamp_lines;  // as `get --stamp-line` puts them
  // Text, a master and whatever else bears no marks is kUnmarked, with the reason why.
  CopyMarking marking = CopyMarking::kMarked;
  std::string reason;
  std::string holder;  // empty: the session's user
  std::string way;     // of copying: "sao y bản chính"; empty: to be filled in by hand
  int quantity = 1;
  std::string recipients;
  std::string authority;
  // What allows it: a case of the machine "copying", or the number of a paper.
  std::string approval;
};

inline constexpr std::size_t kLongestCopyWord = 300;  // characters

struct IssuedCopy {
  DocumentId id;  // of its entry
  int number = 0;
  int year = 0;
  Bytes bytes;
};

// Whether a copy of such a document has to be numbered.
bool is_numbered(Level level);

// The whole of it: the number put down, the copy made and marked, and entered. After a
// failure there is no copy, and its number is given to the next. kUsage for a form that
// can't be marked, without a reason or with too long words, and when the case that is
// named allows no copy, or no more, of this document; else as retrieve() and mark_copy().
Result<IssuedCopy> issue_copy(vault::Session& session, const vault::Look& look,
                              const vault::DocumentReader& reader,
                              const CopyRuleBook& rules, const CopyRequest& asked);

// Those of this year (0: all) that the session can read, by year, label and number.
struct CopyList {
  std::vector<Entry> copies;
  std::size_t damaged = 0;
};
Result<CopyList> list_copies(vault::Session& session, const vault::Look& look, int year);
// kNotFound when the session can read none of that mark.
Result<Entry> find_copy(vault::Session& session, const vault::Look& look,
                        ocr::MarkId mark);

}  // namespace tangthu::archive
