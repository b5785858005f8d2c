// Inventories of dossiers and their documents, as PDF or CSV.
#pragma once

#include <string>
#include <vector>

#include "cli/context.h"

namespace CLI {
class App;
}

namespace tangthu::cli {

struct PaperOptions {
  std::string out;
  std::vector<std::string> only;  // codes of dossiers; none: all
};

// --out. Gives the command back.
CLI::App& add_paper_options(CLI::App& command, PaperOptions& options);

// Mục lục văn bản of a dossier.
Result<int> dossier_inventory(Context& context, const std::string& code,
                              const PaperOptions& options);
// Mục lục hồ sơ of a fonds.
Result<int> fonds_inventory(Context& context, const std::string& code,
                            const PaperOptions& options);

}  // namespace tangthu::cli
