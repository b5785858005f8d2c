#include "vault/barrier.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kBarrierDomain = "tangthu barrier v1";
constexpr std::string_view kPartitionDomain = "tangthu partition v1";
constexpr std::string_view kRecordKeyDomain = "tangthu record key v1";
constexpr std::size_t kScanPage = 256;

Bytes associated_data(const PartitionName& partition, std::string_view key) {
  ByteWriter out;
  out.raw(as_bytes(kBarrierDomain));
  out.raw(partition);
  out.sized(key);
  return out.take();
}

Failure damaged() {
  return fail(ErrorCode::kCorrupt, "a record of the vault was changed or moved",
              "run 'tangthu verify' to see what is affected, then restore from a backup");
}

}  // namespace

Barrier::Barrier(Store& store, BarrierKey barrier_key, BlindingKey blinding_key)
    : store_(store),
      barrier_key_(std::move(barrier_key)),
      blinding_key_(std::move(blinding_key)) {}

PartitionName Barrier::blind(std::string_view partition) const {
  return keyed_hash_16(blinding_key_.reveal(),
                       {as_bytes(kPartitionDomain), as_bytes(partition)});
}

std::string Barrier::blind_key(std::string_view prefix, ByteView name) const {
  ByteWriter sized_prefix;
  sized_prefix.sized(prefix);
  const Hash16 hash = keyed_hash_16(
      blinding_key_.reveal(), {as_bytes(kRecordKeyDomain), sized_prefix.view(), name});
  return std::string(prefix) + std::string(as_text(hash));
}

Record Barrier::sealed(const PartitionName& partition, std::string key,
                       ByteView value) const {
  ByteWriter out;
  out.integer(static_cast<std::uint8_t>(RecordForm::kSealed));
  out.raw(xseal(barrier_key_.reveal(), value, associated_data(partition, key)));
  return {std::move(key), out.take()};
}

Record Barrier::open_to_all(std::string key, ByteView value) {
  ByteWriter out;
  out.integer(static_cast<std::uint8_t>(RecordForm::kPublic));
  out.raw(value);
  return {std::move(key), out.take()};
}

Result<Bytes> Barrier::open(const PartitionName& partition, std::string_view key,
                            ByteView stored) const {
  if (stored.empty()) return damaged();
  const ByteView content = stored.subspan(1);
  switch (static_cast<RecordForm>(stored.front())) {
    case RecordForm::kPublic:
      return to_bytes(content);
    case RecordForm::kSealed: {
      auto value = xopen(barrier_key_.reveal(), content, associated_data(partition, key));
      if (!value) return damaged();
      return std::move(*value);
    }
  }
  return damaged();
}

Result<std::optional<Bytes>> Barrier::get(const PartitionName& partition,
                                          std::string_view key) {
  const auto stored = TRY(store_.get(partition, key));
  if (!stored) return std::optional<Bytes>();
  return std::optional<Bytes>(TRY(open(partition, key, *stored)));
}

Result<std::vector<Record>> Barrier::scan(const PartitionName& partition,
                                          std::string_view prefix) {
  std::vector<Record> out;
  std::string after;
  while (true) {
    std::vector<Record> page = TRY(store_.scan(partition, prefix, after, kScanPage));
    const bool last = page.size() < kScanPage;
    if (!page.empty()) after = page.back().key;
    for (Record& record : page) {
      record.value = TRY(open(partition, record.key, record.value));
      out.push_back(std::move(record));
    }
    if (last) return out;
  }
}

}  // namespace tangthu::vault
