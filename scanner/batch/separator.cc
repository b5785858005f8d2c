#include "scanner/batch/separator.h"

#include <algorithm>

#include "base/unicode.h"

namespace tangthu::scanner {
namespace {

constexpr std::string_view kOurs = "TANGTHU:";
constexpr std::string_view kDocument = "TANGTHU:1:DOC";
constexpr std::string_view kDossier = "TANGTHU:1:DOSSIER";
constexpr std::string_view kVersion = "1:";
constexpr unsigned kPrime = 97;
constexpr std::size_t kCheckBytes = 3;  // ":KK"

std::string check_digits(std::string_view kind, std::string_view code) {
  unsigned rest = 0;
  for (const std::string_view part : {kind, code}) {
    for (const char c : part)
      rest = (rest * 256 + static_cast<unsigned char>(c)) % kPrime;
  }
  return {static_cast<char>('0' + rest / 10), static_cast<char>('0' + rest % 10)};
}

bool is_dossier_code(const std::string& code) {
  const auto control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  };
  return code.size() <= kMaxDossierCodeBytes && code == to_utf8(to_code_points(code)) &&
         std::none_of(code.begin(), code.end(), control);
}

// `text` without `kind` and the check digits; nothing when these don't fit.
std::optional<std::string_view> checked_rest(std::string_view text,
                                             std::string_view kind) {
  if (text.substr(0, kind.size()) != kind) return std::nullopt;
  const std::string_view check = text.substr(kind.size(), kCheckBytes);
  const std::string_view rest = text.substr(kind.size() + check.size());
  if (check != ":" + check_digits(kind, rest)) return std::nullopt;
  return rest;
}

}  // namespace

Result<std::string> separator_text(const Separator& separator) {
  if (!is_dossier_code(separator.dossier)) {
    return fail(ErrorCode::kUsage,
                "a dossier's code has at most 100 bytes and no control characters",
                "use the code as in the inventory");
  }
  const bool plain = separator.dossier.empty();
  const std::string_view kind = plain ? kDocument : kDossier;
  const std::string code = plain ? "" : ":" + separator.dossier;
  return std::string(kind) + ":" + check_digits(kind, code) + code;
}

ReadCode parse_separator(std::string_view text) {
  if (text.substr(0, kOurs.size()) != kOurs) return {CodeKind::kForeign, {}};
  if (text.substr(kOurs.size(), kVersion.size()) != kVersion) {
    const std::string_view rest = text.substr(kOurs.size());
    const bool number = !rest.empty() && rest.front() >= '2' && rest.front() <= '9';
    return {number ? CodeKind::kNewer : CodeKind::kDamaged, {}};
  }
  const auto document = checked_rest(text, kDocument);
  if (document && document->empty()) return {CodeKind::kSeparator, {}};
  const auto dossier = checked_rest(text, kDossier);
  if (dossier && dossier->size() > 1 && dossier->front() == ':') {
    Separator separator{std::string(dossier->substr(1))};
    if (is_dossier_code(separator.dossier)) {
      return {CodeKind::kSeparator, std::move(separator)};
    }
  }
  return {CodeKind::kDamaged, {}};
}

}  // namespace tangthu::scanner
