#include "archive/model/books.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "archive/catalogue.h"
#include "base/number.h"
#include "base/unicode.h"
#include "vault/absent.h"

namespace tangthu::archive {
namespace {

using Keys = std::map<std::string, std::size_t>;

template <typename Kept>
const Kept* find(const std::vector<Kept>& all, const Keys& keys, std::string_view code) {
  const auto at = keys.find(code_key(code));
  return at == keys.end() ? nullptr : &all[at->second];
}

// In order of their codes; of a code that several bear the first is meant.
template <typename Kept>
Keys sort_by_code(std::vector<Kept>& all) {
  std::ranges::sort(all, {},
                    [](const Kept& each) { return std::tie(each.code, each.id); });
  Keys keys;
  for (std::size_t i = 0; i < all.size(); ++i)
    keys.emplace(code_key(all[i].code), i);
  return keys;
}

}  // namespace

std::string code_key(std::string_view code) {
  return fold(to_nfc(code));
}

const Fonds* Books::find_fonds(std::string_view code) const {
  return find(fonds, fonds_by_key, code);
}

const Dossier* Books::find_dossier(std::string_view code) const {
  return find(dossiers, dossiers_by_key, code);
}

Result<Books> read_books(vault::Session& session, const vault::Look& look) {
  Books books;
  const std::size_t damaged =
      TRY(visit_entries(session, look, "", [&books](Entry&& entry) -> Result<void> {
        if (entry.kind() == kFondsKind) {
          auto fonds = read_fonds(entry);
          if (fonds) books.fonds.push_back(std::move(*fonds));
          if (!fonds) ++books.damaged;
        } else if (entry.kind() == kDossierKind) {
          auto dossier = read_dossier(entry);
          if (dossier) books.dossiers.push_back(std::move(*dossier));
          if (!dossier) ++books.damaged;
        }
        return {};
      }));
  books.damaged += damaged;
  books.fonds_by_key = sort_by_code(books.fonds);
  books.dossiers_by_key = sort_by_code(books.dossiers);
  return books;
}

void put_in_order(const std::vector<DocumentId>& order, std::vector<Member>& members) {
  std::map<DocumentId, std::size_t> places;
  for (std::size_t i = 0; i < order.size(); ++i)
    places.emplace(order[i], i);
  const auto key = [&](const Member& member) {
    const auto at = places.find(member.id);
    return std::tuple(at == places.end() ? order.size() : at->second,
                      member.record.created, member.id);
  };
  std::ranges::sort(members, {}, key);
}

Result<Members> read_members(vault::Session& session, const vault::Look& look,
                             std::string_view code, const Dossier* dossier) {
  Members out;
  const std::string key = code_key(code);
  out.damaged = TRY(read_catalogue(
      session, look,
      [&](const DocumentId& id, const Label& label, Record&& record) -> Result<std::any> {
        if (record.dossier.empty() || code_key(record.dossier) != key) return std::any();
        return std::any(Member{id, label, std::move(record)});
      },
      [&](std::any&& member) -> Result<void> {
        out.documents.push_back(std::move(*std::any_cast<Member>(&member)));
        return {};
      }));
  put_in_order(dossier == nullptr ? std::vector<DocumentId>() : dossier->order,
               out.documents);
  return out;
}

std::string document_code(const RecordRules& rules, const std::string& dossier,
                          std::size_t ordinal) {
  std::string digits = std::to_string(ordinal);
  const auto width = static_cast<std::size_t>(rules.document_digits);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return dossier + rules.document_separator + digits;
}

std::optional<DocumentCode> parse_document_code(const RecordRules& rules,
                                                std::string_view text) {
  const auto digits = static_cast<std::size_t>(rules.document_digits);
  const std::size_t tail = digits + rules.document_separator.size();
  if (text.size() <= tail) return std::nullopt;
  const auto ordinal = parse_number<std::size_t>(text.substr(text.size() - digits));
  const auto separator = text.substr(text.size() - tail, rules.document_separator.size());
  if (!ordinal || *ordinal == 0 || separator != rules.document_separator)
    return std::nullopt;
  return DocumentCode{std::string(text.substr(0, text.size() - tail)), *ordinal};
}

Result<DocumentId> find_document(vault::Session& session, const vault::Look& look,
                                 const RecordRules& rules, const Books& books,
                                 const std::string& typed) {
  if (const auto id = DocumentId::parse(typed)) return *id;
  const auto code = parse_document_code(rules, typed);
  if (!code) return vault::no_such_document(typed);
  const Members members =
      TRY(read_members(session, look, code->dossier, books.find_dossier(code->dossier)));
  if (code->ordinal > members.documents.size()) return vault::no_such_document(typed);
  return members.documents[code->ordinal - 1].id;
}

}  // namespace tangthu::archive
