// Batches captured by processes that are killed at random moments, or whose feeder fails,
// and taken up again, until each is stored: then every page must be in the vault once and
// in its place.
//   capture-harness --kills N --seed S --folder DIR [--pages P] [--sabotage]
// --sabotage removes a captured page from the disk: the harness must notice.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <sstream>
#include <thread>

#include "archive/capture.h"
#include "archive/retrieve.h"
#include "archive/search.h"
#include "base/number.h"
#include "scanner/batch/two_pass.h"
#include "tests/capture/numbered_pages.h"
#include "tests/crash/child.h"
#include "tests/crash/random.h"

namespace tangthu::capture_test {
namespace {

namespace fs = std::filesystem;
using crash::Child;
using crash::Random;
using crash::Tell;

constexpr int kSheetsADocument = 3;

struct Settings {
  int kills = 10;
  std::uint64_t seed = 1;
  fs::path folder;
  int pages = 24;  // of a batch
  bool sabotage = false;
};

Passphrase passphrase() {
  return Passphrase(as_bytes("mật khẩu của lan"));
}

template <typename T>
T must(Result<T> result, const char* what) {
  if (result) return std::move(*result);
  std::cerr << what << ": " << result.error().text() << " (" << result.error().subject()
            << ")\n";
  std::exit(1);
}
void must(const Result<void>& result, const char* what) {
  if (result) return;
  std::cerr << what << ": " << result.error().text() << '\n';
  std::exit(1);
}

void found_vault(const fs::path& vault) {
  vault::CreateOptions options;
  options.cost = vault::kLeastSlowHashCost;
  vault::RootKey root;
  random_bytes(root.reveal_writable());
  std::vector<vault::Founder> founders;
  founders.push_back(
      {"lan", passphrase(), vault::Roles::all(), {{Level::kTuyetMat, {}, true}}});
  must(vault::Vault::create(vault, options, root, founders), "founding the vault");
}

vault::OpenedVault open_vault(const fs::path& vault) {
  return must(
      vault::open_with_passphrase(vault, "lan", passphrase(), vault::Access::kWrite),
      "opening the vault");
}

// One batch, and how a process works on it.
struct Batch {
  std::string dossier;
  int sides = 1;
  archive::Passes passes = archive::Passes::kOne;  // two: with two sides
  int pages = 0;
  bool begun = false;
  std::optional<int> fails_after;  // pages fed in this process
};

archive::CaptureOptions capture_options(const Batch& batch) {
  archive::CaptureOptions out{
      batch.dossier,
      {Label{Level::kThuong, {}}, batch.dossier, {2, archive::Picture::kLayered, {}}}};
  out.digitise.batch.emplace();
  out.digitise.batch->rules.sheets_a_document = kSheetsADocument;
  out.digitise.batch->rules.sides_a_sheet = batch.sides;
  return out;
}

// Nothing when the batch is at its end: it was begun and does not wait.
std::unique_ptr<vault::Spool> take_up(const fs::path& batches, bool begun,
                                      const vault::SpoolOwner& owner) {
  const auto waiting = must(vault::list_spools(batches), "listing batches");
  if (waiting.empty() && begun) return nullptr;
  if (waiting.empty())
    return must(vault::Spool::create(batches, owner, as_bytes("x")), "beginning a batch");
  return must(vault::Spool::open(batches, waiting.front().id, owner), "going on");
}

// A pass from where it stands; a jam in it ends the process.
std::unique_ptr<scanner::PageSource> pass_of(const Batch& batch, scanner::Pass pass,
                                             int came_before,
                                             const std::function<void()>& asked) {
  const bool fronts = pass == scanner::Pass::kFronts;
  const auto open = [=, &batch]() -> Result<std::unique_ptr<scanner::PageSource>> {
    const int first = fronts ? 1 + 2 * came_before : batch.pages - 2 * came_before;
    return std::make_unique<NumberedPages>(first, fronts ? batch.pages : 1,
                                           batch.fails_after, asked, fronts ? 2 : -2);
  };
  const auto ask = [](scanner::Pass, int, const Error* broke_off) -> Result<void> {
    if (broke_off != nullptr) return Failure(*broke_off);
    return {};
  };
  return scanner::pass_pages({open, ask}, pass, came_before);
}

// In a child: 0 when the batch is stored, 2 when its feeder failed.
int work_on(const fs::path& folder, const Batch& batch, const Tell& tell) {
  const auto opened = open_vault(folder / "vault");
  vault::Session& session = *opened.session;
  const auto spool = take_up(folder / "batches", batch.begun, session.spool_owner());
  if (!spool) {
    tell("done\n");
    return 0;
  }
  tell("begun\n");
  archive::BatchJournal journal(*spool, archive::BatchJournal::Pages::kInSpool,
                                batch.passes);
  must(journal.load(archive::arrived_in_vault(session)), "loading the journal");
  const auto asked = [&] { tell("page\n"); };
  const bool two_passes = batch.passes == archive::Passes::kTwo;
  std::unique_ptr<scanner::PageSource> feeder;
  if (!journal.has_ended()) {
    must(journal.begin_at_sheet(batch.sides), "beginning at a sheet");
    feeder = two_passes ? pass_of(batch, journal.pass(), journal.pass_pages(), asked)
                        : std::make_unique<NumberedPages>(
                              journal.pages() + 1, batch.pages, batch.fails_after, asked);
  }
  const archive::CaptureListener listener{
      {[&](const archive::Digitised&) { tell("stored\n"); },
       [](const std::string&, const Error&) {},
       [&](const archive::DigitiseReport&) { tell("read\n"); }},
      [](const Error&, int) {}};
  archive::CaptureOptions options = capture_options(batch);
  options.turn = [&]() -> Result<std::unique_ptr<scanner::PageSource>> {
    return pass_of(batch, scanner::Pass::kBacks, 0, asked);
  };
  const std::atomic<bool> never = false;
  const auto report =
      must(archive::capture(journal, std::move(feeder), archive::into_vault(session),
                            options, listener, never),
           "capturing");
  if (report.done) tell("done\n");
  return report.done ? 0 : 2;
}

enum class Ended { kKilled, kDone, kBrokeOff, kWrong };

// When a process is killed: so long after so many steps that it told of.
struct Patience {
  std::uint64_t steps;
  std::chrono::microseconds more;
};

// Without patience it is not killed.
Ended run_once(const fs::path& folder, Batch& batch,
               const std::optional<Patience>& patience) {
  Child child([&](const Tell& tell) { return work_on(folder, batch, tell); });
  std::string line;
  for (std::uint64_t step = 0; !patience || step < patience->steps; ++step) {
    const auto waited = child.next(line, 120'000);
    if (waited == Child::Wait::kTimeOut) return Ended::kWrong;
    if (waited == Child::Wait::kEnd || line == "done") break;
    batch.begun = true;
  }
  if (line != "done" && patience) {
    std::this_thread::sleep_for(patience->more);
    child.kill();
  }
  while (child.next(line, 0) == Child::Wait::kLine)
    batch.begun = true;
  const int status = child.wait();
  if (status == 0) return Ended::kDone;
  if (status == 128 + SIGKILL) return Ended::kKilled;
  return status == 2 ? Ended::kBrokeOff : Ended::kWrong;
}

int number_in(const vault::DocumentReader& reader, int page) {
  const scanner::InputFile file{
      "page.png", scanner::MediaType::kPng,
      must(archive::retrieve(reader, archive::Form::kMaster, page), "a master")};
  const auto pages = must(scanner::open_pages(file), "a master's page");
  const auto decoded = must(pages->next(), "a master's page");
  return decoded ? number_of(*decoded).value_or(-1) : -1;
}

// The numbers that the dossier's documents bear, each document's in its order, the
// documents by their first.
std::vector<std::vector<int>> stored_numbers(const fs::path& folder,
                                             const std::string& dossier) {
  const auto opened = open_vault(folder / "vault");
  vault::Session& session = *opened.session;
  archive::Filter filter;
  filter.dossier = dossier;
  std::vector<std::vector<int>> out;
  const auto listing = must(archive::list_documents(session, filter), "the list");
  for (const archive::Listed& listed : listing.documents) {
    const auto look = must(session.look("get"), "the look");
    const auto reader = must(session.open_document(look, listed.id), "a document");
    std::vector<int>& numbers = out.emplace_back();
    for (int page = 1; page <= listed.record.pages; ++page)
      numbers.push_back(number_in(reader, page));
  }
  std::ranges::sort(out);
  return out;
}

bool is_right(const fs::path& folder, const Batch& batch) {
  std::vector<std::vector<int>> wanted;
  for (int page = 1; page <= batch.pages; ++page) {
    if ((page - 1) % (kSheetsADocument * batch.sides) == 0) wanted.emplace_back();
    wanted.back().push_back(page);
  }
  std::vector<std::vector<int>> found;
  // In a process of its own, so that this one has no threads when it forks.
  Child child([&](const Tell& tell) {
    for (const auto& document : stored_numbers(folder, batch.dossier)) {
      std::string line;
      for (const int number : document)
        line += std::to_string(number) + " ";
      tell(line + "\n");
    }
    return 0;
  });
  for (std::string line; child.next(line, 120'000) == Child::Wait::kLine;) {
    std::istringstream words(line);
    found.emplace_back(std::istream_iterator<int>(words), std::istream_iterator<int>());
  }
  if (child.wait() != 0) return false;
  if (found == wanted) return true;
  std::cerr << batch.dossier << ": " << found.size() << " documents:";
  for (const auto& each : found) {
    std::cerr << " [";
    for (const int number : each)
      std::cerr << ' ' << number;
    std::cerr << " ]";
  }
  std::cerr << '\n';
  return false;
}

// Removes the first page that waits, if one does.
bool sabotage(const fs::path& batches) {
  std::vector<fs::path> pages;
  for (const auto& entry : fs::recursive_directory_iterator(batches)) {
    if (entry.path().filename().string().starts_with("page-"))
      pages.push_back(entry.path());
  }
  if (pages.empty()) return false;
  fs::remove(*std::ranges::min_element(pages));
  return true;
}

int run(const Settings& settings) {
  Random random(settings.seed);
  const fs::path folder = settings.folder / ("capture-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  {
    Child founder([&](const Tell&) {
      found_vault(folder / "vault");
      return 0;
    });
    if (founder.wait() != 0) return 1;
  }
  int kills = 0;
  int failures = 0;
  int batches = 0;
  int two_pass = 0;
  int wrong = 0;
  bool sabotaged = false;
  while (kills < settings.kills && wrong == 0) {
    Batch batch;
    batch.dossier = "L" + std::to_string(++batches);
    batch.pages = settings.pages;
    const auto kind = random.below(3);
    batch.sides = kind == 0 ? 1 : 2;
    if (kind == 2) batch.passes = archive::Passes::kTwo;
    two_pass += kind == 2 ? 1 : 0;
    for (Ended ended = Ended::kKilled; ended != Ended::kDone && wrong == 0;) {
      batch.fails_after.reset();
      if (random.one_in(4)) batch.fails_after = static_cast<int>(random.below(10));
      std::optional<Patience> patience;
      if (kills < settings.kills && !random.one_in(6))
        patience = {random.below(30), std::chrono::microseconds(random.below(60'000))};
      ended = run_once(folder, batch, patience);
      kills += ended == Ended::kKilled ? 1 : 0;
      failures += ended == Ended::kBrokeOff ? 1 : 0;
      wrong += ended == Ended::kWrong ? 1 : 0;
      if (settings.sabotage && !sabotaged && ended != Ended::kDone)
        sabotaged = sabotage(folder / "batches");
    }
    if (wrong == 0 && !is_right(folder, batch)) ++wrong;
  }
  fs::remove_all(folder);
  std::cout << kills << " kills, " << failures << " feeder failures, " << batches
            << " batches of " << settings.pages << " pages, " << two_pass
            << " of them in two passes: " << wrong << " wrong\n";
  if (settings.sabotage) return sabotaged && wrong > 0 ? 0 : 1;
  return wrong == 0 ? 0 : 1;
}

Settings settings_of(const std::vector<std::string>& words) {
  Settings out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--sabotage") {
      out.sabotage = true;
      continue;
    }
    const std::string value = i + 1 < words.size() ? words[i + 1] : "";
    const auto number = parse_number<int>(value);
    if (words[i] == "--kills") out.kills = number.value_or(0);
    if (words[i] == "--seed") out.seed = static_cast<std::uint64_t>(number.value_or(0));
    if (words[i] == "--pages") out.pages = number.value_or(0);
    if (words[i] == "--folder") out.folder = value;
    ++i;
  }
  if (out.folder.empty() || out.kills < 1 || out.pages < 2 || out.pages % 2 != 0) {
    std::cerr << "usage: capture-harness --kills N --seed S --folder DIR [--pages P] "
                 "[--sabotage]; P is even\n";
    std::exit(2);
  }
  return out;
}

}  // namespace
}  // namespace tangthu::capture_test

int main(int argc, char** argv) {
  return tangthu::capture_test::run(
      tangthu::capture_test::settings_of({argv + 1, argv + argc}));
}
