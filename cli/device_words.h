// Scanners' options in plain words. SANE's own titles are English, and each driver's.
#pragma once

#include <string>

namespace tangthu::cli {

// What the option of this SANE name is about; null where we don't know it.
const char* device_option_words(const std::string& name);

}  // namespace tangthu::cli
