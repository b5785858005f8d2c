// tangthu watch DIR: a hot folder. What is wrong with a file moves that file to failed/;
// what is wrong with vault or folder is waited out, and said once.
//
// The vault is open, and closed to other writers, only while there is something to take.
#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include <CLI/CLI.hpp>

#include "archive/watched_folder.h"
#include "cli/commands.h"
#include "cli/failed_file.h"
#include "cli/index_words.h"
#include "cli/message.h"
#include "cli/target.h"
#include "cli/watched_places.h"

namespace tangthu::cli {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kLinger{1000};
constexpr milliseconds kFirstPause{500};
constexpr milliseconds kLongestPause{30'000};
constexpr milliseconds kLookForSignals{200};
constexpr double kMostSeconds = 86'400;

struct Options {
  TakingInOptions taking_in;
  std::filesystem::path folder;
  double settle_seconds = 2;
  double sweep_seconds = 10;
  bool once = false;
  bool dossier_folders = false;
  FileInputs inputs;  // the password of PDFs
};

milliseconds to_milliseconds(double seconds) {
  return milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

// Does it pass by itself? Then it is waited for.
bool passes(const Error& error) {
  return error.code() == ErrorCode::kSealedOrBusy || error.code() == ErrorCode::kStorage;
}

class Watch {
 public:
  Watch(Context& context, const Options& options, archive::DigitiseOptions digitise)
      : context_(context), options_(options), digitise_(std::move(digitise)) {}

  Result<int> run() {
    // Asked for once, before anything is claimed; kept in locked memory.
    if (options_.taking_in.bundles.empty() && !context_.has_passphrase())
      passphrase_ = TRY(context_.passphrase());
    pdf_password_ = TRY(pdf_password(options_.inputs));
    places_.emplace(TRY(open_places()));
    if (!options_.once) TRY(try_target());
    context_.message(std::string(tr("Watching ")) + options_.folder.string());
    while (!interrupted()) {
      auto going_on = step();
      if (going_on) {
        if (!*going_on) break;
      } else {
        if (options_.once || !passes(going_on.error()))
          return Failure(std::move(going_on).error());
        wait_out(going_on.error());
      }
    }
    if (!options_.once) return 0;
    if (interrupted()) {
      return fail(ErrorCode::kInterrupted, "interrupted",
                  "what was printed is stored; the rest is in the folder");
    }
    return exit_code(report_.done + report_.failed, report_.failed, report_.last_failure);
  }

 private:
  Result<WatchedPlaces> open_places() const {
    return WatchedPlaces::open(
        options_.folder,
        {to_milliseconds(options_.settle_seconds),
         to_milliseconds(options_.sweep_seconds)},
        options_.dossier_folders ? DossierFolders::kOneEach : DossierFolders::kNone);
  }

  // A wrong passphrase or kit is said now and not when the first file comes.
  Result<void> try_target() {
    Target target;
    auto opened = open_target(context_, options_.taking_in, passphrase(), target);
    if (!opened && passes(opened.error())) return {};
    if (opened) TRY(scan_approval(target, options_.taking_in));
    return opened;
  }

  const Passphrase* passphrase() const { return passphrase_ ? &*passphrase_ : nullptr; }

  // One look, and what comes of it. False when there is no more to do.
  Result<bool> step() {
    if (!places_) places_.emplace(TRY(open_places()));
    const auto ready = TRY(places_->ready());
    if (!trouble_in_round_) calm();
    for (const auto& [name, why] : places_->left_alone()) {
      if (told_.insert(name).second) context_.error(name, why);
    }
    if (!ready.empty()) {
      trouble_in_round_ = true;
      TRY(round(ready));
      calm();
      return true;
    }
    if (options_.once) {
      if (!ends_at_) ends_at_ = places_->all_settled();
      if (Clock::now() >= *ends_at_) return false;
    }
    places_->wait(kLookForSignals);
    return true;
  }

  Result<void> round(const std::vector<WatchedPlace*>& ready) {
    if (options_.once && !ends_at_) ends_at_ = places_->all_settled();
    Target target;
    TRY(open_target(context_, options_.taking_in, passphrase(), target));
    digitise_.approval = TRY(scan_approval_now(context_, target, options_.taking_in));
    for (WatchedPlace* place : ready) {
      archive::FolderRound round{target.destination, target.has_arrived, digitise_,
                                 options_.once ? milliseconds(0) : kLinger,
                                 pdf_password_};
      if (!place->dossier.empty()) round.options.dossier = place->dossier;
      if (ready.size() > 1) round.linger = milliseconds(0);
      TRY(archive::take_in_folder(*place->folder, round, listener(), report_,
                                  interrupted()));
    }
    merge_if_due(context_, target.opened.session.get());
    return {};
  }

  archive::FolderListener listener() {
    return {{[this](const archive::Digitised& stored) {
               calm();
               print_stored(context_, stored);
             },
             [this](const std::string& name, const Error& error) {
               context_.error(name, error);
             },
             [this](const archive::DigitiseReport& report) {
               const auto pages = static_cast<std::uint64_t>(report.pages);
               context_.progress({pages, Counted::kPages});
             }},
            [this](const std::string& name, const DocumentId& id) {
              context_.result(
                  {{"id", id.to_string()}, {"file", name}, {"stored_before", true}},
                  id.to_string() + "  " + name + "  (" + tr("stored before") + ")");
            },
            failed_file_words,
            [this](const std::string& name, const archive::BatchReport& report) {
              print_batch(context_, report, name);
            }};
  }

  void wait_out(const Error& error) {
    if (trouble_ != error.text()) {
      context_.error(error);
      context_.message(tr("Trying again until it works; nothing is lost."));
    }
    trouble_ = error.text();
    places_.reset();
    const auto until = Clock::now() + pause_;
    pause_ = std::min(pause_ * 2, kLongestPause);
    while (!interrupted() && Clock::now() < until)
      std::this_thread::sleep_for(
          std::min<Clock::duration>(kLookForSignals, until - Clock::now()));
  }

  void calm() {
    if (!trouble_.empty()) context_.message(tr("It works again."));
    trouble_.clear();
    trouble_in_round_ = false;
    pause_ = kFirstPause;
  }

  Context& context_;
  const Options& options_;
  archive::DigitiseOptions digitise_;
  std::optional<Passphrase> passphrase_;
  std::shared_ptr<const Passphrase> pdf_password_;
  std::optional<WatchedPlaces> places_;
  archive::FolderReport report_;
  std::set<std::string> told_;
  std::optional<Clock::time_point> ends_at_;
  std::string trouble_;  // that the operator was told of
  bool trouble_in_round_ = false;
  milliseconds pause_ = kFirstPause;
};

Result<int> watch(Context& context, const Options& options) {
  if (!std::filesystem::is_directory(options.folder)) {
    return fail(ErrorCode::kUsage, "there is no such folder", "make it first",
                options.folder.string());
  }
  auto digitise = TRY(digitise_options(context, options.taking_in));
  tell_of_engine(context, digitise.reading.recogniser);
  return Watch(context, options, std::move(digitise)).run();
}

}  // namespace

void add_watch(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "watch",
      "take in every file that is put into a folder, then move it to done/ or "
      "failed/ there");
  command->add_option("DIR", options->folder, "the folder")->required();
  command
      ->add_option("--settle", options->settle_seconds,
                   "seconds without a change after which a file is complete")
      ->check(CLI::Range(0.0, kMostSeconds))
      ->type_name("S");
  command
      ->add_option("--sweep", options->sweep_seconds,
                   "seconds between two looks at the whole folder, for network shares")
      ->check(CLI::Range(0.05, kMostSeconds))
      ->type_name("S");
  command->add_flag("--once", options->once, "take in what is there, and end");
  command->add_flag("--dossier-folders", options->dossier_folders,
                    "watch each folder in DIR too, for the dossier of its name");
  command
      ->add_option("--pdf-password-file", options->inputs.pdf_password_file,
                   "the password of PDFs that ask for one")
      ->type_name("FILE");
  add_taking_in_options(*command, options->taking_in);
  add_split_options(*command, options->taking_in.batch);
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return watch(context, *options); };
  });
}

}  // namespace tangthu::cli
