#include "archive/opened_hits.h"

#include "archive/retrieve.h"
#include "base/secret.h"

namespace tangthu::archive {
namespace {

void wipe_text(std::string& text) {
  wipe(text.data(), text.size());
}

void wipe_texts(Json& json) {
  if (json.is_string()) return wipe_text(json.get_ref<std::string&>());
  if (!json.is_structured()) return;
  for (Json& each : json)
    wipe_texts(each);
}

// What a text of so many bytes takes in memory as a record: names, numbers, places.
constexpr std::size_t kRecordShare = 4;

}  // namespace

OpenedHit::~OpenedHit() {
  wipe_text(record.file);
  for (Json* part : {&record.fields, &record.stamps, &record.described, &record.acts})
    wipe_texts(*part);
}

OpenedHits::Index OpenedHits::add_index() {
  const std::lock_guard lock(mutex_);
  return indexes_++;
}

void OpenedHits::drop_index(Index index) {
  const std::lock_guard lock(mutex_);
  const auto begin = where_.lower_bound({index, DocumentId(), 0});
  for (auto at = begin; at != where_.end() && std::get<Index>(at->first) == index;)
    drop((at++)->second);
}

// Leaves no iterator to it valid.
void OpenedHits::drop(Entries::iterator entry) {
  bytes_ -= entry->bytes;
  where_.erase(entry->place);
  used_.erase(entry);
}

std::shared_ptr<const OpenedHit> OpenedHits::find(const Place& place,
                                                  std::uint64_t changes) {
  const std::lock_guard lock(mutex_);
  const auto at = where_.find(place);
  if (at == where_.end()) return nullptr;
  if (at->second->changes != changes) {
    drop(at->second);
    return nullptr;
  }
  used_.splice(used_.begin(), used_, at->second);
  return at->second->hit;
}

void OpenedHits::keep(const Place& place, std::uint64_t changes,
                      std::shared_ptr<const OpenedHit> hit, std::size_t bytes) {
  if (bytes > most_bytes_) return;
  const std::lock_guard lock(mutex_);
  if (const auto at = where_.find(place); at != where_.end()) drop(at->second);
  used_.push_front({place, changes, std::move(hit), bytes});
  where_[place] = used_.begin();
  bytes_ += bytes;
  while (bytes_ > most_bytes_)
    drop(std::prev(used_.end()));
}

std::size_t OpenedHits::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

Result<std::shared_ptr<const OpenedHit>> HitShelf::open(vault::Session& session,
                                                        const vault::Look& look,
                                                        const Label& label,
                                                        const DocumentId& id, int page) {
  TRY(session.require(vault::Duty::kRead));
  vault::Vault& vault = session.vault();
  const auto partition = vault::document_partition(vault.barrier(), id);
  // Before anything is read: what changes meanwhile makes it useless.
  const std::uint64_t changes = vault.store().changes(partition);
  const OpenedHits::Place place{index_, id, page};
  if (auto hit = hits_->find(place, changes)) return hit;
  const auto reader = TRY(session.open_document(look, id));
  const Bytes stored = TRY(reader.read({vault::ObjectKind::kRecord, 1}));
  std::string text = page > 0 ? TRY(page_text(reader, page)) : std::string();
  auto hit = std::make_shared<const OpenedHit>(TRY(Record::decode(stored)), text);
  wipe_text(text);
  const std::size_t bytes =
      sizeof(OpenedHit) + kRecordShare * stored.size() + hit->text.bytes();
  // One that has moved, or that only this reader may see, is for nobody else.
  const auto held = TRY(session.held());
  if (reader.label() == label &&
      held->find(label, reader.envelope().label_epoch) != nullptr)
    hits_->keep(place, changes, hit, bytes);
  return hit;
}

}  // namespace tangthu::archive
