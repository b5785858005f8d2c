// The books of fonds and dossiers that a session can read, and the documents of a
// dossier.
//
// Codes are compared without marks and case, as search does; of a code that two dossiers
// bear (one of them under a label that whoever opened the other did not hold) the one
// that was found first is meant, and `dossier check` tells. Thread rule: that of the
// session.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "archive/model/dossier.h"
#include "archive/record.h"

namespace tangthu::archive {

// What codes are compared by.
std::string code_key(std::string_view code);

struct Books {
  std::vector<Fonds> fonds;       // by code
  std::vector<Dossier> dossiers;  // by code
  std::size_t damaged = 0;        // entries that were passed over

  const Fonds* find_fonds(std::string_view code) const;
  const Dossier* find_dossier(std::string_view code) const;

  std::map<std::string, std::size_t> fonds_by_key;  // places in the lists above
  std::map<std::string, std::size_t> dossiers_by_key;
};
Result<Books> read_books(vault::Session& session, const vault::Look& look);

struct Member {
  DocumentId id;
  Label label{Level::kThuong, {}};
  Record record;
};

struct Members {
  std::vector<Member> documents;
  std::size_t damaged = 0;  // records that were passed over
};
// In the dossier's order. Of a code that is not opened, by the time they came in.
Result<Members> read_members(vault::Session& session, const vault::Look& look,
                             std::string_view code, const Dossier* dossier);

// Ids by the dossier's order, those that it does not name after, as they stand.
void put_in_order(const std::vector<DocumentId>& order, std::vector<Member>& members);

// A dossier's code with the ordinal of one of its documents, from 1.
std::string document_code(const RecordRules& rules, const std::string& dossier,
                          std::size_t ordinal);

// The document of an id or a code as typed. kNotFound.
Result<DocumentId> find_document(vault::Session& session, const vault::Look& look,
                                 const RecordRules& rules, const Books& books,
                                 const std::string& typed);
// The dossier's part of a document's code and the ordinal; nothing when it is none.
struct DocumentCode {
  std::string dossier;
  std::size_t ordinal = 0;
};
std::optional<DocumentCode> parse_document_code(const RecordRules& rules,
                                                std::string_view text);

}  // namespace tangthu::archive
