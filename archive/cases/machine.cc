#include "archive/cases/machine.h"

#include <algorithm>

#include "archive/cases/tables.h"

namespace tangthu::archive {

const Transition* Machine::find(std::string_view state, std::string_view act) const {
  const auto at = std::ranges::find_if(transitions, [&](const Transition& each) {
    return each.from == state && each.act == act;
  });
  return at == transitions.end() ? nullptr : &*at;
}

bool Machine::has_act(std::string_view act) const {
  return std::ranges::any_of(transitions,
                             [&](const Transition& each) { return each.act == act; });
}

bool Machine::is_end(std::string_view state) const {
  return std::ranges::none_of(transitions, [&](const Transition& each) {
    return each.from == state && each.to != state;
  });
}

std::span<const Machine> machines() {
  return kMachines;
}

const Machine* find_machine(std::string_view name) {
  const auto at = std::ranges::find_if(
      machines(), [&](const Machine& each) { return each.name == name; });
  return at == machines().end() ? nullptr : &*at;
}

std::string_view who_words(Who who) {
  switch (who) {
    case Who::kReader:
      return "reader";
    case Who::kAsker:
      return "who asked";
    case Who::kArchivist:
      return "archivist";
    case Who::kOfficer:
      return "officer";
    case Who::kTwoOfficers:
      return "two officers";
    case Who::kAuthority:
      break;
  }
  return "authority";
}

namespace {

// Mermaid takes no '-' in names of states.
std::string state_name(std::string_view state) {
  std::string out(state.empty() ? "[*]" : state);
  std::ranges::replace(out, '-', '_');
  return out;
}

std::string field_words(const Transition& row) {
  std::string out;
  for (const ActField& field : row.fields) {
    if (!out.empty()) out += ", ";
    out += field.name;
    if (!field.required) out += "?";
  }
  if (row.by_decision) out += out.empty() ? "decision, decided" : ", decision, decided";
  return out;
}

}  // namespace

std::string draw(const Machine& machine) {
  std::string out = "```mermaid\nstateDiagram-v2\n";
  for (const Transition& row : machine.transitions) {
    out += "  " + state_name(row.from) + " --> " + state_name(row.to) + ": " +
           std::string(row.act) + "\n";
  }
  out += "```\n\n| act | from | to | who | not who did | says | told | |\n";
  out += "|---|---|---|---|---|---|---|---|\n";
  for (const Transition& row : machine.transitions) {
    out += "| `" + std::string(row.act) + "` | " + std::string(row.from) + " | " +
           std::string(row.to) + " | " + std::string(who_words(row.who)) + " | " +
           std::string(row.apart_from) + " | " + field_words(row) + " | " +
           (row.notice == Period::kNotice ? "within notice-days" : "") + " | " +
           std::string(row.meaning) + " |\n";
  }
  return out;
}

}  // namespace tangthu::archive
