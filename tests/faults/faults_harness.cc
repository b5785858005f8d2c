// Every write point in turn, every fault: each step ends in an error, or in a success
// that is still there after the machine has died.
//
//   faults-harness [--stride N] [--first N] [--fault NAME] [--all] [--seed N]
#include <chrono>
#include <iostream>

#include "tests/crash/check.h"
#include "tests/crash/load.h"
#include "tests/faults/disk.h"
#include "tests/support/temporary_folder.h"

namespace tangthu::faults {
namespace {

namespace fs = std::filesystem;
using crash::Kind;
using crash::Oracle;

struct Options {
  std::uint64_t stride = 1;
  std::uint64_t first = 1;
  std::uint64_t seed = 1;
  std::string fault;
};

constexpr Kind kScript[] = {Kind::kPut,        Kind::kPut,      Kind::kMerge,
                            Kind::kClassify,   Kind::kClassify, Kind::kRead,
                            Kind::kDestroy,    Kind::kRevoke,   Kind::kRewrap,
                            Kind::kPassphrase, Kind::kAddUser,  Kind::kBarrierEpoch,
                            Kind::kReseal,     Kind::kSign};

// What came of a trial.
struct Trial {
  Oracle oracle;
  std::uint64_t points = 0;
  std::string at;      // the operation that had the fault; empty: it was not reached
  std::string failed;  // the step that failed
  ErrorCode code = ErrorCode::kUnexpected;
  std::string error;
  std::string unreadable;  // why nothing could be read on a full disk
};

class Harness {
 public:
  explicit Harness(const Options& options) : options_(options) {
    fs::create_directory(attic());
  }

  bool run() {
    if (!make_base()) return say("the vault can't be made");
    const std::uint64_t points = count_points();
    if (points == 0) return false;
    for (const Fault fault : kAllFaults) {
      if (!options_.fault.empty() && options_.fault != fault_name(fault)) continue;
      std::uint64_t trials = 0;
      for (std::uint64_t at = options_.first; at <= points; at += options_.stride) {
        trials += try_one(fault, at) ? 1 : 0;
      }
      std::cout << fault_name(fault) << ": " << trials << " trials of " << points
                << " write points, failed steps " << failed_ << ", clear refusals "
                << refused_ << ", wrong " << wrong_ << std::endl;
      failed_ = refused_ = 0;
      all_wrong_ += wrong_;
      wrong_ = 0;
    }
    return all_wrong_ == 0;
  }

 private:
  fs::path base() const { return folder_.path() / "base"; }
  fs::path trial() const { return folder_.path() / "trial"; }
  fs::path attic() const { return folder_.path() / "attic"; }

  static bool say(const std::string& what) {
    std::cout << what << std::endl;
    return false;
  }

  // Documents, a reader with rights, and an intake that was interrupted.
  bool make_base() {
    if (!crash::make_vault(base())) return false;
    auto opened = open(base(), Oracle());
    if (!opened) return false;
    crash::Load load(*opened->session, Oracle(), options_.seed,
                     [](const std::string&) {});
    for (const Kind kind : {Kind::kGrant, Kind::kPut, Kind::kPut, Kind::kPut, Kind::kPut,
                            Kind::kPut, Kind::kSign}) {
      if (!load.step(kind)) return false;
    }
    oracle_ = load.oracle();
    auto writer = opened->session->write_document(crash::kLabels[0]);
    const bool begun = writer && writer->add({vault::ObjectKind::kText, 1},
                                             crash::content_of(1, 100'000));
    opened->session.reset();
    opened->vault.reset();
    fs::remove(base() / "reserve");
    return begun;
  }

  static Result<vault::OpenedVault> open(const fs::path& folder, const Oracle& oracle) {
    return vault::open_with_passphrase(
        folder, crash::kOwner, crash::passphrase_of(crash::kOwner, oracle.passphrase),
        vault::Access::kWrite);
  }

  void fresh_vault() const {
    fs::remove_all(trial());
    fs::remove_all(attic());
    fs::create_directory(attic());
    fs::copy(base(), trial(), fs::copy_options::recursive);
  }

  Trial run_script(Fault fault, std::uint64_t at) {
    fresh_vault();
    Trial out;
    out.oracle = oracle_;
    watch(trial(), attic(), fault, at);
    {
      auto opened = open(trial(), oracle_);
      if (opened) {
        crash::Load load(*opened->session, oracle_, options_.seed + 7,
                         [](const std::string&) {});
        run_steps(load, fault, out);
        out.oracle = load.oracle();
        if (fault == Fault::kNoSpace && !out.failed.empty())
          read_on(*opened->session, out);
      } else {
        out.failed = "open";
        out.code = opened.error().code();
        out.error = opened.error().text();
      }
      if (fault == Fault::kLostSync && struck()) die();
    }
    out.points = write_points();
    out.at = struck_at();
    end_watch(fault);
    return out;
  }

  static void run_steps(crash::Load& load, Fault fault, Trial& out) {
    for (const Kind kind : kScript) {
      const auto done = load.step(kind);
      if (!done) {
        out.failed = crash::kind_name(kind);
        out.code = done.error().code();
        out.error = done.error().text();
        return;
      }
      // A disk that lies loses power right after the step to which it lied.
      if (fault == Fault::kLostSync && struck()) return;
    }
  }

  // A full disk leaves a vault that can be read: what is not in doubt.
  void read_on(vault::Session& session, Trial& out) const {
    Oracle certain = out.oracle;
    if (certain.doubt) {
      for (const DocumentId& id : certain.doubt->ids)
        certain.documents.erase(id);
    }
    if (certain.documents.empty()) return;
    crash::Load load(session, certain, options_.seed, [](const std::string&) {});
    const auto read = load.step(Kind::kRead);
    if (!read) out.unreadable = read.error().text();
  }

  std::uint64_t count_points() {
    const Trial trial_run = run_script(Fault::kNone, 0);
    if (!trial_run.failed.empty()) {
      say("the script fails undisturbed: " + trial_run.failed + ": " + trial_run.error);
      return 0;
    }
    const auto verdict = crash::check(trial(), trial_run.oracle, vault::Access::kWrite);
    for (const std::string& each : verdict.problems)
      say("undisturbed: " + each);
    return verdict.problems.empty() ? trial_run.points : 0;
  }

  // False when this run did not get to the point.
  bool try_one(Fault fault, std::uint64_t at) {
    const Trial out = run_script(fault, at);
    if (out.at.empty()) return false;
    if (fault == Fault::kLostSync && !out.at.starts_with("sync")) return false;
    failed_ += out.failed.empty() ? 0 : 1;
    std::vector<std::string> problems;
    const bool expected = out.failed.empty() || out.code == ErrorCode::kStorage;
    if (!expected) problems.push_back("an error of another kind: " + out.error);
    if (!out.unreadable.empty())
      problems.push_back("can't be read on a full disk: " + out.unreadable);
    const auto verdict = crash::check(trial(), out.oracle, vault::Access::kWrite);
    for (const std::string& each : verdict.problems) {
      if (fault != Fault::kLostSync || is_silently_wrong(each)) problems.push_back(each);
    }
    if (fault == Fault::kLostSync && !verdict.problems.empty()) ++refused_;
    if (problems.empty()) return true;
    ++wrong_;
    std::cout << fault_name(fault) << " at " << at << " (" << out.at << "), "
              << (out.failed.empty() ? "no step failed"
                                     : "failed: " + out.failed + ": " + out.error)
              << '\n';
    for (const std::string& each : problems)
      std::cout << "    " << each << '\n';
    return true;
  }

  // What was lost to a disk that lies may be missing; what is there must be right.
  static bool is_silently_wrong(const std::string& problem) {
    return problem.find("WRONG") != std::string::npos;
  }

  const Options options_;
  test::TemporaryFolder folder_;
  Oracle oracle_;
  std::uint64_t failed_ = 0;
  std::uint64_t refused_ = 0;
  std::uint64_t wrong_ = 0;
  std::uint64_t all_wrong_ = 0;
};

int main_of(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--all") {
      options.stride = 1;
      continue;
    }
    if (i + 1 == words.size()) return 2;
    const std::string& value = words[++i];
    if (words[i - 1] == "--stride")
      options.stride = std::stoull(value);
    else if (words[i - 1] == "--first")
      options.first = std::stoull(value);
    else if (words[i - 1] == "--seed")
      options.seed = std::stoull(value);
    else if (words[i - 1] == "--fault")
      options.fault = value;
    else
      return 2;
  }
  return Harness(options).run() ? 0 : 1;
}

}  // namespace
}  // namespace tangthu::faults

int main(int argc, char** argv) {
  return tangthu::faults::main_of({argv + 1, argv + argc});
}
