// How `ingest` and `scan` cut what comes into documents, and what they tell of a batch.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "archive/batch.h"
#include "cli/context.h"

namespace CLI {
class App;
}

namespace tangthu::cli {

struct BatchWords {
  std::vector<std::string> split;  // blank, separator, first-page, count:N
  int expected_sheets = 0;
  bool two_sided = false;

  bool asked_for() const { return !split.empty() || expected_sheets > 0; }
};

void add_batch_options(CLI::App& command, BatchWords& words);
// Of these, how it is cut.
void add_split_options(CLI::App& command, BatchWords& words);

// Nothing where no option asked for a batch. kUsage for words that are none.
Result<std::optional<archive::BatchOptions>> parse_batch(const BatchWords& words);

// One result: the reckoning, as JSON or in words; doubts and gaps are messages besides.
// `file`: the stack's, where it has a name.
void print_batch(const Context& context, const archive::BatchReport& report,
                 const std::string& file = {});

}  // namespace tangthu::cli
