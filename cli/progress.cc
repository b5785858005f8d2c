#include "cli/progress.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "cli/emphasis.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

constexpr std::size_t kMostColumns = 80;
constexpr std::size_t kMostCells = 30;
constexpr std::size_t kFewestCells = 8;
// Before that long nothing can be said of rate and time.
constexpr double kTooSoonSeconds = 0.5;

constexpr std::array<const char*, 5> kCodes = {"bytes", "documents", "pages", "files",
                                               "records"};

std::string number(const char* form, double value) {
  char out[32];
  std::snprintf(out, sizeof out, form, value);
  return out;
}

std::string byte_words(double bytes) {
  static constexpr const char* kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  for (; bytes >= 1000 && unit + 1 < std::size(kUnits); ++unit)
    bytes /= 1024;
  return number(unit > 0 && bytes < 10 ? "%.1f " : "%.0f ", bytes) + kUnits[unit];
}

const char* unit_word(bool one, Counted what) {
  switch (what) {
    case Counted::kBytes:
      break;
    case Counted::kDocuments:
      return tr(one ? "document" : "documents");
    case Counted::kPages:
      return tr(one ? "page" : "pages");
    case Counted::kFiles:
      return tr(one ? "file" : "files");
    case Counted::kRecords:
      return tr(one ? "record" : "records");
  }
  return "B";
}

std::string amount_words(std::uint64_t done, Counted what) {
  if (what == Counted::kBytes) return byte_words(static_cast<double>(done));
  return std::to_string(done) + " " + unit_word(done == 1, what);
}

std::string rate_words(double a_second, Counted what) {
  if (what == Counted::kBytes) return byte_words(a_second) + "/s";
  if (a_second >= 10) return number("%.0f/s", a_second);
  if (a_second >= 1) return number("%.1f/s", a_second);
  return number("%.1f", a_second * 60) + tr("/min");
}

std::string time_words(double seconds) {
  // A hundred hours stand for any time beyond: who waits so long reads no clock.
  const auto all = static_cast<unsigned long long>(std::round(std::min(seconds, 360e3)));
  char out[48];
  if (all >= 3600) {
    std::snprintf(out, sizeof out, "%llu:%02llu:%02llu", all / 3600, all / 60 % 60,
                  all % 60);
  } else {
    std::snprintf(out, sizeof out, "%llu:%02llu", all / 60, all % 60);
  }
  return out;
}

// Letters of our words are one column each.
std::size_t columns_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts)
    out += (out.empty() ? "" : "  ") + part;
  return out;
}

std::string drawn(double share, std::size_t cells, Bar bar) {
  const auto full = static_cast<std::size_t>(share * static_cast<double>(cells));
  const std::string done(full, '#');
  const std::string rest(cells - full, '-');
  if (bar == Bar::kPlain || full == 0) return "[" + done + rest + "]";
  return "[" + (kBold + done + kPlain) + rest + "]";
}

}  // namespace

Progress progress_of(std::uint64_t done, std::uint64_t of, Counted what) {
  if (of == 0) return {done, what, std::nullopt};
  return {done, what, std::min(1.0, static_cast<double>(done) / static_cast<double>(of))};
}

Json progress_json(const Progress& progress) {
  Json out = {{"done", progress.done},
              {"what", kCodes[static_cast<std::size_t>(progress.what)]}};
  if (progress.share) out["share"] = *progress.share;
  return out;
}

std::optional<Progress> progress_from(const Json& json) {
  const auto member = [&](const char* name) {
    return json.is_object() && json.contains(name) ? json[name] : Json();
  };
  const Json done = member("done");
  const Json share = member("share");
  const auto* code = std::find(kCodes.begin(), kCodes.end(), member("what"));
  if (!done.is_number_unsigned() || code == kCodes.end()) return std::nullopt;
  Progress out{done, static_cast<Counted>(code - kCodes.begin()), std::nullopt};
  if (share.is_number()) out.share = std::clamp(share.get<double>(), 0.0, 1.0);
  return out;
}

std::string ProgressLine::text(const Progress& progress, Time now, std::size_t columns,
                               Bar bar) {
  columns = std::min(columns, kMostColumns) - 1;  // the last one would wrap the line
  const bool other = !first_ || first_->progress.what != progress.what ||
                     first_->progress.share.has_value() != progress.share.has_value() ||
                     progress.done < last_done_;
  if (other) first_ = Sample{progress, now};
  last_done_ = progress.done;
  const Progress& first = first_->progress;
  const double seconds = std::chrono::duration<double>(now - first_->time).count();
  std::vector<std::string> parts;
  if (progress.share) {
    parts.push_back(std::to_string(static_cast<int>(*progress.share * 100)) + "%");
  }
  parts.push_back(amount_words(progress.done, progress.what));
  const bool can_reckon = seconds >= kTooSoonSeconds && progress.done > first.done;
  if (can_reckon) {
    const auto more = static_cast<double>(progress.done - first.done);
    parts.push_back(rate_words(more / seconds, progress.what));
  }
  const double gained = progress.share ? *progress.share - *first.share : 0;
  if (!progress.share) {
    parts.push_back(time_words(seconds));
  } else if (can_reckon && gained > 0) {
    parts.push_back(tr("time left ") +
                    time_words(seconds * (1 - *progress.share) / gained));
  }
  while (columns_of(joined(parts)) > columns && parts.size() > 1)
    parts.pop_back();
  const std::string words = joined(parts);
  const std::size_t taken = columns_of(words) + std::size("[]  ") - 1;
  if (!progress.share || taken + kFewestCells > columns) return words;
  return drawn(*progress.share, std::min(kMostCells, columns - taken), bar) + "  " +
         words;
}

}  // namespace tangthu::cli
