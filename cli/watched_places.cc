#include "cli/watched_places.h"

#include <algorithm>

#include "scanner/batch/separator.h"
#include "scanner/media.h"
#include "scanner/names.h"

namespace tangthu::cli {
namespace {

namespace fs = std::filesystem;
using Clock = scanner::Settling::Clock;
using scanner::HotFolder;

// Each has a watch of the kernel and a look at every sweep.
constexpr std::size_t kMostDossiers = 1000;

bool is_no_dossier(const std::string& name) {
  return name == scanner::kDoneFolder || name == scanner::kFailedFolder ||
         scanner::is_clutter(name);
}

}  // namespace

Result<WatchedPlaces> WatchedPlaces::open(const fs::path& folder,
                                          const scanner::HotFolderOptions& options,
                                          DossierFolders dossiers) {
  WatchedPlaces out(folder, options, dossiers);
  out.places_.push_back({folder, "", TRY(HotFolder::open(folder, options))});
  out.look_for_dossiers();
  return out;
}

void WatchedPlaces::look_for_dossiers() {
  if (dossiers_ == DossierFolders::kNone || Clock::now() < next_look_) return;
  next_look_ = Clock::now() + options_.sweep;
  std::erase_if(places_, [](const WatchedPlace& place) {
    std::error_code gone;
    return !place.dossier.empty() && !fs::is_directory(place.path, gone);
  });
  std::error_code failed;
  std::set<std::string> there;
  for (fs::directory_iterator at(folder_, failed), end; !failed && at != end;
       at.increment(failed)) {
    std::error_code unknown;
    // A link is not followed, as a file's is not.
    if (fs::is_directory(at->symlink_status(unknown)))
      there.insert(at->path().filename().string());
  }
  std::erase_if(not_watched_, [&](const auto& name) { return !there.contains(name); });
  for (const std::string& name : there) {
    const bool known = std::ranges::any_of(
        places_, [&](const WatchedPlace& place) { return place.dossier == name; });
    if (!known && !is_no_dossier(name) && !not_watched_.contains(name))
      add(folder_ / name);
  }
}

void WatchedPlaces::add(const fs::path& path) {
  const std::string name = path.filename().string();
  const auto leave = [&](Error why) {
    not_watched_.insert(name);
    left_alone_.push_back({scanner::displayable(name), std::move(why)});
  };
  if (!scanner::separator_text({name})) {
    return leave({ErrorCode::kBadInput, "a folder's name is no code of a dossier",
                  "give it one of at most 100 bytes, in UTF-8"});
  }
  if (places_.size() > kMostDossiers) {
    return leave({ErrorCode::kBadInput, "there are too many folders of dossiers",
                  "move those that are through elsewhere"});
  }
  auto opened = HotFolder::open(path, options_);
  if (!opened) return leave(opened.error());
  places_.push_back({path, name, std::move(*opened)});
}

Result<std::vector<WatchedPlace*>> WatchedPlaces::ready() {
  look_for_dossiers();
  std::vector<WatchedPlace*> out;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    WatchedPlace& place = places_[(first_ + i) % places_.size()];
    const auto ready = place.folder->ready();
    // A dossier's folder that went is forgotten by the next look.
    if (!ready && place.dossier.empty()) return Failure(ready.error());
    if (ready && *ready) out.push_back(&place);
  }
  first_ = out.empty() ? 0
                       : static_cast<std::size_t>(out.front() - places_.data() + 1) %
                             places_.size();
  return out;
}

void WatchedPlaces::wait(std::chrono::milliseconds most) {
  places_.front().folder->wait(most);
}

Clock::time_point WatchedPlaces::all_settled() const {
  auto out = Clock::now();
  for (const WatchedPlace& place : places_)
    out = std::max(out, place.folder->all_settled());
  return out;
}

std::vector<scanner::LeftAlone> WatchedPlaces::left_alone() {
  auto out = std::exchange(left_alone_, {});
  for (const WatchedPlace& place : places_) {
    for (auto& each : place.folder->left_alone()) {
      // Folders of the folder are ours to speak of.
      std::error_code unknown;
      const bool ours =
          dossiers_ == DossierFolders::kOneEach && place.dossier.empty() &&
          fs::is_directory(fs::symlink_status(folder_ / each.name, unknown));
      if (!ours) out.push_back(std::move(each));
    }
  }
  return out;
}

}  // namespace tangthu::cli
