// The folders that a watch is over: one, or one and a hot folder a dossier in it.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "scanner/hot_folder.h"

namespace tangthu::cli {

struct WatchedPlace {
  std::filesystem::path path;
  std::string dossier;  // empty: as the command says
  std::unique_ptr<scanner::HotFolder> folder;
};

// Whether folders in the folder are hot folders too, each for the dossier of its name.
enum class DossierFolders : std::uint8_t { kNone, kOneEach };

// Thread rule: one thread.
class WatchedPlaces {
 public:
  // kStorage as of the folder itself; a dossier's that can't be watched is left alone.
  static Result<WatchedPlaces> open(const std::filesystem::path& folder,
                                    const scanner::HotFolderOptions& options,
                                    DossierFolders dossiers);

  // Those in which something is complete, beginning behind the one that was first before:
  // trouble in one must not keep the others waiting.
  Result<std::vector<WatchedPlace*>> ready();
  void wait(std::chrono::milliseconds most);
  scanner::Settling::Clock::time_point all_settled() const;
  // What was newly left alone.
  std::vector<scanner::LeftAlone> left_alone();

 private:
  WatchedPlaces(std::filesystem::path folder, const scanner::HotFolderOptions& options,
                DossierFolders dossiers)
      : folder_(std::move(folder)), options_(options), dossiers_(dossiers) {}
  void look_for_dossiers();
  void add(const std::filesystem::path& path);

  std::filesystem::path folder_;
  scanner::HotFolderOptions options_;
  DossierFolders dossiers_;
  std::vector<WatchedPlace> places_;  // the folder itself is the first
  std::size_t first_ = 0;
  std::set<std::string> not_watched_;  // names, once said
  std::vector<scanner::LeftAlone> left_alone_;
  scanner::Settling::Clock::time_point next_look_{};
};

}  // namespace tangthu::cli
