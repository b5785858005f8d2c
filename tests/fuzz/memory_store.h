// A store in memory, so that a fuzz target puts any bytes where a vault reads them.
// Thread rule: one thread.
#pragma once

#include <algorithm>
#include <map>

#include "vault/store.h"

namespace tangthu::fuzz {

class MemoryStore final : public vault::Store {
 public:
  using Name = vault::PartitionName;

  Result<vault::CommitOutcome> commit(const Name& partition, const vault::Batch& batch,
                                      vault::Durability /*durability*/) override {
    Records& records = partitions_[partition].records;
    for (const vault::Condition& condition : batch.conditions) {
      const auto at = records.find(condition.key);
      const bool holds = condition.kind == vault::Condition::Kind::kAbsent
                             ? at == records.end()
                             : at != records.end() && at->second == condition.value;
      if (!holds) return vault::CommitOutcome::kConflict;
    }
    for (const vault::Record& put : batch.puts)
      records[put.key] = put.value;
    for (const std::string& key : batch.deletes)
      records.erase(key);
    return vault::CommitOutcome::kDone;
  }
  // Records are altered behind its back: never the same.
  std::uint64_t changes(const Name& /*partition*/) const override { return ++changes_; }
  Result<void> sync() override { return {}; }
  Result<std::optional<Bytes>> get(const Name& partition, std::string_view key) override {
    const Records& records = partitions_[partition].records;
    const auto at = records.find(std::string(key));
    if (at == records.end()) return std::optional<Bytes>();
    return std::optional(at->second);
  }
  Result<std::vector<vault::Record>> scan(const Name& partition, std::string_view prefix,
                                          std::string_view after,
                                          std::size_t limit) override {
    const Records& records = partitions_[partition].records;
    std::vector<vault::Record> out;
    for (auto at = records.lower_bound(std::string(prefix));
         at != records.end() && at->first.starts_with(prefix) && out.size() < limit;
         ++at) {
      if (at->first > after) out.push_back({at->first, at->second});
    }
    return out;
  }
  Result<std::vector<std::string>> keys(const Name& partition,
                                        std::string_view prefix) override {
    std::vector<std::string> out;
    const auto records = scan(partition, prefix, {}, SIZE_MAX);
    for (const vault::Record& record : *records)
      out.push_back(record.key);
    return out;
  }
  Result<void> settle(const Name& /*partition*/, std::string_view /*prefix*/) override {
    return {};
  }
  Result<void> put_piece(const Name& partition, std::uint32_t body, std::uint32_t piece,
                         ByteView bytes) override {
    Bytes& all = partitions_[partition].bodies[body];
    all.resize(std::max(all.size(), piece * vault::kPieceSize + bytes.size()));
    std::ranges::copy(
        bytes, all.begin() + static_cast<std::ptrdiff_t>(piece * vault::kPieceSize));
    return {};
  }
  Result<Bytes> read_body(const Name& partition, std::uint32_t body, std::uint64_t offset,
                          std::uint64_t length) override {
    const Bytes& all = partitions_[partition].bodies[body];
    const std::size_t from = std::min<std::uint64_t>(offset, all.size());
    const std::size_t size = std::min<std::uint64_t>(length, all.size() - from);
    return to_bytes(ByteView(all).subspan(from, size));
  }
  Result<void> drop_body(const Name& partition, std::uint32_t body) override {
    partitions_[partition].bodies.erase(body);
    return {};
  }
  Result<void> drop(const Name& partition) override {
    partitions_.erase(partition);
    return {};
  }
  Result<std::vector<Name>> list() override {
    std::vector<Name> out;
    for (const auto& [name, content] : partitions_)
      out.push_back(name);
    return out;
  }

  // What is stored here, as it lies: for a target to alter.
  Bytes& record(const Name& partition, const std::string& key) {
    return partitions_[partition].records[key];
  }
  Bytes& body(const Name& partition, std::uint32_t body) {
    return partitions_[partition].bodies[body];
  }

 private:
  using Records = std::map<std::string, Bytes>;
  struct Partition {
    Records records;
    std::map<std::uint32_t, Bytes> bodies;
  };
  std::map<Name, Partition> partitions_;
  mutable std::uint64_t changes_ = 0;
};

}  // namespace tangthu::fuzz
