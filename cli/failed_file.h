// What is written beside a file that a watch could not take in.
#pragma once

#include <string>

#include "archive/watched_folder.h"

namespace tangthu::cli {

std::string failed_file_words(const archive::FailedFile& file);

}  // namespace tangthu::cli
