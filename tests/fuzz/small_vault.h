// The inner rooms of a vault over a store in memory: one user, who may read everything,
// and one document under one label. What a fuzz target alters it puts back.
#pragma once

#include "base/id.h"
#include "tests/fuzz/memory_store.h"
#include "tests/fuzz/scratch_folder.h"
#include "vault/document_writer.h"
#include "vault/wrap.h"

namespace tangthu::fuzz {

class SmallVault {
 public:
  SmallVault() {
    namespace fs = std::filesystem;
    must(vault::AuditLog::create(vault::log_folder(folder())).has_value());
    log = vault::AuditLog::open(vault::log_folder(folder()),
                                vault::AuditLog::Access::kAppend)
              .value();
    journal.emplace(folder(), *log, store, records, header, signing_key, shred);
    must(directory.add_user("lan", login, vault::Roles::all()).has_value());
    const vault::User user = directory.user_named("lan").value();
    must(directory.grant(user, {Level::kTuyetMat, {}, true}, vault::HeldLabels())
             .has_value());
    label = directory.label_for_writing({Level::kMat, {"nhan-su"}}).value();
    lan.emplace(directory.log_in(login).value());
    must(directory.grant_audit(lan->first, audit.private_key).has_value());
    held = directory.unlock_labels(lan->first, lan->second.private_key).value();
    auto writer =
        vault::DocumentWriter::begin(context, *journal, label, signing_key, "lan");
    must(writer->add({vault::ObjectKind::kText, 1}, as_bytes(kText)).has_value());
    must(writer->add_label_record(vault::LabelRecordKind::kCatalogue, as_bytes(kEntry))
             .has_value());
    must(writer->commit().has_value());
    document = writer->id();
    checkpoint = journal->sign().value();
  }
  SmallVault(const SmallVault&) = delete;
  SmallVault& operator=(const SmallVault&) = delete;

  static constexpr std::string_view kText = "Kính gửi: Văn phòng";
  static constexpr std::string_view kEntry = "mục lục";

  const std::filesystem::path& folder() const { return scratch_.path(); }
  vault::PartitionName system() const { return barrier.blind("system"); }
  // A record with this plaintext, as somebody who has the barrier's key would put it.
  void put(const vault::PartitionName& partition, const std::string& key,
           ByteView value) {
    store.record(partition, key) = barrier.sealed(partition, key, value).value;
  }
  Bytes plain(const vault::PartitionName& partition, const std::string& key) {
    return barrier.get(partition, key).value().value();
  }

 private:
  static vault::VaultHeader make_header(const vault::SigningKey& signing,
                                        const vault::KeyPair& audit,
                                        const vault::KeyPair& recovery) {
    vault::VaultHeader out{};
    out.profile = vault::Profile::kAgency;
    out.id = fixed_bytes<16>(1);
    out.verify_key = vault::verify_key_of(signing);
    out.audit_key = audit.public_key;
    out.recovery_key = recovery.public_key;
    out.cost = vault::kLeastSlowHashCost;
    return out;
  }
  static vault::Barrier::Keys make_keys() {
    vault::Barrier::Keys out;
    out.emplace(1, vault::BarrierKey::copy_of(fixed_bytes<32>(2)));
    return out;
  }

  ScratchFolder scratch_;

 public:
  MemoryStore store;
  vault::Barrier::Keys barrier_keys = make_keys();
  vault::BlindingKey blinding_key = vault::BlindingKey::copy_of(fixed_bytes<32>(3));
  vault::SigningKey signing_key = vault::signing_key_from_seed(fixed_bytes<32>(4));
  vault::KeyPair audit = vault::make_key_pair();
  vault::KeyPair recovery = vault::make_key_pair();
  vault::VaultHeader header = make_header(signing_key, audit, recovery);
  vault::ShredTree shred = vault::ShredTree::random();
  vault::Barrier barrier{store, barrier_keys, blinding_key};
  vault::SystemRecords records{barrier};
  vault::Directory directory{barrier, records, shred, header};
  vault::DocumentContext context{barrier, records, shred, header, signing_key};
  vault::PassphraseKeys login{fixed_bytes<16>(5),
                              {},
                              fixed_bytes<16>(6),
                              vault::LoginKey::copy_of(fixed_bytes<32>(7))};
  std::unique_ptr<vault::AuditLog> log;
  std::optional<vault::Journal> journal;
  std::optional<std::pair<vault::User, vault::UserKeys>> lan;
  vault::LabelKey label;
  vault::HeldLabels held;
  DocumentId document;
  vault::SignedCheckpoint checkpoint;
};

}  // namespace tangthu::fuzz
