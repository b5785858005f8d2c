#include "cli/index_words.h"

#include "archive/index_work.h"
#include "cli/document_words.h"
#include "cli/message.h"

namespace tangthu::cli {

void merge_if_due(const Context& context, vault::Session* session) {
  if (session == nullptr) return;  // a station
  if (session->vault().access() != vault::Access::kWrite) return;
  if (!vault::allows(session->user().roles, vault::Duty::kIndex)) return;
  const auto merged = archive::merge_index(*session, archive::MergeWhen::kDue);
  if (!merged) context.error("search index", merged.error());
}

void warn_of_incomplete(const Context& context, const std::vector<Label>& labels) {
  for (const Label& label : labels) {
    context.message(label_words(label) + ": " +
                    tr("the search index is incomplete, documents may be missing here; "
                       "run 'tangthu reindex'"));
  }
}

}  // namespace tangthu::cli
