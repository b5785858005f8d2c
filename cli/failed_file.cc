#include "cli/failed_file.h"

#include "base/clock.h"
#include "cli/message.h"
#include "cli/taking_in.h"

namespace tangthu::cli {

std::string failed_file_words(const archive::FailedFile& file) {
  std::string out = file.name + "\n" + format_utc(now_utc()) + "\n\n";
  const auto add = [&out](const std::string& name, const Error& error) {
    out += name + ": " + tr(error.text()) + "; " + tr(error.remedy()) + "\n";
  };
  for (const auto& [name, error] : file.failures)
    add(name, error);
  if (file.failures.empty()) add(file.name, nothing_to_read());
  if (file.stored > 0) {
    out += "\n" + std::to_string(file.stored) + " " + tr("documents") + ": " +
           tr("stored all the same; give only what is named here again") + "\n";
  }
  return out;
}

}  // namespace tangthu::cli
