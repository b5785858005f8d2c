#include "cli/copy_words.h"

#include "base/clock.h"
#include "cli/document_words.h"
#include "cli/message.h"

namespace tangthu::cli {

Json copy_json(const archive::Entry& copy) {
  Json out = copy.content;
  out.erase("kind");
  out["id"] = copy.id.to_string();
  out["level"] = level_code(copy.label.level);
  out["compartments"] = copy.label.compartments;
  out["issued"] = format_utc(copy.content.value("at", UnixSeconds{0}));
  out.erase("at");
  return out;
}

std::string copy_words(const archive::Entry& copy) {
  const Json& said = copy.content;
  std::string out = std::to_string(said.value("number", 0)) + "/" +
                    std::to_string(said.value("year", 0)) + "  " +
                    label_words(copy.label) + "  " + said.value("holder", "") + "  " +
                    format_utc(said.value("at", UnixSeconds{0})) + "  " +
                    said.value("document", "") + "  " + said.value("form", "");
  if (const int page = said.value("page", 0); page > 0) {
    out += "  ";
    out += tr("page ");
    out += std::to_string(page);
  }
  if (!said.value("marked", true)) {
    out += "  ";
    out += tr("unmarked: ");
    out += said.value("reason", "");
  }
  return out;
}

}  // namespace tangthu::cli
