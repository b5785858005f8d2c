#include "vault/login_card.h"

#include "base/id.h"
#include "vault/durable_file.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kMagic{"tangthu card1\n\0\0", 16};
using CardSecret = SecretOf<struct CardSecretRole>;

void put_sized(ByteWriter& out, ByteView bytes) {
  out.integer(static_cast<std::uint16_t>(bytes.size()));
  out.raw(bytes);
}

}  // namespace

bool is_login_card(ByteView file) {
  return file.size() >= kMagic.size() && as_text(file.first(kMagic.size())) == kMagic;
}

Result<Bytes> make_login_card(Token& token, const std::string& key_label) {
  CardSecret secret;
  random_bytes(secret.reveal_writable());
  ByteWriter out;
  put_sized(out, as_bytes(key_label));
  put_sized(out, TRY(token.wrap(key_label, secret.reveal())));
  return frame_file(kMagic, out.view());
}

Result<Passphrase> read_login_card(ByteView file, Token& token, std::string subject) {
  const Bytes content = TRY(unframe_file(kMagic, file, subject));
  ByteReader in(content);
  const std::string label(as_text(in.raw(in.integer<std::uint16_t>())));
  const ByteView wrapped = in.raw(in.integer<std::uint16_t>());
  if (!in.complete()) {
    return fail(ErrorCode::kCorrupt, "the file is no login card",
                "make another card, and have it be the new passphrase", subject);
  }
  CardSecret secret;
  TRY(token.unwrap(label, wrapped, secret.reveal_writable()));
  constexpr std::string_view kDigits = "0123456789abcdef";
  LockedBuffer digits(2 * secret.reveal().size());
  const auto out = digits.span();
  for (std::size_t i = 0; i < secret.reveal().size(); ++i) {
    out[2 * i] = static_cast<std::uint8_t>(kDigits[secret.reveal()[i] >> 4U]);
    out[2 * i + 1] = static_cast<std::uint8_t>(kDigits[secret.reveal()[i] & 15U]);
  }
  return Passphrase(digits.span());
}

}  // namespace tangthu::vault
