#include <algorithm>
#include <map>

#include "archive/books/register_json.h"
#include "vault/acceptance.h"

namespace tangthu::archive {
namespace {

// Rows whose numbers are reserved together.
constexpr std::size_t kMostReserved = 500;
constexpr int kMostTries = 5;

struct KeptCounter {
  std::optional<Entry> entry;  // nothing yet for a new register
  RegisterCounter counter;
};

Label counter_label(Series series) {
  return {series == Series::kThuong ? Level::kThuong : Level::kMat, {}};
}

Result<KeptCounter> find_counter(vault::Session& session, const vault::Look& look,
                                 const RegisterName& name) {
  KeptCounter out;
  out.counter.name = name;
  std::size_t found = 0;
  TRY(visit_entries(session, look, kCounterKind, [&](Entry&& entry) -> Result<void> {
    auto counter = counter_of(entry);
    if (!counter || counter->name != name) return {};
    out.counter = std::move(*counter);
    out.entry = std::move(entry);
    ++found;
    return {};
  }));
  if (found <= 1) return out;
  return fail(ErrorCode::kCorrupt, "a register has two counters",
              "restore the vault from a backup, or report it",
              std::string(book_code(name.book)) + " " + std::to_string(name.year));
}

Result<void> keep(vault::Session& session, KeptCounter& kept) {
  const Json content = counter_json(kept.counter);
  const Json details = {{"book", book_code(kept.counter.name.book)},
                        {"year", kept.counter.name.year},
                        {"series", series_code(kept.counter.name.series)}};
  if (!kept.entry) {
    TRY(add_entry(session, counter_label(kept.counter.name.series), content,
                  "register-open", details));
    return {};
  }
  kept.entry->content = content;
  return change_entry(session, *kept.entry, "register-number", details);
}

// Numbers of rows that never arrived first, then new ones.
Result<std::vector<int>> take_ordinals(vault::Session& session, RegisterCounter& counter,
                                       std::size_t count) {
  std::vector<int> out;
  for (const Pending& each : counter.pending) {
    if (TRY(vault::find_receipt(session.vault().barrier(), each.id))) continue;
    out.push_back(each.ordinal);
  }
  std::ranges::sort(out);
  counter.pending.clear();
  while (out.size() < count)
    out.push_back(counter.next++);
  return out;
}

// Reserves an ordinal for each of `ids`. Those that are free beyond `ids` stay reserved
// for the rows that never came.
Result<std::vector<int>> reserve(vault::Session& session, const vault::Look& look,
                                 const RegisterName& name,
                                 const std::vector<DocumentId>& ids) {
  for (int tries = 1;; ++tries) {
    KeptCounter kept = TRY(find_counter(session, look, name));
    std::map<int, DocumentId> before;
    for (const Pending& each : kept.counter.pending)
      before.emplace(each.ordinal, each.id);
    std::vector<int> ordinals = TRY(take_ordinals(session, kept.counter, ids.size()));
    for (std::size_t i = 0; i < ordinals.size(); ++i) {
      kept.counter.pending.push_back(
          {ordinals[i], i < ids.size() ? ids[i] : before.at(ordinals[i])});
    }
    ordinals.resize(ids.size());
    const auto done = keep(session, kept);
    if (done) return ordinals;
    if (done.error().code() != ErrorCode::kSealedOrBusy || tries == kMostTries)
      return Failure(done.error());
  }
}

Result<void> enter_some(vault::Session& session, const vault::Look& look,
                        const std::vector<const NewRow*>& rows,
                        const std::function<void(const RegisterRow&)>& written) {
  std::vector<NewEntry> entries;
  std::vector<DocumentId> ids;
  for (const NewRow* row : rows) {
    entries.push_back(TRY(NewEntry::begin(session, row->label)));
    ids.push_back(entries.back().id());
  }
  const RegisterName& name = rows.front()->name;
  const std::vector<int> ordinals = TRY(reserve(session, look, name, ids));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const RegisterRow row{
        ids[i],         rows[i]->label,      name,      ordinals[i], rows[i]->document,
        rows[i]->cells, session.user().name, now_utc(), {}};
    TRY(entries[i].commit(row_json(row), "register-enter",
                          {{"document", row.document.to_string()},
                           {"book", book_code(name.book)},
                           {"ordinal", row.ordinal}},
                          vault::LabelRecordKind::kRow));
    written(row);
  }
  return {};
}

}  // namespace

Result<void> enter_rows(vault::Session& session, const vault::Look& look,
                        const std::vector<NewRow>& rows,
                        const std::function<void(const RegisterRow&)>& written) {
  std::map<RegisterName, std::vector<const NewRow*>> by_register;
  for (const NewRow& row : rows)
    by_register[row.name].push_back(&row);
  for (const auto& [name, all] : by_register) {
    for (std::size_t from = 0; from < all.size(); from += kMostReserved) {
      const auto begin = all.begin() + static_cast<std::ptrdiff_t>(from);
      const auto end = all.begin() + static_cast<std::ptrdiff_t>(
                                         std::min(all.size(), from + kMostReserved));
      TRY(enter_some(session, look, {begin, end}, written));
    }
  }
  return {};
}

}  // namespace tangthu::archive
