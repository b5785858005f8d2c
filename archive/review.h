// Review: what a person settles after recognition, the worst first. A correction keeps
// what was read, is in the audit log (which thing of which document, never its text), and
// changes record, text, access copy and index together or not at all. Masters stay.
//
// Whoever reads a document may see its items; settling takes the archivist's duty
// (vault/roles.h), for it changes what the document says of itself. A level is never
// lowered here: that is the officers' (`classify`).
// Thread rule: as the session's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "archive/review_item.h"
#include "vault/session.h"

namespace tangthu::archive {

struct ReviewFilter {
  Below below;
  std::string field;  // this one alone
  std::optional<ItemKind> kind;
};

// `damaged`: as of a Listing (archive/search.h).
struct ReviewQueue {
  std::vector<ReviewItem> items;  // the worst first
  std::size_t damaged = 0;
};

// In the audit log before anything is opened.
Result<ReviewQueue> review_queue(vault::Session& session, const ReviewFilter& filter);

// That one item is looked at, in the audit log before its document is opened.
Result<vault::Look> look_at(vault::Session& session, const ItemName& name);

// An item with the document it is of. kNotFound when there is no such thing.
struct OpenedItem {
  vault::DocumentReader reader;
  Record record;
  ReviewItem item;
};
Result<OpenedItem> open_item(vault::Session& session, const vault::Look& look,
                             const ItemName& name);

// What stands in the item's place now: the words of the page there; of a page, its lines.
Result<std::string> words_at(const OpenedItem& opened);
// Of a page that was corrected, the texts of its lines as they were read; otherwise null.
Result<Json> original_of(const OpenedItem& opened);
// What was read by whom, the first reading first: [{"value","confidence","by","at"}]; of
// pages and levels [{"by","at","how"}]. "by" is empty for recognition.
Json readings_of(const OpenedItem& opened);

enum class Answer {
  kValue,      // it is this
  kConfirmed,  // it is right as it is
  kNone,       // a field that the paper does not have
};

struct Settlement {
  Answer answer = Answer::kConfirmed;
  std::string value;  // of a field: as typed; of a page: its text, in lines
};

struct Settled {
  bool changed = false;  // false: it was so already
  bool in_text = false;  // the page's words and the access copy were corrected too
  std::optional<std::string> value;
};

// Of a level only kConfirmed. kUsage when the value is none for the field, or there is
// nothing to confirm. On disk when this returns.
Result<Settled> settle(vault::Session& session, const OpenedItem& opened,
                       const Settlement& settlement);

// A level that the stamp shows to be higher: what `classify` would propose. The same
// level is kUsage (confirm it), a lower one too (officers).
Result<vault::ClassifyAction> raised_level(const OpenedItem& opened, Level level,
                                           vault::Profile profile);

}  // namespace tangthu::archive
