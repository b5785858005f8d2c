#include "tests/crash/check.h"

#include "tests/crash/index.h"
#include "tests/crash/load.h"
#include "vault/backup.h"
#include "vault/manifest.h"
#include "vault/restore.h"
#include "vault/stored_index.h"

namespace tangthu::crash {
namespace {

using vault::LabelRecordKind;

class Comparison {
 public:
  Comparison(vault::Session& session, const Oracle& oracle)
      : session_(session), vault_(session.vault()), oracle_(oracle) {}

  Result<void> run(Settled settled) {
    TRY(compare_log());
    TRY(compare_users());
    compare_passphrases();
    const vault::Look look = TRY(session_.look("compare"));
    for (const auto& [id, document] : oracle_.documents)
      TRY(compare_document(look, id, document, settled));
    for (const DocumentId& id : oracle_.destroyed)
      compare_destroyed(id);
    TRY(compare_catalogue(look));
    if (settled == Settled::kAfter) TRY(look_for_leftovers());
    return {};
  }
  std::vector<std::string> take() { return std::move(found_); }

 private:
  void say(const std::string& what) { found_.push_back(what); }
  void want(bool holds, const std::string& what) {
    if (!holds) say(what);
  }
  // What must work.
  template <typename T>
  bool works(const Result<T>& result, const std::string& what) {
    if (!result) say(what + ": " + result.error().text());
    return result.has_value();
  }

  Result<void> compare_log() {
    vault::AuditLog& log = vault_.journal().log();
    works(log.must_extend(oracle_.log), "the log does not extend what it was");
    works(log.verify(), "the log does not verify");
    for (const auto& [index, id] : oracle_.looks)
      compare_entry(index, "get", id);
    return {};
  }

  void compare_entry(std::uint64_t index, const std::string& event,
                     const DocumentId& id) {
    const auto entry = session_.read_log(index);
    const std::string what = "entry " + std::to_string(index) + " of the log";
    if (!works(entry, what)) return;
    want(entry->statement.value("event", "") == event &&
             entry->statement.value("id", "") == id.to_string(),
         what + " is not what was acknowledged");
  }

  Result<void> compare_users() {
    std::set<std::string> names;
    for (const vault::User& user : TRY(vault_.directory().users())) {
      names.insert(user.name);
      want(user.roles.bits() != 0, user.name + " has no roles");
    }
    want(names == oracle_.users, "other users");
    const vault::User reader = TRY(vault_.directory().user_named(kReader));
    want(reader.clearances.empty() == !oracle_.reader_is_cleared, "other clearances");
    const auto session = vault_.log_in(kReader, passphrase_of(kReader, 0));
    if (!works(session, "the reader can't log in")) return {};
    const auto held = TRY((*session)->held());
    for (const vault::LabelKey& key : TRY(vault_.directory().all_label_keys())) {
      const bool cleared = oracle_.reader_is_cleared && kClearance.dominates(key.label);
      const bool has = held->find(key.label, key.epoch) != nullptr;
      want(cleared == has, "the reader " + std::string(has ? "holds " : "lacks ") +
                               key.label.to_string());
    }
    return {};
  }

  // The owner's last one opens, those before and after it do not.
  void compare_passphrases() {
    for (unsigned number = oracle_.passphrase - std::min(oracle_.passphrase, 1U);
         number <= oracle_.passphrase + 1; ++number) {
      const bool opens = vault_.log_in(kOwner, passphrase_of(kOwner, number)).has_value();
      want(opens == (number == oracle_.passphrase),
           "passphrase " + std::to_string(number) + (opens ? " opens" : " is refused"));
    }
  }

  Result<void> compare_document(const vault::Look& look, const DocumentId& id,
                                const Document& document, Settled settled) {
    const std::string name = id.to_string();
    const auto reader = session_.open_document(look, id);
    if (!works(reader, "lost document " + name)) return {};
    want(reader->label() == kLabels[document.label], "another label: " + name);
    const auto expected = document.objects();
    const auto objects = reader->objects();
    if (!works(objects, "objects of " + name)) return {};
    want(objects->size() == expected.size(), "number of objects: " + name);
    for (const Document::Object& object : expected) {
      const auto bytes = reader->read(object.name);
      if (!works(bytes, "object of " + name)) continue;
      want(*bytes == content_of(object.seed, object.size), "WRONG BYTES: " + name);
    }
    if (oracle_.all_newest) TRY(compare_epoch(*reader));
    if (settled == Settled::kAfter) TRY(compare_receipt(id, document));
    return {};
  }

  Result<void> compare_epoch(const vault::DocumentReader& reader) {
    const auto newest = TRY(vault_.directory().label_for_writing(reader.label()));
    want(reader.envelope().label_epoch == newest.epoch,
         "not wrapped to the newest epoch: " + reader.id().to_string());
    return {};
  }

  Result<void> compare_receipt(const DocumentId& id, const Document& document) {
    const auto receipt = TRY(vault::find_receipt(vault_.barrier(), id));
    want(receipt.has_value(), "no receipt: " + id.to_string());
    if (!receipt) return {};
    compare_entry(receipt->log_index, "accept", id);
    if (document.log_index) {
      want(receipt->log_index == *document.log_index,
           "another receipt: " + id.to_string());
    }
    return {};
  }

  void compare_destroyed(const DocumentId& id) {
    const auto envelope = vault::find_envelope(vault_.documents(), id);
    want(!envelope && envelope.error().code() == ErrorCode::kNotFound,
         "RESURRECTED: " + id.to_string());
    want(!vault_.documents().shred.holds(vault::shred_id(id)),
         "a leaf of what was destroyed: " + id.to_string());
  }

  Result<void> compare_catalogue(const vault::Look& look) {
    for (const auto kind : {LabelRecordKind::kCatalogue, LabelRecordKind::kPacket}) {
      std::set<DocumentId> seen;
      const auto damaged = session_.visit_label_records(
          look, kind,
          [&](const Label& label, vault::LabelRecord&& record) -> Result<void> {
            const auto at = oracle_.documents.find(record.document);
            const std::string name = record.document.to_string();
            want(seen.insert(record.document).second, "listed twice: " + name);
            const bool known = at != oracle_.documents.end();
            want(known, "listed, but unknown: " + name);
            if (!known) return {};
            want(kLabels[at->second.label] == label,
                 "listed under another label: " + name);
            want(record.content == at->second.catalogue(), "WRONG RECORD: " + name);
            return {};
          });
      if (works(damaged, "the catalogue")) want(*damaged == 0, "damaged label records");
      if (kind == LabelRecordKind::kPacket) TRY(compare_indexes(look, seen));
      want(seen.size() == oracle_.documents.size(), "documents that are not listed");
    }
    return {};
  }

  // What has no packet is a member in the version that it has.
  Result<void> compare_indexes(const vault::Look& look, std::set<DocumentId>& seen) {
    for (const Label& label : TRY(session_.readable_labels())) {
      TRY(compare_keys(label));
      for (const auto& [id, indexed] : TRY(read_index(session_, look, label))) {
        const auto envelope = vault::find_envelope(vault_.documents(), id);
        const std::string name = id.to_string();
        if (!works(envelope, "a member that is no document: " + name)) continue;
        want(envelope->label == label, "a member of another label: " + name);
        // A packet counts for it.
        if (envelope->version != indexed.version || seen.contains(id)) continue;
        const auto at = oracle_.documents.find(id);
        want(at != oracle_.documents.end() && at->second.catalogue() == indexed.content,
             "WRONG MEMBER: " + name);
        seen.insert(id);
      }
      want(TRY(session_.unindexed(label)).empty(), "documents that are not indexed");
    }
    return {};
  }

  Result<void> compare_keys(const Label& label) {
    const auto index = TRY(vault::read_label_index(vault_.documents(), label));
    want(!index.incomplete(), "an index is lost: " + label.to_string());
    const auto newest = TRY(vault_.directory().label_for_writing(label));
    for (const vault::SegmentEntry& entry : index.segments) {
      want(!oracle_.all_newest || entry.label_epoch == newest.epoch,
           "a segment that is not wrapped to the newest epoch");
    }
    return {};
  }

  // Whatever no document owns: partitions, records, bodies, intents.
  Result<void> look_for_leftovers() {
    vault::Barrier& barrier = vault_.barrier();
    want(TRY(vault::read_intents(barrier)).empty(), "an intent that was not settled");
    want(TRY(vault_.directory().to_puncture()).empty(), "an id that is not punctured");
    if (oracle_.one_barrier_key)
      want(vault_.keyring().barrier_keys.size() == 1, "an old barrier key");
    std::set<vault::PartitionName> expected{barrier.blind("system")};
    for (const Label& label : kLabels) {
      const auto partition = vault::label_partition(barrier, label);
      expected.insert(partition);
      std::size_t records = 0;
      for (const auto& [id, document] : oracle_.documents)
        records += kLabels[document.label] == label ? 1 : 0;
      const auto count = [&](const char* prefix) -> Result<std::size_t> {
        return TRY(barrier.scan(partition, prefix)).size();
      };
      std::size_t of_index = 0;
      const auto index = TRY(vault::read_label_index(vault_.documents(), label));
      for (const vault::SegmentEntry& entry : index.segments) {
        expected.insert(vault::segment_partition(barrier, entry.id));
        of_index += 1;  // none has more members than are in one chunk
      }
      for (const vault::RetiredSegment& retired : index.retired) {
        expected.insert(vault::segment_partition(barrier, retired.id));
        of_index += 1;
      }
      want(TRY(count("c/")) == records && TRY(count("p/")) <= records &&
               TRY(count("m/")) <= of_index && TRY(count("s/")) == 0,
           "records that no document owns: " + label.to_string());
      for (const vault::ShredId& id :
           TRY(vault::read_stored_index(vault_.documents(), label)).record.former) {
        want(!vault_.documents().shred.holds(id), "an index that is not punctured");
      }
    }
    for (const auto& [id, document] : oracle_.documents) {
      expected.insert(vault::document_partition(barrier, id));
      TRY(compare_bodies(id));
    }
    for (const vault::PartitionName& partition : TRY(vault_.store().list()))
      want(expected.contains(partition), "a partition that no document owns");
    return {};
  }

  Result<void> compare_bodies(const DocumentId& id) {
    const auto partition = vault::document_partition(vault_.barrier(), id);
    const auto bytes = TRY(vault_.barrier().get_public(partition, vault::kManifestKey));
    if (!bytes) return {};  // said before
    const auto manifest = TRY(vault::read_manifest(*bytes, vault_.header().verify_key));
    std::map<std::uint32_t, std::uint64_t> listed;
    for (const vault::ManifestEntry& entry : manifest.entries)
      listed[entry.body] = entry.size;
    std::map<std::uint32_t, std::uint64_t> there;
    TRY(vault_.store().visit_partition(partition, [&](const vault::RawEntry& entry) {
      if (entry.is_body) there[entry.body] += entry.content.size();
      return true;
    }));
    want(there == listed, "bodies that the manifest does not list: " + id.to_string());
    return {};
  }

  vault::Session& session_;
  vault::Vault& vault_;
  const Oracle& oracle_;
  std::vector<std::string> found_;
};

Verdict problem(const std::string& what, const Error& error) {
  Verdict verdict;
  verdict.problems.push_back(what + ": " + error.text() + " (" + error.subject() + ")");
  return verdict;
}

// With the passphrase that is valid, or the one that may be.
Result<vault::OpenedVault> open(const std::filesystem::path& folder, const Oracle& oracle,
                                vault::Access access) {
  const auto with = [&](unsigned number) {
    return vault::open_with_passphrase(folder, kOwner, passphrase_of(kOwner, number),
                                       access);
  };
  auto opened = with(oracle.passphrase);
  const unsigned other = oracle.if_done().passphrase;
  const bool refused = !opened && opened.error().code() == ErrorCode::kAuthentication;
  if (refused && other != oracle.passphrase) return with(other);
  return opened;
}

// The last acknowledged backup, restored beside the vault with the present shred keys and
// the present log: all that was in it and was not destroyed since.
Result<void> restore_and_compare(vault::Vault& vault, const Oracle& oracle,
                                 std::vector<std::string>& problems) {
  const vault::RootKey root = vault.root().clone();
  const std::filesystem::path folder = vault.folder().string() + "-restored";
  std::filesystem::remove_all(folder);
  vault::RestoreOptions options;
  options.snapshot = oracle.backup->snapshot;
  options.shred = vault.folder() / "shred";
  options.log = vault::log_folder(vault.folder());
  options.witness = options.log / vault::kCheckpointFile;
  TRY(vault::restore(backup_of(vault.folder()), folder, options, nullptr));
  TRY(vault::Vault::adopt_restored(folder, root.clone()));
  const auto opened = TRY(vault::open_with_passphrase(
      folder, kOwner, passphrase_of(kOwner, oracle.passphrase), vault::Access::kRead));
  const vault::Look look = TRY(opened.session->look("compare"));
  for (const auto& [id, document] : oracle.backup->documents) {
    auto reader = opened.session->open_document(look, id);
    if (oracle.destroyed.contains(id) && reader)
      problems.push_back("RESURRECTED by a restore: " + id.to_string());
    if (oracle.destroyed.contains(id)) continue;
    if (!reader) return Failure(reader.error());
    for (const Document::Object& object : document.objects()) {
      const Bytes bytes = TRY(reader->read(object.name));
      if (bytes != content_of(object.seed, object.size))
        problems.push_back("WRONG BYTES in a restored vault: " + id.to_string());
    }
  }
  for (const Label& label : TRY(opened.session->readable_labels())) {
    const auto index = TRY(opened.session->read_index(label));
    const auto indexed = TRY(read_index(*opened.session, look, label));
    if (!index.incomplete() && !TRY(opened.session->unindexed(label)).empty())
      problems.push_back("documents that a restored index hides: " + label.to_string());
    for (const auto& [id, content] : indexed) {
      if (oracle.destroyed.contains(id))
        problems.push_back("WORDS of what was destroyed: " + id.to_string());
    }
  }
  std::filesystem::remove_all(folder);
  return {};
}

// Every snapshot is whole, and the last one gives back what it should.
void compare_backup(vault::Vault& vault, const Oracle& oracle,
                    std::vector<std::string>& problems) {
  if (!oracle.backup) return;
  const auto report = vault::check_backup(backup_of(vault.folder()), {}, nullptr);
  if (!report) problems.push_back(std::string("the backup: ") + report.error().text());
  if (!report) return;
  for (const vault::BackupDamage& damage : report->damage)
    problems.push_back("the backup: " + damage.snapshot + " " + damage.file);
  // With another passphrase since then nobody gets into the old store.
  if (oracle.backup->passphrase != oracle.passphrase) return;
  const auto restored = restore_and_compare(vault, oracle, problems);
  if (!restored)
    problems.push_back(std::string("the restored vault: ") + restored.error().text());
}

}  // namespace

std::vector<std::string> differences(vault::Session& session, const Oracle& oracle,
                                     Settled settled) {
  Comparison comparison(session, oracle);
  const auto run = comparison.run(settled);
  auto found = comparison.take();
  if (!run) found.push_back(std::string("error: ") + run.error().text());
  return found;
}

Verdict check(const std::filesystem::path& folder, const Oracle& oracle,
              vault::Access access) {
  auto opened = open(folder, oracle, access);
  if (!opened) return problem("the vault does not open", opened.error());
  const Settled settled =
      access == vault::Access::kWrite ? Settled::kAfter : Settled::kBefore;
  Verdict verdict;
  verdict.problems = differences(*opened->session, oracle, settled);
  if (!verdict.problems.empty() && oracle.doubt) {
    const auto other = differences(*opened->session, oracle.if_done(), settled);
    verdict.done = other.empty();
    if (verdict.done) verdict.problems.clear();
    for (const std::string& each : other)
      verdict.problems.push_back("if it had been done: " + each);
  }
  // It takes its time.
  const bool whole = verdict.problems.empty() && settled == Settled::kAfter;
  const Oracle now = verdict.done ? oracle.if_done() : oracle;
  const bool in_doubt = oracle.doubt && oracle.doubt->kind == Kind::kPassphrase;
  if (whole && !in_doubt && oracle.log.size % 3 == 0)
    compare_backup(*opened->vault, now, verdict.problems);
  const auto head = opened->vault->journal().log().head();
  if (!head) return problem("the log's head", head.error());
  verdict.log = *head;
  return verdict;
}

}  // namespace tangthu::crash
