// A PKCS#11 token (OASIS PKCS #11 v2.40): a smart card, a USB key, an HSM.
//
// An RSA key of the token wraps a 32-byte secret by RSA-OAEP (RFC 8017) with SHA-1 and
// MGF1-SHA-1: of all mechanisms the one that SoftHSM2, cards and HSMs share, and OAEP
// does not rest on collisions of its hash. The private key is made on the token, is
// sensitive and not extractable. token.cc is the only file that includes p11-kit.
// Thread rule: one thread at a time; a process has one Token of a module at a time, and
// does not fork while it has one.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "vault/crypto.h"

namespace tangthu::vault {

// Configuration of the machine: which driver, which token.
struct TokenPlace {
  std::filesystem::path module;  // the shared object of the PKCS#11 driver
  std::string label;
};

class Token {
 public:
  // Opens a session and logs in. kNotFound without module or token. kAuthentication for
  // a wrong PIN; tokens lock after a few tries, so callers never try twice on their own.
  static Result<Token> open(const TokenPlace& place, const Passphrase& pin);
  Token(Token&&) noexcept;
  Token& operator=(Token&&) noexcept;
  ~Token();

  const std::string& label() const;

  // Makes an RSA key pair of 3072 bits on the token. kUsage when the label is taken.
  Result<void> make_key(const std::string& key_label);
  // kNotFound when there is no such key, kStorage when the token fails.
  Result<Bytes> wrap(const std::string& key_label,
                     std::span<const std::uint8_t, kKeySize> secret);
  // Besides these, kCorrupt when the bytes are not what this key wrapped.
  Result<void> unwrap(const std::string& key_label, ByteView wrapped,
                      std::span<std::uint8_t, kKeySize> out);

 private:
  class Session;
  explicit Token(std::unique_ptr<Session> session);
  std::unique_ptr<Session> session_;
};

}  // namespace tangthu::vault
