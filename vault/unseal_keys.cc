// Slots that a key file or a token opens: see vault/unseal_slots.h.
#include <cstdlib>

#include <sys/stat.h>

#include "base/id.h"
#include "vault/durable_file.h"
#include "vault/token.h"
#include "vault/unseal_file.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kKeyFileMagic = "tangthu keyfile\n";
constexpr std::uint16_t kKeyFileFormat = 1;
constexpr const char* kCredentialName = "tangthu-unseal";

struct KeyFile {
  VaultId vault;
  SlotId slot;
  UnsealSecret secret;
};

// Bytes that held a secret outside locked memory, for as short as could be.
class WipedBytes {
 public:
  explicit WipedBytes(Bytes bytes) : bytes_(std::move(bytes)) {}
  ~WipedBytes() { wipe(bytes_.data(), bytes_.size()); }
  WipedBytes(const WipedBytes&) = delete;
  WipedBytes& operator=(const WipedBytes&) = delete;
  ByteView view() const { return bytes_; }

 private:
  Bytes bytes_;
};

Result<void> write_key_file(const std::filesystem::path& path, const KeyFile& key) {
  ByteWriter out;
  out.integer(kKeyFileFormat);
  out.raw(key.vault);
  out.raw(key.slot);
  out.raw(key.secret.reveal());
  const WipedBytes content(out.take());
  const WipedBytes framed(frame_file(kKeyFileMagic, content.view()));
  return write_durably(std::filesystem::absolute(path), framed.view());
}

Result<KeyFile> read_key_file(const std::filesystem::path& path) {
  auto file = read_small_file(path);
  if (!file && file.error().code() == ErrorCode::kNotFound) {
    return fail(ErrorCode::kNotFound, "there is no such key file",
                "check the name of the key file", path.string());
  }
  if (!file) return Failure(file.error());
  const WipedBytes framed(std::move(*file));
  const WipedBytes content(
      TRY(unframe_file(kKeyFileMagic, framed.view(), path.filename().string())));
  ByteReader in(content.view());
  const auto format = in.integer<std::uint16_t>();
  KeyFile key{in.fixed<16>(), in.fixed<16>(), {}};
  const ByteView secret = in.raw(UnsealSecret::kSize);
  if (format != kKeyFileFormat || !in.complete()) {
    return fail(ErrorCode::kCorrupt,
                "the key file is of a kind this version does not know",
                "use a newer version of tangthu", path.filename().string());
  }
  key.secret = UnsealSecret::copy_of(secret.first<UnsealSecret::kSize>());
  return key;
}

Result<void> require_private(const std::filesystem::path& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0 || (info.st_mode & 077U) == 0) return {};
  return fail(ErrorCode::kUsage, "others may read the key file",
              "run 'chmod 600' on it; if they may have read it, replace it",
              path.string());
}

Failure changed() {
  return fail(ErrorCode::kCorrupt, "a way to unseal the vault was changed",
              "restore the file from a backup", kUnsealFile);
}

bool opens(const UnsealSlot& slot, UnsealKind kind) {
  return slot.kind == kind && slot.state == SlotState::kActive;
}

UnsealSlot new_slot(UnsealKind kind, std::string name) {
  UnsealSlot slot;
  slot.kind = kind;
  slot.state = SlotState::kActive;
  slot.name = std::move(name);
  random_bytes(slot.id);
  return slot;
}

}  // namespace

Result<UnsealSlot> make_key_file_slot(const VaultId& vault, const RootKey& root_key,
                                      std::string name,
                                      const std::filesystem::path& key_file) {
  TRY(check_slot_name(name));
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(key_file, ignored))) {
    return fail(ErrorCode::kUsage, "there is such a file already",
                "choose a new name for the key file", key_file.string());
  }
  UnsealSlot slot = new_slot(UnsealKind::kKeyFile, std::move(name));
  KeyFile key{vault, slot.id, {}};
  random_bytes(key.secret.reveal_writable());
  seal_root_key(slot, vault, key.secret, root_key);
  TRY(write_key_file(key_file, key));
  return slot;
}

Result<RootKey> open_with_key_file(const UnsealSlots& slots,
                                   const std::filesystem::path& key_file,
                                   KeyFileOrigin origin) {
  if (origin == KeyFileOrigin::kFile) TRY(require_private(key_file));
  const KeyFile key = TRY(read_key_file(key_file));
  for (const UnsealSlot& slot : slots.slots) {
    if (!opens(slot, UnsealKind::kKeyFile) || slot.id != key.slot) continue;
    auto root_key = open_root_key(slot, slots.vault, key.secret);
    if (!root_key) return changed();
    return std::move(*root_key);
  }
  return fail(ErrorCode::kAuthentication, "the key file does not open this vault",
              "use the key file that was made for it", key_file.string());
}

std::optional<std::filesystem::path> unseal_credential() {
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr || *folder == '\0') return std::nullopt;
  const std::filesystem::path file = std::filesystem::path(folder) / kCredentialName;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) return std::nullopt;
  return file;
}

Result<UnsealSlot> make_token_slot(const VaultId& vault, const RootKey& root_key,
                                   std::string name, Token& token,
                                   const std::string& key_label) {
  TRY(check_slot_name(name));
  UnsealSlot slot = new_slot(UnsealKind::kToken, std::move(name));
  UnsealSecret secret;
  random_bytes(secret.reveal_writable());
  slot.token_label = token.label();
  slot.key_label = key_label;
  slot.wrapped_secret = TRY(token.wrap(key_label, secret.reveal()));
  // A token that can't give the secret back is found out now, not at the next start.
  UnsealSecret again;
  TRY(token.unwrap(key_label, slot.wrapped_secret, again.reveal_writable()));
  if (!equal_in_constant_time(secret.reveal(), again.reveal())) {
    return fail(ErrorCode::kStorage, "the token does not give back what it wrapped",
                "use another token", token.label());
  }
  seal_root_key(slot, vault, secret, root_key);
  return slot;
}

Result<RootKey> open_with_token(const UnsealSlots& slots, Token& token) {
  for (const UnsealSlot& slot : slots.slots) {
    if (!opens(slot, UnsealKind::kToken) || slot.token_label != token.label()) continue;
    UnsealSecret secret;
    TRY(token.unwrap(slot.key_label, slot.wrapped_secret, secret.reveal_writable()));
    auto root_key = open_root_key(slot, slots.vault, secret);
    if (!root_key) return changed();
    return std::move(*root_key);
  }
  return fail(ErrorCode::kAuthentication, "the token does not open this vault",
              "use the token that was set up for it", token.label());
}

}  // namespace tangthu::vault
