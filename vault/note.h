// The signature lines of a signed note (c2sp.org/signed-note), and the numbers in notes.
// Used by checkpoint.cc; see checkpoint.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "vault/checkpoint.h"

namespace tangthu::vault {

// Decimal without sign or leading zeroes.
std::optional<std::uint64_t> parse_decimal(std::string_view digits);
// Up to the next newline, which is taken off too; nothing when there is none.
std::optional<std::string_view> take_line(std::string_view& text);
std::string signature_line(const NoteSignature& signature);
std::optional<NoteSignature> parse_signature_line(std::string_view line);

}  // namespace tangthu::vault
