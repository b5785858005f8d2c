#include "cli/custodian_key.h"

#include "cli/private_file.h"
#include "vault/base64.h"

namespace tangthu::cli {
namespace {

constexpr std::string_view kPrivateMagic = "tangthu custkey\n";
constexpr std::string_view kPublicWord = "tangthu-custodian-1 ";
constexpr std::size_t kMaxKeyFileBytes = 256;

Failure no_key(const std::filesystem::path& file) {
  return fail(ErrorCode::kBadInput, "not a custodian's key",
              "'tangthu custodian key FILE' makes FILE and FILE.pub", file.string());
}

std::string_view text_of(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

Result<void> make_custodian_key(const std::filesystem::path& file) {
  const vault::KeyPair pair = vault::make_key_pair();
  const std::string_view secret[] = {kPrivateMagic, text_of(pair.private_key.reveal())};
  TRY(write_private_file(file, secret));
  const std::string encoded = vault::to_base64(pair.public_key) + "\n";
  const std::string_view open[] = {kPublicWord, encoded};
  return write_private_file(file.string() + ".pub", open);
}

Result<vault::PrivateKey> read_custodian_key(const std::filesystem::path& file) {
  const SecretText content = TRY(read_private_file(file, kMaxKeyFileBytes));
  const ByteView bytes = content.bytes();
  if (bytes.size() != kPrivateMagic.size() + vault::kKeySize ||
      !content.view().starts_with(kPrivateMagic)) {
    return no_key(file);
  }
  return vault::PrivateKey::copy_of(
      bytes.subspan(kPrivateMagic.size()).first<vault::kKeySize>());
}

Result<vault::PublicKey> read_custodian_public_key(const std::filesystem::path& file) {
  const SecretText content = TRY(read_private_file(file, kMaxKeyFileBytes));
  std::string_view text = content.view();
  if (!text.starts_with(kPublicWord)) return no_key(file);
  text.remove_prefix(kPublicWord.size());
  while (text.ends_with('\n') || text.ends_with('\r'))
    text.remove_suffix(1);
  const auto key = vault::array_from_base64<sizeof(vault::PublicKey)>(text);
  if (!key) return no_key(file);
  return *key;
}

}  // namespace tangthu::cli
