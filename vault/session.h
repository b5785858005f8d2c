// A session: one user, logged in to an unsealed vault. It holds the user's private keys
// and every label key that was wrapped to him, in locked memory, until it ends.
//
// Nothing is opened without a Look, and a Look is only had when the intent is in the
// audit log, on disk. A session ends when anybody's rights are taken back (the user logs
// in again), so that no session goes on with keys that it should not have.
// Thread rule: open_document, readable_labels, and the readers that were handed out, from
// several threads; writers that were handed out each from one, side by side; the rest
// from one, and not beside open_document. Segments' readers as those of documents.
#pragma once

#include <memory>
#include <mutex>

#include "vault/approval.h"
#include "vault/attestation.h"
#include "vault/document_writer.h"
#include "vault/label_index.h"
#include "vault/revise.h"
#include "vault/spool.h"
#include "vault/vault.h"

namespace tangthu::vault {

// An intent that is in the audit log, on disk: what it takes to open anything.
class NotedIntent {
 public:
  std::uint64_t log_index() const { return log_index_; }

 protected:
  explicit NotedIntent(std::uint64_t log_index) : log_index_(log_index) {}

 private:
  std::uint64_t log_index_;
};

// The intent to look.
class Look : public NotedIntent {
 private:
  friend class Session;
  explicit Look(std::uint64_t log_index) : NotedIntent(log_index) {}
};

// What is done to a label's index. Merging shows nothing to anybody and takes away
// nothing: whoever holds the label may (Duty::kIndex). The others are for whoever may
// propose a destruction or a level (Duty::kPropose).
enum class IndexTask {
  kMerge,    // packets and segments into segments
  kTakeOut,  // documents, back to packets: they are to be destroyed or moved
  kRebuild   // all of it, from the documents
};

// The intent to work on a label's index: it reads packets and segments, and shows nothing
// of them.
class IndexWork : public NotedIntent {
 public:
  const Label& label() const { return label_; }
  IndexTask task() const { return task_; }

 private:
  friend class Session;
  IndexWork(std::uint64_t log_index, Label label, IndexTask task)
      : NotedIntent(log_index), label_(std::move(label)), task_(task) {}
  Label label_;
  IndexTask task_;
};

// What became of a proposal or an approval.
struct Outcome {
  bool done = false;
  RequestId request{};  // when it waits for another officer
  UnixSeconds expires = 0;
  std::size_t approvals = 0;
};

inline constexpr std::size_t kMaxEntryBytes = std::size_t{1} << 20;

class Session {
 public:
  Session(Vault& vault, User user, UserKeys keys, std::optional<PrivateKey> audit_key);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Another session of the user, as old as this one and without the key of the audit
  // log: for work that goes on beside what he does in this one. From any thread.
  std::unique_ptr<Session> beside() const;

  Vault& vault() { return vault_; }
  const User& user() const { return user_; }
  // The label keys of now: those made or granted meanwhile are there.
  Result<std::shared_ptr<const HeldLabels>> held();
  // Labels whose documents this session can read.
  Result<std::vector<Label>> readable_labels();

  // kAuthentication when the session has ended, kNotFound without the role.
  Result<void> require(Duty duty) const;

  // As require(Duty::kRead), and kStorage when the log can't be written: then nothing may
  // be shown.
  Result<Look> look(std::string_view event, Json details = {});
  Result<DocumentReader> open_document(const Look& look, const DocumentId& id);
  // Lets somebody read a document, which this session can open, without its label, to
  // that moment; and no longer. Officers' business (Duty::kSign). kNotFound for whoever
  // is never cleared for documents.
  Result<void> allow_reading(const DocumentId& id, std::string_view user,
                             UnixSeconds until);
  Result<void> end_reading(const DocumentId& id, std::string_view user);
  // For making its packet again: of the work's label, and not for kMerge.
  Result<DocumentReader> open_document(const IndexWork& work, const DocumentId& id);
  // Where a document lies, for whoever could open it.
  Result<Label> label_of(const DocumentId& id);
  // Every label record of this kind that the session can open. Returns how many damaged
  // ones were passed over.
  Result<std::size_t> visit_label_records(
      const Look& look, LabelRecordKind kind,
      const std::function<Result<void>(const Label&, LabelRecord&&)>& visit);
  // The same in two steps, as vault/document.h has them: `read` by several threads.
  Result<std::size_t> visit_label_records(
      const Look& look, LabelRecordKind kind,
      const std::function<Result<std::any>(const Label&, LabelRecord&&)>& read,
      const VisitRead& visit);

  // The search index. Labels that are not held are kNotFound throughout.
  // The index of a label as it is now: names and sizes of segments, their keys sealed.
  // Where the session may write, keys of an older epoch are sealed anew.
  Result<LabelIndex> read_index(const Label& label);
  Result<SegmentReader> open_segment(const NotedIntent& intent, const Label& label,
                                     const SegmentEntry& entry);
  // How many packets lie there, whether they count or not. Opens none.
  Result<std::size_t> count_packets(const Label& label);
  // Every packet of the label that counts. Returns how many damaged ones were passed
  // over.
  Result<std::size_t> visit_packets(
      const NotedIntent& intent, const Label& label,
      const std::function<Result<void>(LabelRecord&&)>& visit);
  // The same for what was not seen the last time (follow_label_records()).
  Result<std::size_t> follow_packets(
      const NotedIntent& intent, const Label& label, SeenRecords& seen,
      const std::function<void(const DocumentId&)>& gone,
      const std::function<Result<void>(LabelRecord&&)>& visit);
  // Notes "merge", "take-out" or "reindex" with the label; `details` has counts and ids.
  Result<IndexWork> work_on_index(IndexTask task, const Label& label, Json details);
  Result<SegmentWriter> write_segment(const IndexWork& work);
  // As change_label_index(), and on disk when this returns, punctures too. OldCopies::
  // kDestroyed takes another task than kMerge. Retired segments of an age go with it.
  // After kSealedOrBusy what was to be added is gone.
  Result<void> change_index(const IndexWork& work, const LabelIndex& before,
                            const IndexChange& change, OldCopies old_copies);
  // A document's packet beside the others, made from this version of it: kSealedOrBusy
  // when it has another by now. On disk with the next change_index(). Not for kMerge.
  Result<void> put_packet(const IndexWork& work, const DocumentId& id,
                          std::uint32_t version, ByteView packet);
  // For kRebuild: gives the index up; says what has to be indexed; and that all is.
  // Until then the index is incomplete, and says so.
  Result<void> drop_index(const IndexWork& work);
  Result<std::vector<DocumentId>> unindexed(const Label& label);
  Result<void> complete_index(const IndexWork& work);

  // Opens what this user has captured and not yet stored.
  SpoolOwner spool_owner() const { return vault::spool_owner(keys_.signing_key); }
  // Starts a document under a label; the label's key pair is made when it is the first.
  Result<DocumentWriter> write_document(const Label& label);

  // A document's derived parts, all or none, on disk when this returns. It must be of
  // this version still: kSealedOrBusy otherwise. `details` go into the log. kNotFound
  // without the role, or the label.
  Result<void> revise(const DocumentId& id, std::uint32_t version,
                      const Revision& revision, Json details);

  // Entries: what the archive's books have besides documents, a dossier for one. An entry
  // is a document without objects whose one label record is its content, at most
  // kMaxEntryBytes; destroying, moving and backing up are those of documents. kNotFound
  // without the duty's role, or the label where it is to be read.
  Result<DocumentWriter> write_entry(const Label& label, Duty duty);
  // Notes the event, with the entry's id and these details; on disk when this returns.
  // A row is an entry of which there are as many as documents, and which is never
  // revised: rows lie apart (LabelRecordKind::kRow), so that nobody who looks for other
  // entries goes through them.
  Result<void> commit_entry(DocumentWriter& writer, ByteView content,
                            std::string_view event, Json details,
                            LabelRecordKind kind = LabelRecordKind::kEntry);
  // Of either kind.
  Result<LabelRecord> read_entry(const Look& look, const DocumentId& id);
  // It must be of this version still: kSealedOrBusy otherwise.
  Result<void> revise_entry(const DocumentId& id, std::uint32_t version, ByteView content,
                            Duty duty, std::string_view event, Json details);

  // What this user says, signed; and whether it was said by whom it names. False too for
  // a user that there is not.
  Attestation attest(ByteView statement) const;
  Result<bool> attested(const Attestation& attestation, ByteView statement);

  // Users. kNotFound without the role.
  Result<std::vector<User>> list_users();
  Result<User> find_user(std::string_view name);
  Result<void> add_user(std::string_view name, const Passphrase& passphrase);
  Result<void> change_passphrase(const Passphrase& passphrase);  // one's own
  Result<void> disable_user(std::string_view name);
  // Takes back one clearance, or all.
  Result<void> revoke(std::string_view name, const std::optional<Clearance>& clearance);

  // What takes two officers in the agency profile and happens at once in the single one.
  // A RecordAction takes the revision that keeps it, made from the document as it is now,
  // where it is done at once, and where this is the last signature; else kUsage.
  Result<Outcome> propose(const Action& action,
                          const PreparedRevision* prepared = nullptr);
  Result<Outcome> approve(const RequestId& request,
                          const PreparedRevision* prepared = nullptr);
  // Open requests; lapsed ones are removed.
  Result<std::vector<Request>> requests();

  // The audit log, for an auditor.
  Result<AuditRecord> read_log(std::uint64_t index);
  bool reads_log() const { return audit_key_.has_value(); }

  // Wraps everything that this session can open to the newest epoch of its label, keys of
  // index segments too.
  // Returns how many documents that were.
  Result<std::uint64_t> rewrap_all(
      const std::function<void(std::uint64_t done, std::uint64_t of)>& progress = {});

 private:
  friend struct Performer;
  Result<void> require_live() const;
  // Whether this session could take part in the action: it must be able to see what it
  // speaks of.
  Result<void> check_action(const Action& action);
  Result<void> perform(const Action& action, const std::string& approved_by,
                       const PreparedRevision* prepared);
  // Commits a revision that is in the log.
  Result<void> commit_revision(const DocumentId& id, std::uint32_t version,
                               const Revision& revision);
  // By label, or by a grant to read it.
  Result<DocumentReader> open_by_any_right(const DocumentId& id);
  Result<void> rewrap_if_old(const DocumentReader& reader);
  // Directory::label_for_writing(), which every document and index that is opened asks.
  Result<LabelKey> newest_key(const Label& label);
  Result<void> rewrap_index(const Label& label);
  Result<void> require_label(const Label& label);
  // Commits what an index's change is to end in, and punctures what it noted. With the
  // vault's changes locked.
  Result<void> end_index_change(const IndexWork& work, Batch batch);
  // After rights were taken back: leaves die, sessions end.
  Result<void> enforce();

  Vault& vault_;
  User user_;
  UserKeys keys_;
  std::mutex unlocking_;  // guards the next three
  std::shared_ptr<const HeldLabels> held_;
  std::map<Label, LabelKey> newest_;               // of labels that were asked for
  std::uint64_t unlocked_at_ = ~std::uint64_t{0};  // the directory's changes then
  std::optional<PrivateKey> audit_key_;
  std::uint64_t rights_;
};

}  // namespace tangthu::vault
