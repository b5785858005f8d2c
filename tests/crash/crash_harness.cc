// Kills a vault at random moments and compares it with what it has acknowledged.
//
//   crash-harness [--cycles N] [--seed N] [--folder DIR] [--progress N] [--sabotage]
//
// A cycle: a process opens the vault for writing and works; it is killed with SIGKILL;
// often the next opening, which settles what was interrupted, is killed as well; then the
// vault is opened and compared. Exit status 0 when nothing was lost, resurrected or
// wrong; 1 with seed, cycle and the vault's folder, which is kept. With --sabotage the
// harness damages the vault itself and must notice.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <thread>

#include "tests/crash/check.h"
#include "tests/crash/load.h"
#include "tests/support/temporary_folder.h"

namespace tangthu::crash {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kPatienceMs = 60'000;
constexpr std::uint64_t kCyclesOfAVault = 100;

struct Options {
  std::uint64_t cycles = 200;
  std::uint64_t seed = 1;
  std::uint64_t progress = 0;
  fs::path folder = fs::temp_directory_path();
  bool sabotage = false;
};

struct Counts {
  std::uint64_t cycles = 0;
  std::uint64_t vaults = 0;
  std::uint64_t settling_killed = 0;
  std::map<std::string, std::uint64_t> done;    // acknowledged, by kind
  std::map<std::string, std::uint64_t> killed;  // what was going on
  std::uint64_t doubt_done = 0;
  std::uint64_t doubt_not_done = 0;
};

// When to kill: at the n-th event of a stage, some time later.
struct Plan {
  Stage stage;
  std::uint64_t nth;
  std::chrono::microseconds delay;
  unsigned operations;
};

// As many short times as long ones: what a step takes is known of none.
std::chrono::microseconds some_time(Random& random, double least, double most) {
  const double part = static_cast<double>(random.below(1'000'000)) / 1e6;
  return std::chrono::microseconds(
      static_cast<std::int64_t>(least * std::pow(most / least, part)));
}

Plan make_plan(Random& random) {
  const auto operations = static_cast<unsigned>(3 + random.below(12));
  switch (random.below(10)) {
    case 0:
    case 1:
      return {Stage::kOpening, 1, some_time(random, 100, 60'000), operations};
    case 2:
      return {Stage::kClosing, 1, some_time(random, 5, 10'000), operations};
    case 3:
      return {Stage::kDone, 1 + random.below(operations), some_time(random, 1, 1'000),
              operations};
    default:
      return {Stage::kStarted, 1 + random.below(operations), some_time(random, 5, 40'000),
              operations};
  }
}

class Harness {
 public:
  explicit Harness(const Options& options)
      : options_(options), folder_(options.folder), random_(options.seed) {}

  bool run() {
    const auto begin = Clock::now();
    bool good = true;
    for (std::uint64_t cycle = 0; good && cycle < options_.cycles; ++cycle) {
      if (cycle % kCyclesOfAVault == 0) good = new_vault();
      good = good && one_cycle(cycle);
      ++counts_.cycles;
      if (!good) failed(cycle);
      if (options_.progress != 0 && counts_.cycles % options_.progress == 0) print(begin);
    }
    print(begin);
    if (!good) keep();
    return good;
  }

 private:
  bool new_vault() {
    vault_ = folder_.path() / ("vault-" + std::to_string(counts_.vaults++));
    fs::remove_all(last_vault_);
    if (!last_vault_.empty()) fs::remove_all(backup_of(last_vault_));
    last_vault_ = vault_;
    oracle_ = Oracle();
    Child child([this](const Tell& tell) {
      const auto made = make_vault(vault_);
      if (!made) tell(std::string(made.error().text()) + "\n");
      return made ? 0 : 1;
    });
    std::string line;
    while (child.next(line, kPatienceMs) == Child::Wait::kLine)
      problems_.push_back(line);
    return child.wait() == 0;
  }

  bool one_cycle(std::uint64_t cycle) {
    random_ = Random(options_.seed * 1'000'003 + cycle);
    const Plan plan = make_plan(random_);
    if (!load_and_kill(plan)) return false;
    if (options_.sabotage && !sabotage()) return true;
    while (random_.one_in(3))
      kill_while_settling();
    if (random_.one_in(4) && !compare(vault::Access::kRead)) return false;
    return compare(vault::Access::kWrite);
  }

  bool load_and_kill(const Plan& plan) {
    const std::uint64_t seed = random_.next();
    Child child([&](const Tell& tell) {
      return run_load(vault_, oracle_, seed, plan.operations, tell);
    });
    std::string line;
    std::uint64_t seen = 0;
    bool killed = false;
    Stage last = Stage::kOpening;
    while (true) {
      const auto what = child.next(line, kPatienceMs);
      if (what == Child::Wait::kTimeOut) problems_.push_back("the load hangs");
      if (what != Child::Wait::kLine) break;
      const auto event = Event::parse(line);
      if (!event) return problem("a line that can't be read: " + line);
      if (!hear(*event)) return false;
      last = event->stage;
      if (killed || event->stage != plan.stage || ++seen != plan.nth) continue;
      std::this_thread::sleep_for(plan.delay);
      child.kill();
      killed = true;
    }
    count_kill(killed && last != Stage::kClosed, last);
    const int status = child.wait();
    if (status != 0 && status != 128 + SIGKILL)
      return problem("the load ended with status " + std::to_string(status));
    return problems_.empty();
  }

  bool hear(const Event& event) {
    if (event.stage == Stage::kWrong) {
      return problem(std::string(kind_name(event.kind)) +
                     " failed undisturbed: " + event.text);
    }
    if (event.stage == Stage::kDone)
      ++counts_.done[std::string(kind_name(oracle_.doubt->kind))];
    oracle_.note(event);
    return true;
  }

  void count_kill(bool killed, Stage last) {
    std::string what = "(ended before)";
    if (killed && oracle_.doubt)
      what = kind_name(oracle_.doubt->kind);
    else if (killed && last == Stage::kOpening)
      what = "(open)";
    else if (killed && last == Stage::kClosing)
      what = "(close)";
    else if (killed)
      what = "(between)";
    ++counts_.killed[what];
  }

  // The opening settles; what it leaves is settled by the next.
  void kill_while_settling() {
    Child child([&](const Tell&) {
      check(vault_, oracle_, vault::Access::kWrite);
      return 0;
    });
    std::this_thread::sleep_for(some_time(random_, 1'000, 60'000));
    child.kill();
    child.wait();
    ++counts_.settling_killed;
  }

  bool compare(vault::Access access) {
    Child child([&](const Tell& tell) {
      const Verdict verdict = check(vault_, oracle_, access);
      for (const std::string& each : verdict.problems)
        tell("problem " + each + "\n");
      std::string root;
      for (const std::uint8_t byte : verdict.log.root)
        root += std::to_string(byte) + " ";
      tell("log " + std::to_string(verdict.log.size) + " " + root + "\n");
      tell(verdict.done ? "done\n" : "not\n");
      return 0;
    });
    std::string line;
    bool complete = false;
    bool done = false;
    while (child.next(line, kPatienceMs) == Child::Wait::kLine) {
      if (line.starts_with("problem ")) problems_.push_back(line.substr(8));
      if (line.starts_with("log ")) hear_log(line.substr(4));
      done = line == "done";
      complete = done || line == "not";
    }
    const int status = child.wait();
    if (!complete || status != 0)
      return problem("the comparison ended with status " + std::to_string(status));
    if (problems_.empty() && access == vault::Access::kWrite) settle_doubt(done);
    return problems_.empty();
  }

  void hear_log(const std::string& text) {
    std::istringstream in(text);
    in >> oracle_.log.size;
    for (std::uint8_t& byte : oracle_.log.root) {
      unsigned value = 0;
      in >> value;
      byte = static_cast<std::uint8_t>(value);
    }
  }

  void settle_doubt(bool done) {
    if (oracle_.doubt) ++(done ? counts_.doubt_done : counts_.doubt_not_done);
    if (done) oracle_ = oracle_.if_done();
    oracle_.doubt.reset();
    oracle_.looks.clear();
  }

  // Takes an acknowledged document away. False while there is none.
  bool sabotage() {
    if (oracle_.documents.empty()) return false;
    Child child([this](const Tell&) {
      const auto opened = vault::open_with_passphrase(
          vault_, kOwner, passphrase_of(kOwner, oracle_.passphrase),
          vault::Access::kWrite);
      if (!opened) return 1;
      const auto& [id, document] = *oracle_.documents.begin();
      return vault::remove_document(opened->vault->barrier(), id, kLabels[document.label])
                 ? 0
                 : 1;
    });
    return child.wait() == 0;
  }

  bool problem(const std::string& what) {
    problems_.push_back(what);
    return false;
  }

  void failed(std::uint64_t cycle) {
    std::cout << "FAILED: seed " << options_.seed << ", cycle " << cycle;
    if (oracle_.doubt)
      std::cout << ", during " << oracle_.doubt->line();
    else
      std::cout << '\n';
    for (const std::string& each : problems_)
      std::cout << "  " << each << '\n';
  }

  void keep() {
    if (options_.sabotage) return;
    const fs::path kept =
        options_.folder / ("crash-failed-" + std::to_string(::getpid()));
    std::error_code error;
    fs::rename(vault_, kept, error);
    std::cout << "the vault is kept in " << kept.string() << '\n';
  }

  void print(Clock::time_point begin) const {
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    std::uint64_t operations = 0;
    for (const auto& [kind, count] : counts_.done)
      operations += count;
    std::cout << "cycles " << counts_.cycles << ", vaults " << counts_.vaults
              << ", seconds " << seconds << ", acknowledged operations " << operations
              << "\n  acknowledged:";
    for (const auto& [kind, count] : counts_.done)
      std::cout << ' ' << kind << ' ' << count;
    std::cout << "\n  killed during:";
    for (const auto& [kind, count] : counts_.killed)
      std::cout << ' ' << kind << ' ' << count;
    std::cout << "\n  settling killed " << counts_.settling_killed
              << "; interrupted operations found done " << counts_.doubt_done
              << ", not done " << counts_.doubt_not_done
              << "\n  lost, resurrected or wrong: " << problems_.size() << std::endl;
  }

  const Options options_;
  test::TemporaryFolder folder_;
  Random random_;
  fs::path vault_;
  fs::path last_vault_;
  Oracle oracle_;
  std::vector<std::string> problems_;
  Counts counts_;
};

std::optional<Options> parse(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--sabotage") {
      options.sabotage = true;
      continue;
    }
    if (i + 1 == words.size()) return std::nullopt;
    const std::string& value = words[i + 1];
    if (words[i] == "--folder")
      options.folder = value;
    else if (words[i] == "--cycles")
      options.cycles = std::stoull(value);
    else if (words[i] == "--seed")
      options.seed = std::stoull(value);
    else if (words[i] == "--progress")
      options.progress = std::stoull(value);
    else
      return std::nullopt;
    ++i;
  }
  return options;
}

int main_of(const std::vector<std::string>& words) {
  const auto options = parse(words);
  if (!options) {
    std::cerr << "crash-harness [--cycles N] [--seed N] [--folder DIR] [--progress N] "
                 "[--sabotage]\n";
    return 2;
  }
  const bool good = Harness(*options).run();
  return good != options->sabotage ? 0 : 1;
}

}  // namespace
}  // namespace tangthu::crash

int main(int argc, char** argv) {
  return tangthu::crash::main_of({argv + 1, argv + argc});
}
