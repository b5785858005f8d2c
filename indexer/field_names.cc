// The fields whose words queries may ask for (filter.h has those that only filter): those
// of recognition (Decree 30/2020) and of the dossier, in English and with Vietnamese
// short forms.
#include <array>

#include "base/unicode.h"
#include "indexer/query.h"

namespace tangthu::indexer {
namespace {

struct Name {
  std::string_view written;  // folded, with '-' between words
  std::string_view field;
};

constexpr auto kNames = std::to_array<Name>({
    {"number", "number"},
    {"so", "number"},
    {"symbol", "symbol"},
    {"ky-hieu", "symbol"},
    {"type", "type"},
    {"loai", "type"},
    {"agency", "agency"},
    {"co-quan", "agency"},
    {"body", "agency"},
    {"parent-agency", "parent_agency"},
    {"cap-tren", "parent_agency"},
    {"signer", "signer"},
    {"nguoi-ky", "signer"},
    {"signer-title", "signer_title"},
    {"chuc-vu", "signer_title"},
    {"signer-authority", "signer_authority"},
    {"quyen-han", "signer_authority"},
    {"place", "place"},
    {"dia-danh", "place"},
    {"subject", "subject"},
    {"trich-yeu", "subject"},
    {"recipients", "recipients"},
    {"noi-nhan", "recipients"},
    {"urgency", "urgency"},
    {"do-khan", "urgency"},
    {"secrecy", "secrecy"},
    {"do-mat", "secrecy"},
    {"title", "title"},
    {"tieu-de", "title"},
    {"keyword", "keyword"},
    {"tu-khoa", "keyword"},
});

}  // namespace

std::optional<std::string_view> field_name(std::string_view name) {
  std::string written = fold(name);
  for (char& c : written) {
    if (c == '_') c = '-';
  }
  for (const Name& known : kNames) {
    if (known.written == written) return known.field;
  }
  return std::nullopt;
}

}  // namespace tangthu::indexer
