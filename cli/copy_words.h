// How copies are shown.
#pragma once

#include <string>

#include "archive/entry.h"

namespace tangthu::cli {

// The entry as the register has it, with "id", "level" and "issued" as time.
Json copy_json(const archive::Entry& copy);
// "5/2026  mat (Mật)  Nguyễn Văn A  2026-03-05T07:02:07Z  DOCUMENT".
std::string copy_words(const archive::Entry& copy);

}  // namespace tangthu::cli
