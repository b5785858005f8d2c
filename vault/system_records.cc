#include "vault/system_records.h"

#include <algorithm>

#include "vault/damage.h"

namespace tangthu::vault {
namespace {

constexpr const char* kAnchorKey = "anchor";
constexpr std::string_view kVersionPrefix = "version/";
constexpr std::string_view kGuarded[] = {"user/",    "label/",      "station/",
                                         "request/", "puncture/",   "index/",
                                         "reading/", kVersionPrefix};
constexpr std::size_t kPage = 1000;

Bytes encode(const Anchor& anchor) {
  ByteWriter out;
  out.integer(anchor.generation);
  out.integer(anchor.log.size);
  out.raw(anchor.log.root);
  out.integer(anchor.punctures);
  out.raw(anchor.records.bytes());
  return out.take();
}

Result<Anchor> decode(ByteView bytes) {
  ByteReader in(bytes);
  Anchor out;
  out.generation = in.integer<std::uint64_t>();
  out.log.size = in.integer<std::uint64_t>();
  out.log.root = in.fixed<32>();
  out.punctures = in.integer<std::uint64_t>();
  out.records = SetDigest::from(in.fixed<32>());
  if (!in.complete()) return damaged_record();
  return out;
}

}  // namespace

SetDigest SetDigest::from(const Hash32& bytes) {
  SetDigest out;
  ByteReader in(bytes);
  for (std::uint64_t& limb : out.limbs_)
    limb = in.integer<std::uint64_t>();
  return out;
}

Hash32 SetDigest::bytes() const {
  ByteWriter out;
  for (const std::uint64_t limb : limbs_)
    out.integer(limb);
  Hash32 bytes{};
  std::ranges::copy(out.view(), bytes.begin());
  return bytes;
}

void SetDigest::add(const Hash32& mark) {
  const SetDigest other = from(mark);
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < limbs_.size(); ++i) {
    const std::uint64_t sum = limbs_[i] + other.limbs_[i];
    const std::uint64_t whole = sum + carry;
    carry = static_cast<std::uint64_t>(sum < limbs_[i] || whole < sum);
    limbs_[i] = whole;
  }
}

void SetDigest::remove(const Hash32& mark) {
  const SetDigest other = from(mark);
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < limbs_.size(); ++i) {
    const std::uint64_t difference = limbs_[i] - other.limbs_[i];
    const std::uint64_t whole = difference - borrow;
    borrow =
        static_cast<std::uint64_t>(limbs_[i] < other.limbs_[i] || difference < borrow);
    limbs_[i] = whole;
  }
}

SystemRecords::SystemRecords(Barrier& barrier)
    : barrier_(barrier), system_(barrier.blind("system")) {}

bool SystemRecords::is_guarded(std::string_view key) {
  return std::ranges::any_of(
      kGuarded, [&](std::string_view prefix) { return key.starts_with(prefix); });
}

Hash32 SystemRecords::mark(std::string_view key, ByteView stored) const {
  ByteWriter head;
  head.sized(key);
  return barrier_.keyed_hash({as_bytes("tangthu record mark v1"), head.view(), stored});
}

Anchor SystemRecords::anchor() const {
  const std::lock_guard lock(lock_);
  return anchor_;
}

void SystemRecords::raise_generation(std::uint64_t generation) {
  const std::lock_guard lock(lock_);
  anchor_.generation = std::max(anchor_.generation, generation);
}

Result<void> SystemRecords::load() {
  const std::lock_guard lock(lock_);
  const auto value = TRY(barrier_.get(system_, kAnchorKey));
  if (!value) return damaged_record();  // every vault has one from its first day
  anchor_ = TRY(decode(*value));
  SetDigest found;
  versions_.clear();
  for (const std::string_view prefix : kGuarded) {
    std::string after;
    while (true) {
      Batch page;
      page.puts = TRY(barrier_.store().scan(system_, prefix, after, kPage));
      for (const Record& record : page.puts)
        found.add(mark(record.key, record.value));
      TRY(note_versions(page));
      if (page.puts.size() < kPage) break;
      after = page.puts.back().key;
    }
  }
  if (found != anchor_.records) return damaged_record();
  return {};
}

Result<void> SystemRecords::note_versions(const Batch& batch) {
  for (const std::string& key : batch.deletes)
    versions_.erase(key);
  for (const Record& put : batch.puts) {
    if (!put.key.starts_with(kVersionPrefix)) continue;
    const Bytes value = TRY(barrier_.open(system_, put.key, put.value));
    ByteReader in(value);
    const auto version = in.integer<std::uint32_t>();
    if (!in.complete()) return damaged_record();
    versions_[put.key] = version;
  }
  return {};
}

// As the store will be after the batch: what it deletes goes first.
Result<SetDigest> SystemRecords::digest_with(const Batch& batch) {
  SetDigest out = anchor_.records;
  std::map<std::string_view, std::optional<ByteView>> changed;
  const auto replace = [&](const std::string& key,
                           std::optional<ByteView> value) -> Result<void> {
    if (!is_guarded(key)) return {};
    if (const auto at = changed.find(key); at != changed.end()) {
      if (at->second) out.remove(mark(key, *at->second));
    } else if (const auto old = TRY(barrier_.store().get(system_, key))) {
      out.remove(mark(key, *old));
    }
    if (value) out.add(mark(key, *value));
    changed[key] = value;
    return {};
  };
  for (const std::string& key : batch.deletes)
    TRY(replace(key, std::nullopt));
  for (const Record& put : batch.puts)
    TRY(replace(put.key, ByteView(put.value)));
  return out;
}

Result<void> SystemRecords::commit_with(Batch batch, Anchor next) {
  next.records = TRY(digest_with(batch));
  batch.puts.push_back(barrier_.sealed(system_, kAnchorKey, encode(next)));
  const auto outcome =
      TRY(barrier_.store().commit(system_, batch, Durability::kBuffered));
  if (outcome == CommitOutcome::kConflict) {
    return fail(ErrorCode::kSealedOrBusy, "the vault was changed at the same time",
                "try again");
  }
  if (outcome != CommitOutcome::kDone) {
    return fail(ErrorCode::kStorage, "the store did not confirm a write",
                "look whether it was done before you try again");
  }
  anchor_ = next;
  return note_versions(batch);
}

Result<void> SystemRecords::commit(Batch batch) {
  const std::lock_guard lock(lock_);
  return commit_with(std::move(batch), anchor_);
}

Result<void> SystemRecords::commit(Batch batch, const TreeHead& log,
                                   std::uint64_t punctures) {
  const std::lock_guard lock(lock_);
  return commit_with(std::move(batch), {anchor_.generation + 1, log, punctures, {}});
}

std::string SystemRecords::version_key(const DocumentId& id) const {
  return barrier_.blind_key(kVersionPrefix, id.bytes());
}

std::uint32_t SystemRecords::least_version(const DocumentId& id) const {
  const std::string key = version_key(id);
  const std::lock_guard lock(lock_);
  const auto at = versions_.find(key);
  return at == versions_.end() ? 0 : at->second;
}

Record SystemRecords::version_record(const DocumentId& id, std::uint32_t version) const {
  ByteWriter value;
  value.integer(version);
  return barrier_.sealed(system_, version_key(id), value.view());
}

}  // namespace tangthu::vault
