// libFuzzer: a repository of backups that came from who knows where, and what is given
// beside it for a restore. Either every file of the vault comes back as it was put in, or
// nothing does; and what is damaged is named by the check.
//
// Covered: manifests, objects, the log in its parts, the checkpoint, a witness, a
// surviving log, a slot of the shred keys (vault/backup_check.h, vault/restore.h).
// Opening what was restored is other targets' business.
#include "base/id.h"
#include "tests/fuzz/scratch_folder.h"
#include "vault/backup.h"
#include "vault/durable_file.h"
#include "vault/object_pool.h"
#include "vault/restore.h"

namespace {

namespace fs = std::filesystem;
using namespace tangthu;         // NOLINT: a program of one file
using namespace tangthu::vault;  // NOLINT
using fuzz::fixed_bytes;
using fuzz::must;
using fuzz::must_be;

constexpr std::string_view kMagic = "tangthu snap  1\n";

using Files = std::map<std::string, Bytes>;

Files files_below(const fs::path& folder) {
  Files out;
  if (!fs::exists(folder)) return out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    out[fs::relative(entry.path(), folder).string()] = fuzz::read_file(entry.path());
  }
  return out;
}

// A small vault's backup, closed and kept in memory.
class Repository {
 public:
  Repository() {
    const fs::path vault = home() / "vault";
    CreateOptions options;
    options.cost = kLeastSlowHashCost;
    std::vector<Founder> founders;
    founders.push_back({"lan",
                        Passphrase(as_bytes("lan")),
                        Roles::all(),
                        {{Level::kTuyetMat, {}, true}}});
    const RootKey root = RootKey::copy_of(fixed_bytes<32>(1));
    must(Vault::create(vault, options, root, founders).has_value());
    const auto opened = Vault::unseal(vault, root.clone(), Access::kWrite).value();
    const auto session = opened->log_in("lan", Passphrase(as_bytes("lan"))).value();
    auto writer = session->write_document({Level::kMat, {}}).value();
    must(writer.add({ObjectKind::kText, 1}, as_bytes("công văn")).has_value());
    must(writer.commit().has_value());
    must(back_up(*session, path(), nullptr).has_value());
    key = opened->keyring().signing_key.clone();
    name = list_snapshots(path()).value().front();
    manifest = fuzz::read_file(path() / "snapshots" / name);
    snapshot = decode_snapshot(manifest, name).value();
    shred = fuzz::read_file(vault / "shred");
    for (const SnapshotPart& part : snapshot.parts) {
      const Bytes bytes = fuzz::read_file(object(part.hash));
      Bytes& file = files[part.path];
      file.insert(file.end(), bytes.begin(), bytes.end());
    }
  }

  static fs::path home() {
    static const fuzz::ScratchFolder scratch;
    return scratch.path();
  }
  static fs::path path() { return home() / "backup"; }
  static fs::path restored() { return home() / "restored"; }
  static fs::path given(const char* what) { return home() / what; }
  static fs::path object(const Hash32& hash) {
    return path() / "objects" / object_name(hash);
  }

  SigningKey key;
  std::string name;
  Bytes manifest;
  Snapshot snapshot;
  Files files;  // as the snapshot has them
  Bytes shred;
};

Repository& repository() {
  static Repository made;
  return made;
}

RestoreOptions present() {
  RestoreOptions out;
  out.shred = Repository::given("shred");
  out.gap = Gap::kAccepted;
  fuzz::write_file(out.shred, repository().shred);
  return out;
}

// Restores; nothing is left where that fails. What was put in place is what the snapshot
// names, and the file that says so.
bool restores(const RestoreOptions& options, const Files& expected) {
  const fs::path folder = Repository::restored();
  fs::remove_all(folder);
  const auto report = restore(Repository::path(), folder, options, nullptr);
  Files found = files_below(folder);
  if (!report) {
    const ErrorCode code = report.error().code();
    must(code == ErrorCode::kCorrupt || code == ErrorCode::kNotFound ||
         code == ErrorCode::kStorage);
    must(found.empty());
    return false;
  }
  for (const auto& [path, bytes] : expected) {
    // The log's index may be made anew.
    if (!path.starts_with("log/")) must(found[path] == bytes);
    found.erase(path);
  }
  for (const char* beside : {"log/entries", "log/offsets", "log/hashes", "log/lock",
                             "shred", "restored", "VAULT"})
    found.erase(beside);
  must(found.empty());
  return true;
}

void must_be_damaged_unless(bool sound) {
  const auto report = check_backup(Repository::path(), {}, nullptr);
  must(report.has_value() && report->damage.empty() == sound);
  for (const BackupDamage& damage : report->damage)
    must(describe_damage(damage).code() == ErrorCode::kCorrupt);
}

// The manifest's file while this lives: an altered one, under the name that it should
// have.
class OtherManifest {
 public:
  OtherManifest(ByteView bytes, const std::string& name)
      : file_(Repository::path() / "snapshots" / name) {
    fs::remove(own());
    fuzz::write_file(file_, bytes);
  }
  ~OtherManifest() {
    fs::remove(file_);
    fuzz::write_file(own(), repository().manifest);
  }
  OtherManifest(const OtherManifest&) = delete;
  OtherManifest& operator=(const OtherManifest&) = delete;

 private:
  static fs::path own() { return Repository::path() / "snapshots" / repository().name; }
  fs::path file_;
};

void manifest(ByteView change) {
  const Repository& r = repository();
  const Bytes changed = fuzz::overlaid(r.manifest, change);
  const OtherManifest other(changed, r.name);
  must_be_damaged_unless(changed == r.manifest);
  must(restores(present(), r.files) == (changed == r.manifest));
}

// An overlay for what is signed, by somebody who has the key: whatever it says, nothing
// but objects of the repository gets to places of a vault.
void signed_manifest(ByteView change) {
  const Repository& r = repository();
  const Bytes content = unframe_file(kMagic, r.manifest, {}).value();
  Bytes changed =
      fuzz::overlaid(ByteView(content).first(content.size() - sizeof(Signature)), change);
  ByteWriter message;
  message.raw(as_bytes("tangthu snapshot v1"));
  message.raw(changed);
  const Signature signature = sign(r.key, message.view());
  changed.insert(changed.end(), signature.begin(), signature.end());
  const Bytes file = frame_file(kMagic, changed);
  const auto read = decode_snapshot(file, "s");
  const std::string name = read ? read->name() : r.name;
  if (!snapshot_number(name)) return;  // not one that is ever looked for
  const OtherManifest other(file, name);
  const auto report = check_backup(Repository::path(), {}, nullptr);
  must(report.has_value() && (read || !report->damage.empty()));
  Files expected;
  for (const SnapshotPart& part : read ? read->parts : std::vector<SnapshotPart>()) {
    const Bytes bytes = fuzz::read_file(Repository::object(part.hash));
    Bytes& all = expected[part.path];
    all.insert(all.end(), bytes.begin(), bytes.end());
  }
  // Parts of one path that do not follow one another: the last of them is what is there.
  std::set<std::string> seen;
  std::string last;
  for (const SnapshotPart& part : read ? read->parts : std::vector<SnapshotPart>()) {
    if (part.path != last && !seen.insert(part.path).second) return;
    last = part.path;
  }
  RestoreOptions options = present();
  options.snapshot = name;
  (void)restores(options, expected);
}

// u8 which part ‖ overlay.
void object(ByteView bytes) {
  const Repository& r = repository();
  if (bytes.empty()) return;
  const SnapshotPart& part = r.snapshot.parts[bytes[0] % r.snapshot.parts.size()];
  const fs::path file = Repository::object(part.hash);
  const Bytes sound = fuzz::read_file(file);
  const Bytes changed = fuzz::overlaid(sound, bytes.subspan(1));
  fuzz::write_file(file, changed);
  must_be_damaged_unless(changed == sound);
  must(restores(present(), r.files) == (changed == sound));
  fuzz::write_file(file, sound);
}

// The same, and the manifest names what is there now, soundly signed.
void signed_object(ByteView bytes) {
  const Repository& r = repository();
  if (bytes.empty()) return;
  Snapshot snapshot = r.snapshot;
  SnapshotPart& part = snapshot.parts[bytes[0] % snapshot.parts.size()];
  const Bytes changed =
      fuzz::overlaid(fuzz::read_file(Repository::object(part.hash)), bytes.subspan(1));
  part.size = changed.size();
  part.hash = sha256({changed});
  const bool added = !fs::exists(Repository::object(part.hash));
  fuzz::write_file(Repository::object(part.hash), changed);
  Files expected = r.files;
  expected[part.path] = changed;
  {
    const OtherManifest other(encode_snapshot(snapshot, r.key), r.name);
    must(check_backup(Repository::path(), {}, nullptr).has_value());
    (void)restores(present(), expected);
  }
  if (added) fs::remove(Repository::object(part.hash));
}

// An overlay for the checkpoint that a witness kept.
void witness(ByteView change) {
  const Repository& r = repository();
  const Bytes& sound = r.files.at("log/checkpoint");
  const Bytes changed = fuzz::overlaid(sound, change);
  RestoreOptions options = present();
  options.witness = Repository::given("witness");
  options.gap = Gap::kRefused;
  fuzz::write_file(options.witness, changed);
  const bool restored = restores(options, r.files);
  // A line more may be another's signature; without the vault's own it is no witness.
  must(restored == (changed == sound) || (restored && changed.size() > sound.size()));
}

// u8 file ‖ overlay: the log that survived.
void survivor(ByteView bytes) {
  const Repository& r = repository();
  if (bytes.empty()) return;
  static constexpr const char* kFiles[] = {"entries", "offsets", "hashes", "checkpoint"};
  RestoreOptions options = present();
  options.log = Repository::given("survivor");
  fs::create_directories(options.log);
  for (std::size_t i = 0; i < std::size(kFiles); ++i) {
    const Bytes& sound = r.files.at(std::string("log/") + kFiles[i]);
    fuzz::write_file(options.log / kFiles[i],
                     i == bytes[0] % std::size(kFiles)
                         ? fuzz::overlaid(sound, bytes.subspan(1))
                         : sound);
  }
  (void)restores(options, r.files);
}

void shred_slot(ByteView change) {
  const Repository& r = repository();
  const RestoreOptions options = present();
  const Bytes changed = fuzz::overlaid(r.shred, change);
  fuzz::write_file(options.shred, changed);
  must(restores(options, r.files) == (changed == r.shred));
}

constexpr fuzz::Parser kParsers[] = {
    {"manifest", manifest}, {"signed-manifest", signed_manifest},
    {"object", object},     {"signed-object", signed_object},
    {"witness", witness},   {"survivor", survivor},
    {"shred", shred_slot},
};

template <std::uint16_t... N>
constexpr std::array<std::uint16_t, sizeof...(N)> places = {N...};

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  std::vector<Seed> out;
  const auto add = adding_to(out, kParsers);
  for (const char* parser : {"manifest", "signed-manifest", "witness", "shred"}) {
    for (const std::uint16_t place : places<0, 26, 34, 80, 96, 200>) {
      add(parser, overlay(place, place == 0 ? "" : "\x01"), "-" + std::to_string(place));
    }
  }
  for (const char* parser : {"object", "signed-object"}) {
    for (std::uint8_t part = 0; part < 12; ++part) {
      const Bytes change = overlay(20, part == 0 ? "" : "\x02");
      add(parser, as_bytes(static_cast<char>(part) + std::string(as_text(change))),
          "-" + std::to_string(part));
    }
  }
  for (std::uint8_t file = 0; file < 4; ++file) {
    const Bytes change = overlay(40, file == 0 ? "" : "\x03");
    add("survivor", as_bytes(static_cast<char>(file) + std::string(as_text(change))),
        "-" + std::to_string(file));
  }
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tangthu::fuzz::feed_one(kParsers, data, size);
}
