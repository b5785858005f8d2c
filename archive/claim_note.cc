#include "archive/claim_note.h"

#include <sstream>

namespace tangthu::archive {

std::multimap<int, DocumentId> parse_claim_note(const std::string& note) {
  std::multimap<int, DocumentId> out;
  std::istringstream lines(note);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    int ordinal = 0;
    std::string id;
    if (!(words >> ordinal >> id)) continue;
    if (const auto parsed = DocumentId::parse(id)) out.emplace(ordinal, *parsed);
  }
  return out;
}

std::string claim_note_line(int ordinal, const DocumentId& id) {
  return std::to_string(ordinal) + " " + id.to_string();
}

}  // namespace tangthu::archive
