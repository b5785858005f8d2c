#include "vault/note.h"

#include <algorithm>

#include "base/number.h"
#include "vault/base64.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // em dash, space
constexpr std::size_t kIdSize = 4;

Failure not_a_vkey() {
  return fail(ErrorCode::kUsage, "not a verification key",
              "give it as NAME+ID+KEY, on one line");
}

}  // namespace

std::optional<std::uint64_t> parse_decimal(std::string_view digits) {
  const bool canonical = digits.size() == 1 || !digits.starts_with('0');
  return canonical ? parse_number<std::uint64_t>(digits) : std::nullopt;
}

std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

std::string signature_line(const NoteSignature& signature) {
  ByteWriter blob;
  blob.raw(signature.id);
  blob.raw(signature.bytes);
  return std::string(kDash) + signature.name + " " + to_base64(blob.view()) + "\n";
}

std::optional<NoteSignature> parse_signature_line(std::string_view line) {
  if (!line.starts_with(kDash)) return std::nullopt;
  line.remove_prefix(kDash.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::string_view name = line.substr(0, space);
  const auto blob = from_base64(line.substr(space + 1));
  if (!is_note_name(name) || !blob || blob->size() <= kIdSize) return std::nullopt;
  ByteReader reader(*blob);
  NoteSignature signature{std::string(name), reader.fixed<kIdSize>(), {}};
  signature.bytes = to_bytes(reader.raw(reader.remaining()));
  return signature;
}

bool is_note_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxNoteNameBytes &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return c > ' ' && c < '\x7f' && c != '+'; });
}

std::string log_origin(ByteView vault_id) {
  return "tangthu/" + to_hex(vault_id);
}

std::array<std::uint8_t, 4> NoteKey::id() const {
  const auto type = static_cast<std::uint8_t>(kind);
  const Hash32 hash = sha256({as_bytes(name), as_bytes("\n"), {&type, 1}, key});
  return {hash[0], hash[1], hash[2], hash[3]};
}

std::string NoteKey::to_vkey() const {
  ByteWriter material;
  material.integer(static_cast<std::uint8_t>(kind));
  material.raw(key);
  return name + "+" + to_hex(id()) + "+" + to_base64(material.view());
}

Result<NoteKey> parse_vkey(std::string_view text) {
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return not_a_vkey();
  const std::size_t second = text.find('+', first + 1);  // base 64 may hold more of them
  if (second == std::string_view::npos) return not_a_vkey();
  const auto material = array_from_base64<33>(text.substr(second + 1));
  const bool known = material && ((*material)[0] == 1 || (*material)[0] == 4);
  if (!known || !is_note_name(text.substr(0, first))) return not_a_vkey();
  NoteKey key{
      std::string(text.substr(0, first)), static_cast<NoteKeyKind>((*material)[0]), {}};
  std::copy(material->begin() + 1, material->end(), key.key.begin());
  if (key.to_vkey() != text) return not_a_vkey();  // the id is not that of this key
  return key;
}

}  // namespace tangthu::vault
