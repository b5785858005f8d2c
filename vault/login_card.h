// A login card: a passphrase that a PKCS#11 token keeps. The file says nothing to whoever
// has not the token and its PIN, and neither of them is of use without the other two.
//
//   "tangthu card1\n" ‖ two zeroes ‖ u16 size ‖ the key's label on the token ‖ u16 size ‖
//   32 random bytes, wrapped by that key (vault/token.h) ‖ BLAKE2b-128 of all before
//
// The passphrase is the 64 hexadecimal digits of the 32 bytes: to the vault it is one as
// any other.
// Thread rule: pure, but for the token.
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/secret.h"
#include "vault/token.h"

namespace tangthu::vault {

// A card's first bytes: no passphrase begins with them.
bool is_login_card(ByteView file);
inline constexpr std::size_t kMaxLoginCardBytes = 4096;

// A new passphrase for a key that the token has.
Result<Bytes> make_login_card(Token& token, const std::string& key_label);
// kCorrupt for what is no card; besides it the errors of Token::unwrap(). `subject` names
// the file.
Result<Passphrase> read_login_card(ByteView file, Token& token, std::string subject);

}  // namespace tangthu::vault
