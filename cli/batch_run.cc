#include "cli/batch_run.h"

#include <chrono>

#include "archive/record.h"
#include "cli/document_words.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

std::string batch_pages_words(int pages, const vault::Spool& spool) {
  return page_count_words(pages) + " " + tr("are safe in batch") + " " +
         spool.id().to_string();
}

// What the operator does now.
void say_how_it_goes_on(const Context& context, const vault::Spool& spool, int pages,
                        bool two_sided) {
  const int sheet = (two_sided ? pages / 2 : pages) + 1;
  context.message("tangthu: " + batch_pages_words(pages, spool) + ". " +
                  tr("Put the rest of the stack back into the feeder, from sheet") + " " +
                  std::to_string(sheet) + " " + tr("on, then run") +
                  " 'tangthu scan --resume'; " + tr("or end the batch there with") +
                  " 'tangthu batches finish'.");
}

class BatchRun {
 public:
  BatchRun(Context& context, const Target& target, vault::Spool& spool,
           archive::BatchJournal& journal, const BatchSettings& settings)
      : context_(context),
        target_(target),
        spool_(spool),
        journal_(journal),
        settings_(settings) {}

  Result<int> run(std::unique_ptr<scanner::PageSource> device, LastDocument last) {
    archive::CaptureOptions options{settings_.name,
                                    TRY(digitise_options(context_, settings_.taking_in))};
    options.digitise.broke_off = last == LastDocument::kBrokeOff;
    auto captured = archive::capture(journal_, std::move(device), target_.destination,
                                     options, listener(), interrupted());
    context_.end_progress();
    if (!captured) {
      say_how_it_goes_on();
      return Failure(std::move(captured).error());
    }
    if (captured->done) return exit_code_of(*captured);
    if (captured->pages == 0) TRY(spool_.destroy());
    if (interrupted()) {
      if (captured->pages > 0) say_how_it_goes_on();
      return fail(ErrorCode::kInterrupted, "interrupted",
                  "what was printed is stored; nothing that was captured is lost");
    }
    return static_cast<int>(captured->device_error->code());
  }

 private:
  archive::CaptureListener listener() {
    return {{[this](const archive::Digitised& stored) { print_stored(context_, stored); },
             [this](const std::string& name, const Error& error) {
               last_error_ = error.code();
               context_.error(name, error);
             },
             [this](const archive::DigitiseReport& report) {
               context_.progress(progress_words(report, start_));
             },
             [this](const archive::BatchReport& report) {
               whole_ = report.whole();
               if (settings_.taking_in.batch.asked_for()) print_batch(context_, report);
             }},
            [this](const Error& error, int pages) {
              // At once, as a jam is mended while the rest is read.
              context_.end_progress();
              context_.error(error);
              if (pages > 0) say_how_it_goes_on();
            }};
  }

  void say_how_it_goes_on() const {
    cli::say_how_it_goes_on(context_, spool_, journal_.pages(),
                            settings_.taking_in.batch.two_sided);
  }

  Result<int> exit_code_of(const archive::CaptureReport& captured) const {
    const archive::DigitiseReport& report = captured.digitised;
    context_.message(progress_words(report, start_));
    if (!whole_) return static_cast<int>(ErrorCode::kSomeFailed);
    return exit_code(report.documents + report.failed, report.failed, last_error_);
  }

  Context& context_;
  const Target& target_;
  vault::Spool& spool_;
  archive::BatchJournal& journal_;
  const BatchSettings& settings_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  ErrorCode last_error_ = ErrorCode::kBadInput;
  bool whole_ = true;
};

}  // namespace

Bytes encode(const BatchSettings& settings) {
  const TakingInOptions& taking_in = settings.taking_in;
  return archive::to_cbor({{"name", settings.name},
                           {"level", taking_in.level},
                           {"compartments", taking_in.compartments},
                           {"dossier", taking_in.dossier},
                           {"languages", taking_in.languages},
                           {"tessdata", taking_in.tessdata},
                           {"split", taking_in.batch.split},
                           {"expected_sheets", taking_in.batch.expected_sheets},
                           {"two_sided", taking_in.batch.two_sided},
                           {"device", settings.device}});
}

Result<BatchSettings> decode_settings(ByteView bytes) {
  const Json json = TRY(archive::from_cbor(bytes));
  BatchSettings out;
  try {
    json.at("name").get_to(out.name);
    json.at("level").get_to(out.taking_in.level);
    json.at("compartments").get_to(out.taking_in.compartments);
    json.at("dossier").get_to(out.taking_in.dossier);
    json.at("languages").get_to(out.taking_in.languages);
    json.at("tessdata").get_to(out.taking_in.tessdata);
    json.at("split").get_to(out.taking_in.batch.split);
    json.at("expected_sheets").get_to(out.taking_in.batch.expected_sheets);
    json.at("two_sided").get_to(out.taking_in.batch.two_sided);
    out.device = json.at("device");
  } catch (const Json::exception&) {
    return fail(ErrorCode::kCorrupt, "the batch was begun by another version of tangthu",
                "go on with it by that version");
  }
  return out;
}

Result<std::unique_ptr<vault::Spool>> open_batch(const Target& target,
                                                 const std::string& id) {
  if (!id.empty())
    return vault::Spool::open(target.batches, TRY(parse_id(id)), target.owner);
  std::optional<DocumentId> only;
  for (const vault::SpoolListing& each : TRY(vault::list_spools(target.batches))) {
    if (each.owner != target.owner.id) continue;
    if (only) {
      return fail(ErrorCode::kUsage, "several batches wait",
                  "name one; 'tangthu batches' lists them");
    }
    only = each.id;
  }
  if (only) return vault::Spool::open(target.batches, *only, target.owner);
  return fail(ErrorCode::kNotFound, "no batch waits", "begin one with 'tangthu scan'");
}

Result<void> load_journal(const Context& context, const Target& target,
                          archive::BatchJournal& journal) {
  TRY(journal.load(target.has_arrived));
  for (const archive::BatchNote& note : journal.stored()) {
    const std::string id = note.id.to_string();
    context.result({{"id", id}, {"stored_before", true}},
                   id + "  (" + tr("stored before") + ")");
  }
  return {};
}

Result<int> run_batch(Context& context, const Target& target, vault::Spool& spool,
                      archive::BatchJournal& journal, const BatchSettings& settings,
                      std::unique_ptr<scanner::PageSource> device, LastDocument last) {
  return BatchRun(context, target, spool, journal, settings).run(std::move(device), last);
}

}  // namespace tangthu::cli
