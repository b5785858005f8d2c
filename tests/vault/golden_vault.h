// A vault to be attacked: two documents, two levels, a clearance taken back and a
// document moved, so that every kind of record is there.
#pragma once

#include <map>

#include "tests/vault/open_vault.h"
#include "vault/durable_file.h"
#include "vault/roles.h"

namespace tangthu::vault {

struct RawRecord {
  PartitionName partition;
  std::string key;
  Bytes value;
};

class GoldenVaultTest : public OpenVaultTest {
 protected:
  void SetUp() override {
    OpenVaultTest::SetUp();
    if (HasFatalFailure()) return;
    low_ = store(kLow, kLowText);
    high_ = store(kHigh, kHighText);
    add_user("mai", {Level::kMat, {"nhan-su"}});
    ASSERT_TRUE(session().revoke("mai", Clearance{Level::kMat, {"nhan-su"}}));
    grant("mai", {Level::kThuong, {}});
    reopen();
  }

  // Everything that lies in the store as a record.
  std::vector<RawRecord> raw_records() const {
    std::vector<RawRecord> out;
    const auto partitions = vault().store().list();
    EXPECT_TRUE(partitions);
    for (const PartitionName& partition : partitions.value()) {
      EXPECT_TRUE(vault().store().visit_partition(partition, [&](const RawEntry& entry) {
        if (!entry.is_body)
          out.push_back({entry.partition, entry.record_key, to_bytes(entry.content)});
        return true;
      }));
    }
    return out;
  }
  Bytes raw(const PartitionName& partition, std::string_view key) const {
    return vault().store().get(partition, key).value().value();
  }
  // As whoever can write the store does: its checks have no key and are made anew.
  void put_raw(const PartitionName& partition, std::string key, Bytes value) const {
    Batch batch;
    batch.puts.push_back({std::move(key), std::move(value)});
    ASSERT_EQ(vault().store().commit(partition, batch, Durability::kSynced).value(),
              CommitOutcome::kDone);
  }
  void delete_raw(const PartitionName& partition, std::string key) const {
    Batch batch;
    batch.deletes.push_back(std::move(key));
    ASSERT_TRUE(vault().store().commit(partition, batch, Durability::kSynced));
  }
  PartitionName partition_of(const DocumentId& id) const {
    return document_partition(vault().barrier(), id);
  }
  PartitionName system() const { return vault().barrier().blind("system"); }

  static inline const Label kLow{Level::kThuong, {}};
  static inline const Label kHigh{Level::kMat, {"nhan-su"}};
  static inline const std::string kLowText = "thông báo nghỉ lễ";
  static inline const std::string kHighText = "danh sách cán bộ";
  DocumentId low_ = DocumentId::random();
  DocumentId high_ = DocumentId::random();
};

inline constexpr std::uint8_t kFlips[] = {1, 0x80};

// Calls `check` for the bytes with each byte changed, and for every shorter beginning.
template <typename Check>
void mutilate(const Bytes& good, Check check) {
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const std::uint8_t bits : kFlips) {
      Bytes changed = good;
      changed[at] ^= bits;
      check(changed);
      if (testing::Test::HasFailure()) {
        ADD_FAILURE() << "byte " << at << " of " << good.size();
        return;
      }
    }
  }
  for (std::size_t size = 0; size < good.size(); ++size) {
    check(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)));
    if (testing::Test::HasFailure()) {
      ADD_FAILURE() << "cut to " << size << " of " << good.size();
      return;
    }
  }
  Bytes longer = good;
  longer.push_back(0);
  check(longer);
}

}  // namespace tangthu::vault
