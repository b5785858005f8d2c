// The machines: no forbidden step can be reached, duties stay apart, every decision has
// its paper, and a level never falls without officers. What must hold is said here in
// words of its own and not by the tables.
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "archive/cases/offices.h"
#include "archive/rules_file.h"
#include "archive/secrecy/life.h"
#include "base/id.h"

namespace tangthu::archive {
namespace {

using vault::Role;

Date day(std::string_view iso) {
  return parse_date(iso).value();
}

SecrecyRuleBook built_in() {
  return SecrecyRuleBook::parse(built_in_rules("secrecy"), "built in").value();
}

const std::string kId = DocumentId::random().to_string();

TEST(MachineTest, EveryStateIsReachedAndEveryActIsOnce) {
  for (const Machine& machine : machines()) {
    std::set<std::string_view> reached = {""};
    for (std::size_t round = 0; round < machine.transitions.size(); ++round) {
      for (const Transition& row : machine.transitions) {
        if (reached.contains(row.from)) reached.insert(row.to);
      }
    }
    std::set<std::pair<std::string_view, std::string_view>> rows;
    for (const Transition& row : machine.transitions) {
      EXPECT_TRUE(reached.contains(row.from)) << machine.name << " " << row.from;
      EXPECT_TRUE(rows.insert({row.from, row.act}).second) << machine.name << row.act;
      EXPECT_TRUE(row.apart_from.empty() || machine.has_act(row.apart_from));
      EXPECT_TRUE(row.notice == Period::kNone || machine.has_act(kNotify));
    }
  }
}

// A person of the agency, and what he holds.
struct Person {
  const char* name;
  vault::Roles roles;
  bool decides;
};
const std::vector<Person>& people() {
  static const std::vector<Person> kPeople = {
      {"an", {Role::kOfficer}, true},
      {"binh", {Role::kOfficer}, false},
      {"luu", {Role::kArchivist}, false},
      {"doc", {Role::kReader}, false},
      {"quan", {Role::kAdministrator}, true},
      {"tham", {Role::kArchivist, Role::kOfficer}, true}};
  return kPeople;
}

class Walker {
 public:
  explicit Walker(unsigned seed) : random_(seed) {}

  int pick(int from, int to) { return std::uniform_int_distribution(from, to)(random_); }
  const Person& person() {
    return people()[static_cast<std::size_t>(
        pick(0, static_cast<int>(people().size()) - 1))];
  }
  static Actor actor(const Person& person) {
    return {person.name, person.roles, false,
            [&person](const Machine&, Level, const Date&) { return person.decides; }};
  }
  // Any act of the machine, mostly with all that it says, sometimes with too much or too
  // little.
  CaseAct wish(const Machine& machine, const Person& person, const Date& today) {
    const auto& rows = machine.transitions;
    const Transition& row =
        rows[static_cast<std::size_t>(pick(0, static_cast<int>(rows.size()) - 1))];
    CaseAct out{std::string(row.act), person.name, 1, Json::object()};
    for (const ActField& field : row.fields) {
      if (pick(0, 19) > 0) out.says[std::string(field.name)] = value(field, today);
    }
    if (row.by_decision || pick(0, 9) == 0) {
      if (pick(0, 19) > 0) out.says["decision"] = "12/QĐ-UBND";
      if (pick(0, 19) > 0)
        out.says["decided"] = format_date(add_days(today, pick(-120, 3)));
    }
    return out;
  }
  std::mt19937& random() { return random_; }

 private:
  Json value(const ActField& field, const Date& today) {
    if (field.type == ActFieldType::kDay)
      return format_date(add_days(today, pick(-10, field.name == "until" ? 15'000 : 2)));
    if (field.type == ActFieldType::kCount) return static_cast<std::uint64_t>(pick(0, 4));
    if (field.type == ActFieldType::kDocuments) return Json::array({kId});
    static constexpr const char* kLevels[] = {"thuong", "mat", "toi-mat", "tuyet-mat",
                                              "mật"};
    if (field.name == "level") return kLevels[pick(0, 4)];
    if (field.name == "ground") return pick(0, 1) == 0 ? "expired" : "unlisted";
    return "một lời";
  }

  std::mt19937 random_;
};

std::string name_of(const CaseAct* act) {
  return act == nullptr ? "" : act->by;
}

bool has_decision(const CaseAct& act, const Date& today) {
  const auto decided = parse_date(act.says.value("decided", ""));
  return act.says.value("decision", "") != "" && decided && *decided <= today;
}

bool is(const std::string& name, Role role) {
  for (const Person& person : people()) {
    if (name == person.name) return person.roles.has(role);
  }
  return false;
}

bool decides(const std::string& name) {
  return std::ranges::any_of(people(), [&](const Person& person) {
    return name == person.name && person.decides;
  });
}

void check_copying(const Case& walk, const Date& today) {
  const CaseAct* asked = last_act(walk, "request");
  const CaseAct* approved = last_act(walk, "approve");
  const CaseAct* made = last_act(walk, "execute");
  ASSERT_NE(asked, nullptr);
  const auto copies = [](const CaseAct* act) { return act->says["copies"]; };
  if (approved != nullptr) {
    ASSERT_TRUE(decides(approved->by));
    ASSERT_FALSE(is(approved->by, Role::kAdministrator));
    ASSERT_NE(approved->by, asked->by);
    ASSERT_TRUE(has_decision(*approved, today));
    ASSERT_GE(copies(asked), copies(approved));
    ASSERT_EQ(last_act(walk, "refuse"), nullptr);
  }
  if (made != nullptr) {
    ASSERT_NE(approved, nullptr);
    ASSERT_NE(made->by, approved->by);
    ASSERT_GE(copies(approved), copies(made));
  }
  const char* order[] = {"request", "approve", "execute", "register", "mark", "issue"};
  for (std::size_t i = 1; i < std::size(order); ++i) {
    ASSERT_TRUE(last_act(walk, order[i]) == nullptr ||
                last_act(walk, order[i - 1]) != nullptr)
        << order[i];
  }
}

void check_destruction(const Case& walk, const Date& today) {
  const CaseAct* destroyed = last_act(walk, "destroy");
  if (destroyed == nullptr) return;
  ASSERT_NE(destroyed->by, name_of(last_act(walk, "propose")));
  for (const char* before : {"set-council", "review", "decide"})
    ASSERT_NE(last_act(walk, before), nullptr) << before;
  ASSERT_TRUE(has_decision(*last_act(walk, "decide"), today));
  ASSERT_TRUE(has_decision(*last_act(walk, "set-council"), today));
  ASSERT_TRUE(is(name_of(last_act(walk, "decide")), Role::kOfficer));
}

void check_reading(const Case& walk) {
  const CaseAct* allowed = last_act(walk, "approve");
  if (allowed == nullptr) return;
  ASSERT_EQ(walk.machine->find("requested", "approve")->who, Who::kTwoOfficers);
  ASSERT_NE(allowed->by, walk.acts.front().by);
  ASSERT_TRUE(parse_date(allowed->says.value("until", "")));
}

// Whoever merely runs the machine does nothing alone anywhere; what two officers sign he
// may propose.
void check_all(const Case& walk, const Date& today) {
  std::string state;
  for (const CaseAct& act : walk.acts) {
    const Transition& row = *walk.machine->find(state, act.act);
    ASSERT_TRUE(row.who == Who::kTwoOfficers || act.by != "quan")
        << walk.machine->name << " " << act.act;
    state = row.to;
  }
  if (walk.machine->name == "copying") check_copying(walk, today);
  if (walk.machine->name == "destruction") check_destruction(walk, today);
  if (walk.machine->name == "reading") check_reading(walk);
}

TEST(CaseTest, RandomSequencesReachNothingForbidden) {
  Walker walker(20261123);
  const Date start = day("2021-01-04");
  std::map<std::string, int> ended;
  for (int sequence = 0; sequence < 100'000; ++sequence) {
    const auto all = machines();
    const Machine& machine =
        all[static_cast<std::size_t>(walker.pick(1, static_cast<int>(all.size()) - 1))];
    Case walk{&machine, Level::kToiMat, {}};
    Date today = start;
    for (int attempt = 0; attempt < 30; ++attempt) {
      today = add_days(today, walker.pick(0, 20));
      const Person& person = walker.person();
      const CaseAct act = walker.wish(machine, person, today);
      const std::string before = state_of(walk).value();
      const auto row = check_act(walk, act, Walker::actor(person), today);
      if (!row) continue;
      ASSERT_EQ((*row)->from, before);
      ASSERT_FALSE(!before.empty() && machine.is_end(before) && (*row)->to != before);
      walk.acts.push_back(act);
      ASSERT_EQ(state_of(walk).value(), (*row)->to);
      check_all(walk, today);
      if (testing::Test::HasFatalFailure()) return;
    }
    const std::string state = state_of(walk).value();
    if (!state.empty() && machine.is_end(state)) ++ended[std::string(machine.name)];
  }
  for (const Machine& machine : machines()) {
    if (machine.name == "secrecy") continue;
    EXPECT_GT(ended[std::string(machine.name)], 100) << machine.name;
  }
}

// One document's life over 35 years and more.
TEST(SecrecyLifeTest, ALevelFallsByADecisionOfOfficersAlone) {
  Walker walker(20261124);
  const SecrecyRuleBook rules = built_in();
  const Machine& machine = *find_machine("secrecy");
  std::map<std::string, int> done;
  for (int sequence = 0; sequence < 20'000; ++sequence) {
    Level level = static_cast<Level>(walker.pick(0, 3));
    Record record;
    const Date issued = add_days(day("2020-07-01"), walker.pick(0, 2000));
    record.fields["date"] = {{"value", format_date(issued)}, {"confidence", 1.0}};
    Date today = issued;
    for (int attempt = 0; attempt < 25; ++attempt) {
      today = add_days(today, walker.pick(0, 1500));
      const Person& person = walker.person();
      const CaseAct act = walker.wish(machine, person, today);
      const SecretLife before = secret_life(record);
      const auto row =
          check_life_act(rules, record, level, act, Walker::actor(person), today);
      if (!row) continue;
      ++done[act.act];
      const Level to = level_given(act).value_or(level);
      if (act.act != "notify") {
        ASSERT_TRUE(is(person.name, Role::kOfficer) ||
                    is(person.name, Role::kArchivist) ||
                    is(person.name, Role::kAdministrator));
        ASSERT_EQ((*row)->who, Who::kTwoOfficers);
      }
      if (to < level) {
        ASSERT_TRUE(has_decision(act, today)) << act.act;
        ASSERT_GE(*parse_date(act.says["decided"].get<std::string>()),
                  *before.classified);
      }
      if (act.act == "declassify" && act.says["ground"] == "expired") {
        const Date last = *protection(rules, level, before, today).last_day;
        ASSERT_GT(*parse_date(act.says["decided"].get<std::string>()), last);
      }
      if (act.act == "declassify-fully" || act.act == "declassify-partly") {
        ASSERT_TRUE(std::ranges::any_of(
            record.acts, [](const Json& each) { return each["act"] == "set-council"; }));
      }
      record.acts.push_back(record_act(act));
      level = to;
      const std::string state = state_of(life_of(record, level)).value();
      ASSERT_EQ(state, (*row)->to) << act.act;
      ASSERT_EQ(state == "declassified" || state.empty(), level == Level::kThuong);
    }
  }
  for (const char* act : {"classify", "extend", "adjust", "declassify", "set-council",
                          "keep", "declassify-partly", "declassify-fully", "notify"})
    EXPECT_GT(done[act], 50) << act;
}

class LifeTest : public testing::Test {
 protected:
  LifeTest() { record_.fields["date"] = {{"value", "2021-03-04"}, {"confidence", 1.0}}; }
  static CaseAct act(const std::string& name, Json says) {
    return {name, "an", 1, std::move(says)};
  }
  std::string state(Level level) const {
    return state_of(life_of(record_, level)).value();
  }
  Record record_;
};

TEST_F(LifeTest, AnAnnouncedMoveCountsWhenTheDocumentIsThere) {
  record_.acts.push_back(record_act(act("declassify", {{"ground", "unlisted"}})));
  EXPECT_EQ(state(Level::kMat), "classified");
  EXPECT_EQ(state(Level::kThuong), "declassified");
}

TEST_F(LifeTest, ALevelThatSomebodySetWithoutAnActIsSeenToo) {
  EXPECT_EQ(state(Level::kThuong), "");
  EXPECT_EQ(state(Level::kToiMat), "classified");
  record_.acts.push_back(record_act(act("extend", {{"until", "2035-01-01"}})));
  EXPECT_EQ(state(Level::kThuong), "declassified");
  record_.acts.push_back(record_act(act("declassify", {{"ground", "unlisted"}})));
  EXPECT_EQ(state(Level::kMat), "classified") << "raised again";
}

TEST_F(LifeTest, ANoticeIsDueUntilItWasGiven) {
  const SecrecyRuleBook rules = built_in();
  record_.acts.push_back(record_act(
      act("extend",
          {{"until", "2041-03-04"}, {"decision", "1"}, {"decided", "2030-12-20"}})));
  EXPECT_EQ(notices_due(rules, record_, Level::kMat),
            std::vector<Date>{day("2031-01-04")});
  record_.acts.push_back(
      record_act(act("notify", {{"to", "Sở Nội vụ"}, {"on", "2030-12-28"}})));
  EXPECT_TRUE(notices_due(rules, record_, Level::kMat).empty());
}

TEST_F(LifeTest, ASecretMadeAgainHasANewPeriod) {
  record_.acts.push_back(record_act(act("declassify", {{"ground", "unlisted"}})));
  record_.acts.push_back(record_act(
      act("classify", {{"level", "mat"}, {"decision", "2"}, {"decided", "2028-02-29"}})));
  EXPECT_EQ(secret_life(record_).classified, day("2028-02-29"));
  EXPECT_EQ(protection(built_in(), Level::kMat, secret_life(record_), day("2030-01-01"))
                .last_day,
            day("2038-02-28"));
}

class OfficesTest : public testing::Test {
 protected:
  static Case appointed(const std::string& user, const std::string& position,
                        const std::string& from, const std::string& until) {
    CaseAct act{
        "appoint", "an", 1, {{"user", user}, {"position", position}, {"from", from}}};
    if (!until.empty()) act.says["until"] = until;
    return {find_machine("office"), Level::kThuong, {act}};
  }
  static Case deputy(const std::string& of, const std::string& user,
                     const std::string& level, const std::string& from,
                     const std::string& until) {
    return {find_machine("delegation"),
            Level::kThuong,
            {{"delegate",
              of,
              1,
              {{"user", user}, {"level", level}, {"from", from}, {"until", until}}}}};
  }
  SecrecyRuleBook rules_ = built_in();
};

TEST_F(OfficesTest, APositionDecidesUpToItsLevelAndWithinItsTerm) {
  const Offices offices(
      std::vector<Case>{appointed("an", "division-head", "2024-01-01", "2025-12-31"),
                        appointed("binh", "minister", "2024-01-01", "")});
  EXPECT_TRUE(offices.decides(rules_, "an", Level::kMat, day("2024-01-01")));
  EXPECT_TRUE(offices.decides(rules_, "an", Level::kMat, day("2025-12-31")));
  EXPECT_FALSE(offices.decides(rules_, "an", Level::kMat, day("2026-01-01")));
  EXPECT_FALSE(offices.decides(rules_, "an", Level::kMat, day("2023-12-31")));
  EXPECT_FALSE(offices.decides(rules_, "an", Level::kToiMat, day("2025-01-01")));
  EXPECT_TRUE(offices.decides(rules_, "binh", Level::kTuyetMat, day("2040-01-01")));
  EXPECT_FALSE(offices.decides(rules_, "chau", Level::kMat, day("2025-01-01")));
}

TEST_F(OfficesTest, ADeputyDecidesForItsTermAndPassesNothingOn) {
  const Offices offices(
      std::vector<Case>{appointed("an", "minister", "2024-01-01", "2025-06-30"),
                        deputy("an", "binh", "toi-mat", "2025-01-01", "2025-12-31"),
                        deputy("binh", "chau", "mat", "2025-01-01", "2025-12-31")});
  EXPECT_TRUE(offices.decides(rules_, "binh", Level::kToiMat, day("2025-03-01")));
  EXPECT_FALSE(offices.decides(rules_, "binh", Level::kTuyetMat, day("2025-03-01")));
  EXPECT_FALSE(offices.holds(rules_, "binh", Level::kMat, day("2025-03-01")));
  EXPECT_FALSE(offices.decides(rules_, "chau", Level::kMat, day("2025-03-01")));
  EXPECT_FALSE(offices.decides(rules_, "binh", Level::kMat, day("2025-07-01")))
      << "who named him is in office no more";
}

}  // namespace
}  // namespace tangthu::archive
