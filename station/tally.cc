#include "station/tally.h"

#include <set>

#include "service/log.h"

namespace tangthu::station {

using service::log_line;
using service::Priority;

std::string words_of(const Error& error) {
  return std::string(error.text()) + "; " + error.remedy();
}

void Tally::sealed(const std::string& place, const archive::Digitised& document) {
  ++sealed_;
  const std::string of = "document=" + document.id.to_string() + " " + place;
  log_line(Priority::kInfo, "sealed " + of);
  std::set<std::string> reasons;
  for (const archive::Rescan& page : document.record.rescan)
    reasons.insert(page.reason);
  for (const std::string& reason : reasons)
    log_line(Priority::kWarning,
             std::string("scan-again ").append(of) + " reason=" + reason);
  heard_();
}

void Tally::sealed_before(const std::string& place, const DocumentId& id) {
  ++sealed_;
  log_line(Priority::kInfo,
           "sealed document=" + id.to_string() + " " + place + " before=yes");
  heard_();
}

void Tally::failed(const std::string& place, const Error& error) {
  ++failed_;
  log_line(Priority::kError, "failed " + place + " reason=\"" + words_of(error) + "\"");
}

std::chrono::milliseconds Trouble::comes(const Error& error) {
  if (told_ != error.text()) {
    log_line(Priority::kError, "waits " + place_ + " reason=\"" + words_of(error) + "\"");
  }
  told_ = error.text();
  const auto out = pause_;
  pause_ = std::min(pause_ * 2, kLongestPause);
  return out;
}

void Trouble::goes() {
  if (!told_.empty()) log_line(Priority::kNotice, "goes-on " + place_);
  told_.clear();
  pause_ = kFirstPause;
}

}  // namespace tangthu::station
