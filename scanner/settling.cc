#include "scanner/settling.h"

#include <algorithm>

namespace tangthu::scanner {

Settling::Clock::time_point Settling::due(const Sighting& sighting) const {
  return sighting.since + (sighting.state.size == 0 ? time_ * kEmptyPatience : time_);
}

void Settling::saw(const std::string& name, const FileState& state,
                   Clock::time_point now) {
  const auto at = sightings_.find(name);
  if (at != sightings_.end() && at->second.state == state) return;
  sightings_.insert_or_assign(name, Sighting{state, now});
}

void Settling::restart(const std::string& name, Clock::time_point now) {
  const auto at = sightings_.find(name);
  if (at != sightings_.end()) at->second.since = now;
}

void Settling::forget(const std::string& name) {
  sightings_.erase(name);
}

void Settling::keep_only(const std::set<std::string>& names) {
  std::erase_if(sightings_,
                [&](const auto& each) { return !names.contains(each.first); });
}

std::optional<Settling::Complete> Settling::next(Clock::time_point now) const {
  for (const auto& [name, sighting] : sightings_) {
    if (due(sighting) <= now) return Complete{name, sighting.state};
  }
  return std::nullopt;
}

std::optional<Settling::Clock::time_point> Settling::first_due() const {
  std::optional<Clock::time_point> out;
  for (const auto& [name, sighting] : sightings_) {
    if (!out || due(sighting) < *out) out = due(sighting);
  }
  return out;
}

std::optional<Settling::Clock::time_point> Settling::last_due() const {
  std::optional<Clock::time_point> out;
  for (const auto& [name, sighting] : sightings_) {
    if (!out || due(sighting) > *out) out = due(sighting);
  }
  return out;
}

}  // namespace tangthu::scanner
