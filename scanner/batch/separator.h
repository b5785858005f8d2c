// What a separator sheet says: "here a document begins", and in which dossier.
//
// The text of its code, UTF-8:
//   TANGTHU:1:DOC:KK              a new document
//   TANGTHU:1:DOSSIER:KK:CODE     a new document, the first of dossier CODE
// 1 is the version. KK are two decimal check digits: all bytes but KK and the colon
// before it, as one number to base 256, modulo 97 (a prime: one wrong printable character
// or two swapped ones never pass). Printed sheets live for years: version 1 stays
// readable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tangthu::scanner {

inline constexpr std::size_t kMaxDossierCodeBytes = 100;  // Circular 05/2025, fileCode

struct Separator {
  std::string dossier;  // empty: the dossier stays as it is
  bool operator==(const Separator&) const = default;
};

enum class CodeKind : std::uint8_t {
  kForeign,    // a code of someone else's: the page is a page
  kSeparator,  // ours
  kDamaged,    // claims to be ours, but the check digits or the form are wrong
  kNewer,      // ours, of a version that this program does not know
};

struct ReadCode {
  CodeKind kind = CodeKind::kForeign;
  Separator separator;  // of a kSeparator
};

// kUsage when the dossier's code is too long, not UTF-8 or has control characters.
Result<std::string> separator_text(const Separator& separator);
ReadCode parse_separator(std::string_view text);

}  // namespace tangthu::scanner
