// A batch on its way: what `scan`, `ingest` and `batches` share.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "archive/capture.h"
#include "cli/batch_settings.h"
#include "cli/target.h"

namespace tangthu::cli {

// The batch that is meant: `id`, or the only one there is where it is empty. kNotFound,
// or kUsage when several wait.
Result<std::unique_ptr<vault::Spool>> open_batch(const Target& target,
                                                 const std::string& id);

// Loads the journal and says which documents are stored already.
Result<void> load_journal(const Context& context, const Target& target,
                          archive::BatchJournal& journal);

// Where a batch's pages come from.
struct Feeder {
  std::unique_ptr<scanner::PageSource> device;  // nothing where no more is captured
  // Of a batch of two passes, as in archive::CaptureOptions.
  std::function<Result<std::unique_ptr<scanner::PageSource>>()> turn;
};

enum class LastDocument : std::uint8_t { kWhole, kBrokeOff };

// Captures, and stores what is complete, as target.approval allows. The exit code; that
// of the device's error where it failed, after saying how the batch goes on.
Result<int> capture_batch(Context& context, const Target& target, vault::Spool& spool,
                          archive::BatchJournal& journal, const BatchSettings& settings,
                          Feeder feeder, LastDocument last);

// Takes in files, as target.approval allows. What they are is in settings.origin.
Json files_origin(const std::vector<std::filesystem::path>& files);
bool is_of_files(const BatchSettings& settings);
// The password of PDFs may be null, and is not kept.
Result<int> take_in_files(Context& context, const Target& target, vault::Spool& spool,
                          const BatchSettings& settings,
                          std::shared_ptr<const Passphrase> pdf_password);

}  // namespace tangthu::cli
