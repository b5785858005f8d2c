// The lives that a secret's papers lead, as tables: which act follows which state, who
// does it, what paper it takes, and by when who has to be told. The tables are the law of
// the program: what no row allows can't be done, and docs/WORKFLOWS.md is drawn from them
// (`tangthu help workflows`). Periods and authorities are dated rules (rules/*.toml).
//
// Source: Law on protection of state secrets 2018 and 2025, Law on archives 2024, as
// gathered in the rules' files.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tangthu::archive {

// Who may do an act. In an agency's vault; in a trial one a single person does all.
enum class Who : char {
  kReader,       // whoever reads what it is about
  kAsker,        // whoever did the first act
  kArchivist,    // describes documents
  kOfficer,      // signs alone
  kTwoOfficers,  // signs with another officer
  kAuthority     // holds an office that the rules name for the level, or its delegation
};

enum class ActFieldType : char { kText, kDay, kCount, kDocuments };

// What an act says.
struct ActField {
  std::string_view name;
  ActFieldType type = ActFieldType::kText;
  bool required = true;
  std::string_view help;
};

// Days that the rules in force on the day of the act give, by the name of the period.
enum class Period : char { kNone, kNotice };

struct Transition {
  std::string_view act;
  std::string_view from;  // a state; empty: the case begins
  std::string_view to;
  Who who = Who::kArchivist;
  // Whoever did this act before may not do this one too.
  std::string_view apart_from = {};
  std::span<const ActField> fields = {};
  // It takes the number and the day of a decision: "decision", "decided".
  bool by_decision = false;
  // Whoever received the document is told within this period: an act "notify".
  Period notice = Period::kNone;
  std::string_view meaning = {};
};

struct Machine {
  std::string_view name;  // "copying"
  std::string_view title;
  std::span<const Transition> transitions;

  // Of this act in this state; nothing when it is not allowed.
  const Transition* find(std::string_view state, std::string_view act) const;
  bool has_act(std::string_view act) const;
  // In which nothing more is to be done.
  bool is_end(std::string_view state) const;
};

std::span<const Machine> machines();
// Nothing when there is none of this name.
const Machine* find_machine(std::string_view name);

inline constexpr std::string_view kNotify = "notify";

// A machine as Markdown: a drawing (Mermaid) and its table.
std::string draw(const Machine& machine);

std::string_view who_words(Who who);

}  // namespace tangthu::archive
