#include "tests/crash/event.h"

#include <sstream>

namespace tangthu::crash {

std::string_view kind_name(Kind kind) {
  static constexpr std::string_view kNames[] = {
      "put",      "classify", "destroy",       "read",   "grant",
      "revoke",   "rewrap",   "barrier-epoch", "reseal", "passphrase",
      "add-user", "sign",     "backup",        "revise", "merge"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string Event::line() const {
  std::ostringstream out;
  out << static_cast<int>(stage) << ' ' << static_cast<int>(kind) << ' ' << number << ' '
      << label << ' ' << ids.size();
  for (const DocumentId& id : ids)
    out << ' ' << id.to_string();
  out << ' ' << text << '\n';
  return out.str();
}

std::optional<Event> Event::parse(const std::string& line) {
  std::istringstream in(line);
  int stage = 0;
  int kind = 0;
  std::size_t count = 0;
  Event event{};
  in >> stage >> kind >> event.number >> event.label >> count;
  event.stage = static_cast<Stage>(stage);
  event.kind = static_cast<Kind>(kind);
  for (std::size_t i = 0; i < count && in; ++i) {
    std::string text;
    in >> text;
    const auto id = DocumentId::parse(text);
    if (!id) return std::nullopt;
    event.ids.push_back(*id);
  }
  if (!in) return std::nullopt;
  in.ignore(1);
  std::getline(in, event.text);
  return event;
}

}  // namespace tangthu::crash
