#include "tests/crash/load.h"

#include "tests/crash/index.h"
#include "vault/backup.h"

namespace tangthu::crash {
namespace {

using vault::PayloadKey;

constexpr std::size_t kMostDocuments = 30;
constexpr std::size_t kMostUsers = 12;

Kind kind_by_chance(Random& random, const Oracle& oracle) {
  const std::size_t documents = oracle.documents.size();
  const std::uint64_t choice = random.below(100);
  if (documents == 0 || (choice < 34 && documents < kMostDocuments)) return Kind::kPut;
  if (choice < 43) return Kind::kClassify;
  if (choice < 52) return Kind::kRevise;
  if (choice < 61) return Kind::kDestroy;
  if (choice < 69) return Kind::kMerge;
  if (choice < 78) return Kind::kRead;
  if (choice < 84) return oracle.reader_is_cleared ? Kind::kRevoke : Kind::kGrant;
  if (choice < 87) return Kind::kRewrap;
  if (choice < 90) return Kind::kBarrierEpoch;
  if (choice < 93) return Kind::kReseal;
  if (choice < 95) return Kind::kPassphrase;
  if (choice < 96 && oracle.users.size() < kMostUsers) return Kind::kAddUser;
  return random.one_in(2) ? Kind::kSign : Kind::kBackup;
}

int wrong(const Tell& tell, Kind kind, const Error& error) {
  Event event{Stage::kWrong, kind};
  event.text = std::string(error.text()) + " (" + error.subject() + ")";
  tell(event.line());
  return 1;
}

}  // namespace

Result<void> Load::step() {
  return step(kind_by_chance(random_, oracle_));
}

Result<void> Load::step(Kind kind) {
  static constexpr Result<void> (Load::*kSteps[])() = {
      &Load::put,      &Load::classify,
      &Load::destroy,  &Load::read,
      &Load::grant,    &Load::revoke,
      &Load::rewrap,   &Load::begin_barrier_epoch,
      &Load::reseal,   &Load::change_passphrase,
      &Load::add_user, &Load::sign,
      &Load::back_up,  &Load::revise,
      &Load::merge};
  return (this->*kSteps[static_cast<std::size_t>(kind)])();
}

void Load::start(Event event) {
  event.stage = Stage::kStarted;
  started_ = std::move(event);
  oracle_.note(started_);
  tell_(started_.line());
}
Result<void> Load::done(std::uint64_t log_index, std::string text) {
  Event event{Stage::kDone, started_.kind, log_index};
  event.text = std::move(text);
  oracle_.note(event);
  tell_(event.line());
  return {};
}

const std::pair<const DocumentId, Document>& Load::some_document() {
  auto at = oracle_.documents.begin();
  std::advance(at, static_cast<std::ptrdiff_t>(random_.below(oracle_.documents.size())));
  return *at;
}

Result<void> Load::put() {
  const Document document{random_.next(), random_.below(std::size(kLabels)), {}};
  auto writer = TRY(session_.write_document(kLabels[document.label]));
  start({{}, Kind::kPut, document.seed, document.label, {writer.id()}});
  for (const Document::Object& object : document.objects())
    TRY(writer.add(object.name, content_of(object.seed, object.size)));
  TRY(writer.add_label_record(vault::LabelRecordKind::kCatalogue, document.catalogue()));
  TRY(writer.add_label_record(vault::LabelRecordKind::kPacket, document.catalogue()));
  return done(TRY(writer.commit()).log_index);
}

Result<void> Load::classify() {
  const DocumentId id = some_document().first;
  const std::size_t to = random_.below(std::size(kLabels));
  const auto key = random_.one_in(3) ? PayloadKey::kRenewed : PayloadKey::kKept;
  start({{}, Kind::kClassify, 0, to, {id}});
  TRY(take_out({id}));
  TRY(session_.propose(vault::ClassifyAction{id, kLabels[to], key}));
  return done();
}

Result<void> Load::destroy() {
  std::set<DocumentId> ids{some_document().first};
  while (random_.one_in(2))
    ids.insert(some_document().first);
  start({{}, Kind::kDestroy, 0, 0, {ids.begin(), ids.end()}});
  TRY(take_out(ids));
  TRY(session_.propose(vault::DestroyAction{{ids.begin(), ids.end()}, "12/QĐ-TH"}));
  return done();
}

Result<void> Load::read() {
  const auto& [id, document] = some_document();
  start({{}, Kind::kRead, 0, 0, {id}});
  const vault::Look look = TRY(session_.look("get", {{"id", id.to_string()}}));
  const auto reader = TRY(session_.open_document(look, id));
  for (const Document::Object& object : document.objects()) {
    if (TRY(reader.read(object.name)) == content_of(object.seed, object.size)) continue;
    return fail(ErrorCode::kCorrupt, "a document reads wrong", "", id.to_string());
  }
  return done(look.log_index());
}

Result<void> Load::grant() {
  const vault::User user = TRY(session_.find_user(kReader));
  start({{}, Kind::kGrant});
  TRY(session_.propose(vault::GrantAction{user.id, kClearance}));
  return done();
}
Result<void> Load::revoke() {
  start({{}, Kind::kRevoke});
  TRY(session_.revoke(kReader, kClearance));
  return done();
}

Result<void> Load::rewrap() {
  start({{}, Kind::kRewrap});
  TRY(session_.rewrap_all());
  return done();
}
Result<void> Load::begin_barrier_epoch() {
  start({{}, Kind::kBarrierEpoch});
  TRY(session_.vault().begin_barrier_epoch());
  return done();
}
Result<void> Load::reseal() {
  start({{}, Kind::kReseal});
  TRY(session_.vault().reseal_records());
  return done();
}
Result<void> Load::change_passphrase() {
  const unsigned number = oracle_.passphrase + 1;
  start({{}, Kind::kPassphrase, number});
  TRY(session_.change_passphrase(passphrase_of(kOwner, number)));
  return done();
}
Result<void> Load::add_user() {
  const std::uint64_t number = oracle_.users.size();
  start({{}, Kind::kAddUser, number});
  const std::string name = "user" + std::to_string(number);
  TRY(session_.add_user(name, passphrase_of(name, 0)));
  return done();
}
Result<void> Load::sign() {
  start({{}, Kind::kSign});
  TRY(session_.vault().journal().sign());
  return done();
}

Result<void> Load::back_up() {
  start({{}, Kind::kBackup});
  const auto report =
      TRY(vault::back_up(session_, backup_of(session_.vault().folder()), nullptr));
  return done(0, report.snapshot);
}

Result<void> Load::revise() {
  const auto& [id, before] = some_document();
  Document document = before;
  document.revision = random_.next() | 1;
  start({{}, Kind::kRevise, document.revision, 0, {id}});
  const vault::Look look = TRY(session_.look("revise-look"));
  const auto reader = TRY(session_.open_document(look, id));
  vault::Revision revision{{},
                           {{vault::LabelRecordKind::kCatalogue, document.catalogue()},
                            {vault::LabelRecordKind::kPacket, document.catalogue()}}};
  for (const Document::Object& object : document.objects()) {
    if (object.name.kind == vault::ObjectKind::kMaster) continue;
    revision.objects.emplace_back(object.name, content_of(object.seed, object.size));
  }
  TRY(session_.revise(id, reader.envelope().version, revision, {}));
  return done();
}

Result<void> Load::merge() {
  const std::size_t label = some_document().second.label;
  const auto what = random_.one_in(3) ? Merged::kAll : Merged::kPackets;
  start({{}, Kind::kMerge, 0, label});
  TRY(crash::merge(session_, kLabels[label], what));
  return done();
}

Result<void> Load::take_out(const std::set<DocumentId>& ids) {
  std::map<std::size_t, std::map<DocumentId, Bytes>> packets;
  for (const DocumentId& id : ids) {
    const Document& document = oracle_.documents.at(id);
    packets[document.label][id] = document.catalogue();
  }
  for (const auto& [label, of_label] : packets)
    TRY(crash::take_out(session_, kLabels[label], of_label));
  return {};
}

std::filesystem::path backup_of(const std::filesystem::path& vault) {
  return vault.string() + "-backup";
}

Passphrase passphrase_of(std::string_view user, unsigned number) {
  return Passphrase(
      as_bytes("mật khẩu " + std::to_string(number) + " của " + std::string(user)));
}

Result<void> make_vault(const std::filesystem::path& folder) {
  vault::CreateOptions options;
  options.cost = vault::kLeastSlowHashCost;
  vault::RootKey root;
  random_bytes(root.reveal_writable());
  std::vector<vault::Founder> founders;
  founders.push_back({kOwner,
                      passphrase_of(kOwner, 0),
                      vault::Roles::all(),
                      {{Level::kTuyetMat, {}, true}}});
  TRY(vault::Vault::create(folder, options, root, founders));
  const auto opened = TRY(vault::open_with_passphrase(
      folder, kOwner, passphrase_of(kOwner, 0), vault::Access::kWrite));
  return opened.session->add_user(kReader, passphrase_of(kReader, 0));
}

int run_load(const std::filesystem::path& folder, Oracle oracle, std::uint64_t seed,
             unsigned operations, const Tell& tell) {
  tell(Event{Stage::kOpening}.line());
  auto opened = vault::open_with_passphrase(
      folder, kOwner, passphrase_of(kOwner, oracle.passphrase), vault::Access::kWrite);
  if (!opened) return wrong(tell, Kind::kRead, opened.error());
  tell(Event{Stage::kOpened}.line());
  Load load(*opened->session, std::move(oracle), seed, tell);
  for (unsigned i = 0; i < operations; ++i) {
    if (const auto done = load.step(); !done)
      return wrong(tell, load.kind(), done.error());
  }
  tell(Event{Stage::kClosing}.line());
  opened->session.reset();
  opened->vault.reset();
  tell(Event{Stage::kClosed}.line());
  return 0;
}

}  // namespace tangthu::crash
