// Forms as the file has them. For archive/paper/forms*.cc only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "archive/paper/forms.h"

namespace tangthu::archive {

struct FormFile {
  std::vector<PaperForm> forms;
  IssuingBody body;
  std::string place;
};

// Each form sound by itself; kUsage with "FILE:LINE: TABLE.KEY" otherwise.
Result<FormFile> read_forms(std::string_view text, const std::string& file);

}  // namespace tangthu::archive
