#include "archive/claimed_file.h"

#include <algorithm>
#include <cerrno>
#include <sstream>

#include "scanner/names.h"

namespace tangthu::archive {
namespace {

using scanner::Claim;
using scanner::HotFolder;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kLookForStop{200};

std::multimap<int, DocumentId> parse_note(const std::string& note) {
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

}  // namespace

ClaimedFile::ClaimedFile(HotFolder& folder, Claim claim, scanner::OpenedFile opened,
                         const std::string& note)
    : folder_(folder),
      claim_(std::move(claim)),
      result_{scanner::displayable(opened.name.string()), {}, 0},
      walk_(std::move(opened)),
      noted_(parse_note(note)) {}

Result<std::unique_ptr<ClaimedFile>> ClaimedFile::take_up(HotFolder& folder,
                                                          Claim claim) {
  const std::string note = TRY(folder.read_note(claim));
  Descriptor content = folder.open_file(claim);
  const int error = errno;
  scanner::OpenedFile opened{folder.shown_path(claim), std::move(content), error};
  return std::unique_ptr<ClaimedFile>(
      new ClaimedFile(folder, std::move(claim), std::move(opened), note));
}

Result<std::optional<DocumentId>> ClaimedFile::stored_before(int ordinal,
                                                             const HasArrived& arrived) {
  const auto [first, last] = noted_.equal_range(ordinal);
  for (auto id = first; id != last; ++id) {
    if (!TRY(arrived(id->second))) continue;
    add_stored();
    return id->second;
  }
  return std::nullopt;
}

Result<void> ClaimedFile::note(int ordinal, const DocumentId& id) {
  if (folder_.unchanged(claim_)) {
    return folder_.append_note(claim_, std::to_string(ordinal) + " " + id.to_string());
  }
  changed_ = true;
  return fail(ErrorCode::kBadInput, "the file was changed while it was read",
              "put it there again when it is complete");
}

bool ClaimedFile::add_failure(const std::string& name, const Error& error) {
  if (goes_back()) return false;
  result_.failures.emplace_back(name, error);
  return true;
}

Result<void> ClaimedFile::settle(const FolderListener& listener, FolderReport& report) {
  if (goes_back()) return give_back();
  const bool good = result_.failures.empty() && result_.stored > 0;
  if (good) {
    TRY(folder_.finish(claim_));
  } else {
    TRY(folder_.reject(claim_, listener.reason(result_)));
  }
  ++(good ? report.done : report.failed);
  return {};
}

Result<void> ClaimedFile::give_back() {
  return folder_.give_back(claim_);
}

Result<std::unique_ptr<ClaimedFile>> next_file(HotFolder& folder, milliseconds linger,
                                               const std::function<bool()>& stop) {
  const auto until = Clock::now() + linger;
  while (!stop()) {
    auto claim = TRY(folder.claim());
    if (claim) return ClaimedFile::take_up(folder, std::move(*claim));
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    if (left <= milliseconds(0)) break;
    folder.wait(std::min(left, kLookForStop));
  }
  return std::unique_ptr<ClaimedFile>();
}

}  // namespace tangthu::archive
