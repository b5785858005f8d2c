#include "vault/spool.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/number.h"
#include "vault/damage.h"
#include "vault/durable_file.h"
#include "vault/wiped_file.h"

namespace tangthu::vault {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMagic = "tangthu spool 1\n";
constexpr std::size_t kOpenHeadBytes = 16 + DocumentId::kSize + sizeof(StationId);
constexpr char kHeadName[] = "head";

std::string_view prefix_of(SpoolKind kind) {
  return kind == SpoolKind::kPage ? "page-" : "note-";
}

ObjectName object_of(SpoolKind kind, std::uint32_t number) {
  return {kind == SpoolKind::kPage ? ObjectKind::kMaster : ObjectKind::kRecord, number};
}

struct OpenHead {
  DocumentId id;
  StationId owner;
};

std::optional<OpenHead> read_open_head(ByteView head) {
  ByteReader in(head);
  const bool ours = as_text(in.raw(kMagic.size())) == kMagic;
  const auto id = in.fixed<DocumentId::kSize>();
  const auto owner = in.fixed<sizeof(StationId)>();
  if (!ours || in.failed()) return std::nullopt;
  return OpenHead{DocumentId::from_bytes(id), owner};
}

Result<Bytes> read_head(const fs::path& folder) {
  return read_small_file(folder / kHeadName, 2 * kMaxSpoolSettings);
}

Failure no_spool(const DocumentId& id) {
  return fail(ErrorCode::kNotFound, "there is no such batch of yours",
              "'tangthu batches' lists those that wait", id.to_string());
}

Result<Descriptor> lock_folder(const fs::path& folder, const DocumentId& id) {
  Descriptor lock = open_file(folder, O_RDONLY | O_DIRECTORY);
  if (!lock.valid()) return no_spool(id);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) return lock;
  return fail(ErrorCode::kSealedOrBusy, "another program is working on this batch",
              "wait until it has ended", id.to_string());
}

std::uint32_t files_of(const fs::path& folder, SpoolKind kind,
                       std::vector<std::uint32_t>* out, std::error_code& failed) {
  std::uint32_t count = 0;
  const std::string_view prefix = prefix_of(kind);
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(prefix)) continue;
    const auto number =
        parse_number<std::uint32_t>(std::string_view(name).substr(prefix.size()));
    if (!number) continue;
    ++count;
    if (out != nullptr) out->push_back(*number);
  }
  return count;
}

// What is left of a spool whose head is gone opens no more.
void sweep(const fs::path& folder) {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

// Ends what a crash left of destroy(): the head is gone or overwritten. A spool that is
// being made has no head yet, and no objects.
void sweep_remains(const fs::path& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const auto head = read_head(entry.path());
    const bool wiped = head && !head->empty() &&
                       std::ranges::all_of(*head, [](auto byte) { return byte == 0; });
    const bool gone = !head && head.error().code() == ErrorCode::kNotFound;
    const auto has = [&](SpoolKind kind) {
      std::error_code unread;
      return files_of(entry.path(), kind, nullptr, unread) > 0;
    };
    if (wiped || (gone && (has(SpoolKind::kPage) || has(SpoolKind::kNote))))
      sweep(entry.path());
  }
}

}  // namespace

SpoolOwner spool_owner(const SigningKey& key) {
  SpoolOwner owner{station_id(verify_key_of(key)), {}};
  hkdf_sha512(key.reveal().first(32), {}, as_bytes("tangthu spool key v1"),
              owner.key.reveal_writable());
  return owner;
}

Result<std::vector<SpoolListing>> list_spools(const fs::path& folder) {
  std::vector<SpoolListing> out;
  std::error_code failed;
  if (!fs::exists(folder, failed)) return out;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    const auto head = read_head(entry.path());
    const auto open = head ? read_open_head(*head) : std::nullopt;
    struct stat info {};
    const bool whole = open && open->id.to_string() == entry.path().filename() &&
                       ::stat((entry.path() / kHeadName).c_str(), &info) == 0;
    if (!whole) continue;
    std::error_code unread;
    out.push_back({open->id, open->owner, static_cast<UnixSeconds>(info.st_mtime),
                   files_of(entry.path(), SpoolKind::kPage, nullptr, unread)});
  }
  if (failed) return cant_read_file(folder.filename().string());
  std::ranges::sort(out, {}, &SpoolListing::begun);
  return out;
}

Result<std::unique_ptr<Spool>> Spool::create(const fs::path& folder,
                                             const SpoolOwner& owner, ByteView settings) {
  if (settings.size() > kMaxSpoolSettings) {
    return fail(ErrorCode::kUsage, "the batch has too many settings", "name fewer");
  }
  const DocumentId id = DocumentId::random();
  const fs::path own = folder / id.to_string();
  std::error_code failed;
  if (!fs::exists(folder, failed)) {
    fs::create_directory(folder, failed);
    ::chmod(folder.c_str(), S_IRWXU);
  }
  if (failed || ::mkdir(own.c_str(), S_IRWXU) != 0 || !sync_names_in(folder)) {
    return cant_write_file(folder.filename().string());
  }
  sweep_remains(folder);
  std::unique_ptr<Spool> out(
      new Spool(own, TRY(lock_folder(own, id)), id, to_bytes(settings)));
  random_bytes(out->key_.reveal_writable());

  ByteWriter head;
  head.raw(as_bytes(kMagic));
  head.raw(id.bytes());
  head.raw(owner.id);
  ByteWriter secret;
  secret.raw(out->key_.reveal());
  secret.raw(settings);
  Bytes plain = secret.take();
  const Bytes sealed = xseal(owner.key.reveal(), plain, head.view());
  wipe(plain.data(), plain.size());
  head.raw(sealed);
  auto written = write_durably(own / kHeadName, head.view());
  if (!written) {
    sweep(own);
    return Failure(std::move(written).error());
  }
  return out;
}

Result<std::unique_ptr<Spool>> Spool::open(const fs::path& folder, const DocumentId& id,
                                           const SpoolOwner& owner) {
  const fs::path own = folder / id.to_string();
  Descriptor lock = TRY(lock_folder(own, id));
  const auto head = read_head(own);
  if (!head && head.error().code() == ErrorCode::kNotFound) return no_spool(id);
  if (!head) return Failure(head.error());
  const auto open = read_open_head(*head);
  if (!open || open->id != id) return damaged_file(kHeadName);
  if (open->owner != owner.id) return no_spool(id);
  auto plain = xopen(owner.key.reveal(), ByteView(*head).subspan(kOpenHeadBytes),
                     ByteView(*head).first(kOpenHeadBytes));
  if (!plain || plain->size() < kKeySize) return damaged_file(kHeadName);
  std::unique_ptr<Spool> out(
      new Spool(own, std::move(lock), id, to_bytes(ByteView(*plain).subspan(kKeySize))));
  std::copy_n(plain->begin(), kKeySize, out->key_.reveal_writable().begin());
  wipe(plain->data(), plain->size());
  return out;
}

fs::path Spool::path_of(SpoolKind kind, std::uint32_t number) const {
  char digits[16];
  std::snprintf(digits, sizeof digits, "%06u", static_cast<unsigned>(number));
  return folder_ / (std::string(prefix_of(kind)) + digits);
}

Result<void> Spool::write(SpoolKind kind, std::uint32_t number,
                          std::initializer_list<ByteView> parts) {
  const fs::path file = path_of(kind, number);
  if (number == 0 || number > kMaxSpoolObjects) {
    return fail(ErrorCode::kBadInput, "a batch has at most 999,999 pages",
                "end it and begin another");
  }
  const fs::path beside = file.string() + ".new";
  const auto failure = [&] {
    Failure out = cant_write_file(file.filename().string());
    ::unlink(beside.c_str());
    return out;
  };
  {
    const Descriptor out = open_file(beside, O_WRONLY | O_CREAT | O_TRUNC);
    if (!out.valid()) return failure();
    PayloadSealer sealer(key_, id_, object_of(kind, number),
                         [&](ByteView sealed) -> Result<void> {
                           if (!write_all(out.get(), sealed)) return failure();
                           return {};
                         });
    for (const ByteView part : parts)
      TRY(sealer.write(part));
    TRY(sealer.finish());
    if (::fsync(out.get()) != 0) return failure();
  }
  if (::rename(beside.c_str(), file.c_str()) != 0) return failure();
  if (!sync_names_in(folder_)) return cant_write_file(file.filename().string());
  return {};
}

Result<PayloadReader> Spool::read(SpoolKind kind, std::uint32_t number) const {
  const fs::path file = path_of(kind, number);
  auto in = std::make_shared<Descriptor>(open_file(file, O_RDONLY | O_NOFOLLOW));
  if (!in->valid() && errno == ENOENT) {
    return fail(ErrorCode::kNotFound, "a page of the batch is missing", "scan it again",
                file.filename().string());
  }
  struct stat info {};
  if (!in->valid() || ::fstat(in->get(), &info) != 0)
    return cant_read_file(file.filename().string());
  const std::string name = file.filename().string();
  return PayloadReader::open(
      key_, id_, object_of(kind, number), static_cast<std::uint64_t>(info.st_size),
      [in, name](std::uint64_t offset, std::uint64_t length) -> Result<Bytes> {
        Bytes out(static_cast<std::size_t>(length));
        const auto size = read_at(in->get(), offset, out);
        if (!size) return cant_read_file(name);
        out.resize(*size);
        return out;
      });
}

Result<std::vector<std::uint32_t>> Spool::numbers(SpoolKind kind) const {
  std::vector<std::uint32_t> out;
  std::error_code failed;
  files_of(folder_, kind, &out, failed);
  if (failed) return cant_read_file(folder_.filename().string());
  std::ranges::sort(out);
  return out;
}

Result<void> Spool::remove(SpoolKind kind, std::uint32_t number) {
  const fs::path file = path_of(kind, number);
  if (::unlink(file.c_str()) != 0 && errno != ENOENT)
    return cant_write_file(file.filename().string());
  return {};
}

Result<void> Spool::destroy() {
  TRY(wipe_file(folder_ / kHeadName));
  sweep(folder_);
  if (!sync_names_in(folder_.parent_path()))
    return cant_write_file(folder_.filename().string());
  return {};
}

}  // namespace tangthu::vault
