// How documents are shown: as JSON for programs and as lines for people.
#pragma once

#include <string>

#include "archive/record.h"
#include "base/date.h"
#include "base/id.h"
#include "base/json.h"
#include "base/level.h"
#include "base/result.h"

namespace tangthu::cli {

// {"id","level","compartments","file","pages","dossier","created","fields","stamps",
// "warnings","rescan"}; without the subject where it must not be shown in lists.
enum class Subject { kShown, kHidden };
Json document_json(const DocumentId& id, const Label& label,
                   const archive::Record& record, Subject subject);

// "582/QĐ-UBND, 2020-03-05, Quyết định: về việc …", as far as it is known.
std::string document_title(const archive::Record& record, Subject subject);

// "mat (Mật)", with compartments.
std::string label_words(const Label& label);

std::string page_count_words(int pages);

// A day as typed, YYYY-MM-DD; kUsage.
Result<Date> parse_day(const std::string& text);

// A document's id as typed. What is no id names no document: kNotFound.
Result<DocumentId> parse_id(const std::string& text);

}  // namespace tangthu::cli
