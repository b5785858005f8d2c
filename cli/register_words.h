// What the commands on registers share.
#pragma once

#include <string>

#include "archive/books/register_paper.h"
#include "cli/context.h"

namespace tangthu::cli {

// {"id","document","book","year","series","ordinal","cells","level","corrections",…}
Json row_json(vault::Session& session, const archive::RegisterRow& row,
              const archive::FormBook& forms);
// "di/2026/thuong 12: 12/QĐ-STC, 05/03/2026, …"
std::string row_words(vault::Session& session, const archive::RegisterRow& row,
                      const archive::FormBook& forms);
// "di/2026/thuong"
std::string register_words(const archive::RegisterName& name);

// The format that was asked for, or the file's by its ending.
archive::PaperFormat paper_format(const std::string& asked,
                                  const std::filesystem::path& out);

}  // namespace tangthu::cli
