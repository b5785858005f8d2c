// Words for people, in English and Vietnamese (gettext; catalogues in po/).
#pragma once

#include <string>

#include "base/error.h"

namespace tangthu::cli {

// Chooses the language from LC_ALL, LC_MESSAGES, LANG. Call once, before any thread.
void choose_language();
// For a process that speaks with many: each thread in English until it is told otherwise.
void speak_all_languages();
enum class Language { kOfProcess, kEnglish, kVietnamese };
// The calling thread's, as long as this lives.
class SpeakIn {
 public:
  explicit SpeakIn(Language language);
  ~SpeakIn();
  SpeakIn(const SpeakIn&) = delete;
  SpeakIn& operator=(const SpeakIn&) = delete;

 private:
  Language before_;
};
Language spoken_language();

// The message in the chosen language; the English one where there is no translation.
const char* tr(const char* message);

// Whether messages are in Vietnamese; for words that are data.
bool in_vietnamese();

// "tangthu: FILE: what is wrong; what to do"
std::string describe(const Error& error);
// What a warning code of archive/record.h means.
std::string describe_warning(const std::string& code);

}  // namespace tangthu::cli
