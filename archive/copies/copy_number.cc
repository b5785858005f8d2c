#include "archive/copies/copy_number.h"

#include <optional>

namespace tangthu::archive {
namespace {

constexpr const char* kKind = "copy-counter";
constexpr const char* kEvent = "copy-number";
constexpr int kTries = 8;

// Where several were made, the one of the lowest id counts.
Result<std::optional<Entry>> find_counter(vault::Session& session,
                                          const vault::Look& look, const Label& label,
                                          int year) {
  std::optional<Entry> found;
  const auto take = [&](Entry&& entry) -> Result<void> {
    if (entry.label != label || entry.content.value("year", 0) != year) return {};
    if (!found || entry.id < found->id) found = std::move(entry);
    return {};
  };
  const std::size_t damaged = TRY(visit_entries(session, look, kKind, take));
  if (damaged > 0) {
    return fail(ErrorCode::kCorrupt, "the numbering of copies is damaged",
                "run 'tangthu verify' to see what is affected, then restore from a "
                "backup");
  }
  return found;
}

Result<bool> is_there(vault::Session& session, const vault::Look& look,
                      const DocumentId& id) {
  const auto entry = read_entry(session, look, id);
  if (entry) return true;
  if (entry.error().code() == ErrorCode::kNotFound) return false;
  return Failure(entry.error());
}

// A pending number goes to nobody but the entry that it was put down for, if that came.
Result<int> next_number(vault::Session& session, const vault::Look& look,
                        const Json& counter) {
  const int next = counter.value("next", 1);
  const auto pending = counter.find("pending");
  if (pending == counter.end() || !pending->is_object()) return next;
  const auto id = DocumentId::parse(pending->value("id", ""));
  if (!id || TRY(is_there(session, look, *id))) return next;
  return pending->value("number", next);
}

}  // namespace

Result<int> reserve_copy_number(vault::Session& session, const vault::Look& look,
                                const Label& label, int year, const DocumentId& id) {
  for (int tries = 0; tries < kTries; ++tries) {
    auto counter = TRY(find_counter(session, look, label, year));
    if (!counter) {
      const Json content = {{"kind", kKind}, {"year", year}, {"next", 1}};
      TRY(add_entry(session, label, content, kEvent, Json::object(), vault::Duty::kRead));
      continue;
    }
    const int number = TRY(next_number(session, look, counter->content));
    counter->content["next"] = number + 1;
    counter->content["pending"] = {{"number", number}, {"id", id.to_string()}};
    const auto kept =
        change_entry(session, *counter, kEvent, Json::object(), vault::Duty::kRead);
    if (kept) return number;
    if (kept.error().code() != ErrorCode::kSealedOrBusy) return Failure(kept.error());
  }
  return fail(ErrorCode::kSealedOrBusy, "others are making copies at the same time",
              "try again in a moment");
}

}  // namespace tangthu::archive
