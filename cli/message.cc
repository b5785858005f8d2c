#include "cli/message.h"

#include <clocale>
#include <cstdlib>
#include <map>
#include <string_view>

#include <libintl.h>

#include "archive/record.h"
#include "base/process.h"

namespace tangthu::cli {
namespace {

constexpr const char* kDomain = "tangthu";

Language spoken_by_process = Language::kOfProcess;
thread_local Language spoken_by_thread = Language::kOfProcess;

std::string_view wanted_locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return "C";
}

}  // namespace

void choose_language() {
  // A bare server has no vi_VN locale installed; C.UTF-8 is always there, and gettext
  // then goes by LANGUAGE. Numbers and dates stay as in C, so that output can be parsed.
  if (std::setlocale(LC_CTYPE, "C.UTF-8") == nullptr) std::setlocale(LC_CTYPE, "");
  std::setlocale(LC_MESSAGES, "C.UTF-8");
  if (wanted_locale().substr(0, 2) == "vi") setenv("LANGUAGE", "vi", 0);
  const auto folder = program_folder() / ".." / "share" / "locale";
  bindtextdomain(kDomain, folder.c_str());
  bind_textdomain_codeset(kDomain, "UTF-8");
  textdomain(kDomain);
}

void speak_all_languages() {
  // gettext knows one language a process; whoever speaks English goes without it.
  setenv("LANGUAGE", "vi", 1);
  choose_language();
  spoken_by_process = Language::kEnglish;
}

SpeakIn::SpeakIn(Language language) : before_(spoken_by_thread) {
  spoken_by_thread = language;
}

SpeakIn::~SpeakIn() {
  spoken_by_thread = before_;
}

Language spoken_language() {
  return spoken_by_thread == Language::kOfProcess ? spoken_by_process : spoken_by_thread;
}

bool in_vietnamese() {
  const Language spoken = spoken_language();
  if (spoken != Language::kOfProcess) return spoken == Language::kVietnamese;
  return wanted_locale().substr(0, 2) == "vi";
}

const char* tr(const char* message) {
  // gettext has notes of the translators under no words at all.
  if (*message == '\0' || spoken_language() == Language::kEnglish) return message;
  return gettext(message);
}

std::string describe(const Error& error) {
  std::string out = "tangthu: ";
  if (!error.subject().empty()) out += error.subject() + ": ";
  return out + tr(error.text()) + "; " + tr(error.remedy());
}

std::string describe_warning(const std::string& code) {
  static const std::map<std::string, const char*> kWords = {
      {archive::warning::kLevelRaised, "stored at the higher level that its stamp shows"},
      {archive::warning::kUnreadPage,
       "a page could not be recognised; it is kept as a picture"},
      {archive::warning::kBlankPage, "has a blank page"},
      {archive::warning::kLowConfidence, "was hard to read; a person should look at it"},
      {archive::warning::kDoubtfulField,
       "its number or date is doubtful; a person should look at it"},
      {archive::warning::kDoubtfulStamp,
       "a secrecy stamp is doubtful; a person should look at it"},
      {archive::warning::kLevelUnread,
       "a page could not be read, so that its level is not known; a person should look "
       "at it"},
      {archive::warning::kScanBrokeOff,
       "scanning broke off; the pages before are stored"},
      {archive::warning::kPageMissing,
       "a page in it could not be taken; look at the paper"},
      {"low-resolution", "has pages of too low a resolution"},
      {"small-text", "has pages whose letters have too few dots"},
      {"blurred", "has blurred pages"},
      {"skewed", "has pages that lie askew"},
      {"over-exposed", "has pages whose writing is washed out"},
      {"under-exposed", "has pages that are too dark"},
      {"cut-off", "has pages that are cut off"},
      {"blank", "has a blank page"},
  };
  const auto at = kWords.find(code);
  return at == kWords.end() ? code : tr(at->second);
}

}  // namespace tangthu::cli
