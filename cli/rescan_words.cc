#include "cli/rescan_words.h"

#include "cli/message.h"
#include "scanner/quality/quality.h"

namespace tangthu::cli {
namespace {

using scanner::QualityKind;

const char* words_of(QualityKind kind) {
  switch (kind) {
    case QualityKind::kLowResolution:
      return tr("its resolution is too low; scan it again with more dots an inch");
    case QualityKind::kSmallText:
      return tr("its letters have too few dots; scan it again at a higher resolution");
    case QualityKind::kBlurred:
      return tr("it is blurred; clean the glass, lay the sheet flat and scan it again");
    case QualityKind::kSkewed:
      return tr("it lies askew; scan it again, straight");
    case QualityKind::kOverExposed:
      return tr("its writing is washed out; scan it again, darker");
    case QualityKind::kUnderExposed:
      return tr("it is too dark; scan it again, brighter");
    case QualityKind::kCutOff:
      return tr("writing is cut off at its edge; scan it again, whole");
    case QualityKind::kBlank:
      return tr("it is blank; was the sheet fed with the wrong side up?");
  }
  return "";
}

}  // namespace

void print_rescans(const Context& context, const archive::Record& record) {
  for (const archive::Rescan& rescan : record.rescan) {
    const auto kind = scanner::quality_kind(rescan.reason);
    context.message("tangthu: " + record.file + ": " + tr("page") + " " +
                    std::to_string(rescan.page) + ": " +
                    (kind ? words_of(*kind) : rescan.reason.c_str()));
  }
}

bool is_of_a_page(const std::string& warning) {
  return scanner::quality_kind(warning).has_value();
}

}  // namespace tangthu::cli
