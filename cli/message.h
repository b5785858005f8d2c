// Words for people, in English and Vietnamese (gettext; catalogues in po/).
#pragma once

#include <string>

#include "base/error.h"

namespace tangthu::cli {

// Chooses the language from LC_ALL, LC_MESSAGES, LANG. Call once, before any thread.
void choose_language();
// The message in the chosen language; the English one where there is no translation.
const char* tr(const char* message);

// Whether messages are in Vietnamese; for words that are data.
bool in_vietnamese();

// "tangthu: FILE: what is wrong; what to do"
std::string describe(const Error& error);
// What a warning code of archive/record.h means.
std::string describe_warning(const std::string& code);

}  // namespace tangthu::cli
