// The files of texts/, built into the program.
#pragma once

#include <string_view>
#include <vector>

namespace tangthu::samples {

std::vector<std::string_view> built_in_texts();

}  // namespace tangthu::samples
