// What a person has to settle: a field that was read badly or not at all, a page whose
// words are unsure, a level that hangs on a doubtful stamp.
//
// Items are not stored: they follow from a document's record, which is sealed to its
// label. So nobody learns of items, or of their number, who can't read the documents.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/record.h"
#include "base/id.h"
#include "base/page.h"

namespace tangthu::archive {

enum class ItemKind { kField, kPage, kLevel };

// Written "ID/number", "ID/page-3", "ID/level".
struct ItemName {
  DocumentId document;
  ItemKind kind = ItemKind::kField;
  std::string field;  // of kField: its name in the record
  int page = 0;       // of kPage, from 1

  // What stands behind the id.
  std::string what() const;
  std::string text() const;
};
// kUsage when it is none: a field has one of the names of Decree 30's fields. kNotFound
// where the id is no id.
Result<ItemName> parse_item(std::string_view text);

// What reviews can change.
bool is_field_name(std::string_view name);

struct ReviewItem {
  ItemName name;
  Label label;
  std::string file;
  UnixSeconds created = 0;
  std::optional<std::string> value;  // of a field: as read; nothing where it was not
  double confidence = 0;             // 0 without a value
  int page = 0;                      // where it is; 0: unknown
  Box box;                           // pixels of the master; empty: unknown, or all of it
};

// Below which confidence things are asked for; nothing: each kind's own limit.
using Below = std::optional<double>;

// Of one document, in no order.
std::vector<ReviewItem> items_of(const DocumentId& id, const Label& label,
                                 const Record& record, Below below);
// What the record says of the item, be it settled or sure; nothing where a document has
// no such thing (a page past its last).
std::optional<ReviewItem> find_item(const ItemName& name, const Label& label,
                                    const Record& record);

// The worst first: by confidence, then what a paper is found by, then the older document.
bool worse(const ReviewItem& a, const ReviewItem& b);

}  // namespace tangthu::archive
