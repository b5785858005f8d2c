#include "vault/barrier.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kBarrierDomain = "tangthu barrier v2";
constexpr std::string_view kPartitionDomain = "tangthu partition v1";
constexpr std::string_view kRecordKeyDomain = "tangthu record key v1";
constexpr std::size_t kScanPage = 256;

constexpr std::size_t kSealedHead = 1 + 4;  // form, epoch

Bytes associated_data(std::uint32_t epoch, const PartitionName& partition,
                      std::string_view key) {
  ByteWriter out;
  out.raw(as_bytes(kBarrierDomain));
  out.integer(epoch);
  out.raw(partition);
  out.sized(key);
  return out.take();
}

Failure damaged() {
  return fail(ErrorCode::kCorrupt, "a record of the vault was changed or moved",
              "run 'tangthu verify' to see what is affected, then restore from a backup");
}

}  // namespace

PartitionName Barrier::blind(std::string_view partition) const {
  return keyed_hash_16(blinding_key_.reveal(),
                       {as_bytes(kPartitionDomain), as_bytes(partition)});
}

Hash32 Barrier::keyed_hash(std::initializer_list<ByteView> parts) const {
  Hash32 out{};
  keyed_hash_32_into(blinding_key_.reveal(), parts, out);
  return out;
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
  const auto& [epoch, barrier_key] = *keys_.rbegin();
  out.integer(static_cast<std::uint8_t>(RecordForm::kSealed));
  out.integer(epoch);
  out.raw(xseal(barrier_key.reveal(), value, associated_data(epoch, partition, key)));
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
  // Never by the form that the stored byte claims: anybody can write a public record.
  const auto epoch = epoch_of(stored);
  if (!epoch) return damaged();
  const auto barrier_key = keys_.find(*epoch);
  if (barrier_key == keys_.end()) return damaged();
  auto value = xopen(barrier_key->second.reveal(), stored.subspan(kSealedHead),
                     associated_data(*epoch, partition, key));
  if (!value) return damaged();
  return std::move(*value);
}

std::optional<std::uint32_t> Barrier::epoch_of(ByteView stored) {
  ByteReader in(stored);
  const auto form = in.integer<std::uint8_t>();
  const auto epoch = in.integer<std::uint32_t>();
  if (in.failed() || form != static_cast<std::uint8_t>(RecordForm::kSealed)) {
    return std::nullopt;
  }
  return epoch;
}

Result<std::optional<Bytes>> Barrier::get(const PartitionName& partition,
                                          std::string_view key) {
  const auto stored = TRY(store_.get(partition, key));
  if (!stored) return std::optional<Bytes>();
  return std::optional<Bytes>(TRY(open(partition, key, *stored)));
}

Result<std::optional<Bytes>> Barrier::get_public(const PartitionName& partition,
                                                 std::string_view key) {
  auto stored = TRY(store_.get(partition, key));
  if (!stored) return std::optional<Bytes>();
  if (stored->empty() ||
      stored->front() != static_cast<std::uint8_t>(RecordForm::kPublic)) {
    return damaged();
  }
  stored->erase(stored->begin());
  return stored;
}

Result<std::vector<Record>> Barrier::scan(const PartitionName& partition,
                                          std::string_view prefix) {
  std::vector<Record> out;
  TRY(visit(partition, prefix, [&out](Record&& record) -> Result<void> {
    out.push_back(std::move(record));
    return {};
  }));
  return out;
}

Result<void> Barrier::visit(const PartitionName& partition, std::string_view prefix,
                            const std::function<Result<void>(Record&&)>& see) {
  std::string after;
  while (true) {
    std::vector<Record> page = TRY(store_.scan(partition, prefix, after, kScanPage));
    if (page.empty()) return {};
    const bool last = page.size() < kScanPage;
    after = page.back().key;
    for (Record& record : page) {
      record.value = TRY(open(partition, record.key, record.value));
      TRY(see(std::move(record)));
    }
    if (last) return {};
  }
}

}  // namespace tangthu::vault
