#include "cli/batch_run.h"

#include "cli/document_words.h"
#include "cli/input_count.h"
#include "cli/message.h"
#include "cli/run_talk.h"

namespace tangthu::cli {
namespace {

std::string batch_pages_words(int pages, const vault::Spool& spool) {
  return page_count_words(pages) + " " + tr("are safe in batch") + " " +
         spool.id().to_string();
}

// What is to be laid into the feeder.
std::string stack_words(const archive::BatchJournal& journal, bool two_sided) {
  const auto rest_from = [](const char* words, int sheet) {
    return std::string(words) + " " + std::to_string(sheet) + " " + tr("on, then run");
  };
  const char* const rest =
      tr("Put the rest of the stack back into the feeder, from sheet");
  if (journal.passes() == archive::Passes::kOne)
    return rest_from(rest, (two_sided ? journal.pages() / 2 : journal.pages()) + 1);
  if (journal.pass() == scanner::Pass::kFronts)
    return rest_from(rest, journal.pass_pages() + 1);
  if (journal.passes_differ() || journal.pass_pages() == 0)
    return tr("Turn the whole stack over, lay it in the feeder, then run");
  return rest_from(
      tr("Put the rest of the turned stack back into the feeder, from its sheet"),
      journal.pass_pages() + 1);
}

// What the operator does now.
void say_how_it_goes_on(const Context& context, const vault::Spool& spool,
                        const archive::BatchJournal& journal, bool two_sided) {
  const std::string other = journal.passes_differ()
                                ? "."
                                : std::string("; ") + tr("or end the batch there with") +
                                      " 'tangthu batches finish'.";
  context.message("tangthu: " + batch_pages_words(journal.pages(), spool) + ". " +
                  stack_words(journal, two_sided) + " 'tangthu scan --resume'" + other);
}

// Of documents that could not be stored.
void say_what_remains(const Context& context, const vault::Spool& spool,
                      const archive::BatchJournal& journal) {
  const auto refused = journal.refused_places();
  if (refused.empty()) return;
  std::size_t pages = 0;
  for (const std::size_t place : refused)
    pages += journal.noted()[place].refusal->pages.size();
  context.end_progress();
  context.message("tangthu: " + batch_pages_words(static_cast<int>(pages), spool) + ". " +
                  tr("'tangthu batches show' says what is wrong with them; when "
                     "that is mended, 'tangthu batches finish' stores them."));
}

}  // namespace

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
  for (const archive::BatchNote& note : journal.noted()) {
    if (note.refusal) continue;
    const std::string id = note.id.to_string();
    context.result({{"id", id}, {"stored_before", true}},
                   id + "  (" + tr("stored before") + ")");
  }
  return {};
}

Result<int> capture_batch(Context& context, const Target& target, vault::Spool& spool,
                          archive::BatchJournal& journal, const BatchSettings& settings,
                          Feeder feeder, LastDocument last) {
  archive::CaptureOptions options{settings.name,
                                  TRY(digitise_options(context, settings.taking_in))};
  options.digitise.approval = target.approval;
  tell_of_engine(context, options.digitise.reading.recogniser);
  options.digitise.broke_off = last == LastDocument::kBrokeOff;
  options.turn = std::move(feeder.turn);
  RunTalk talk(context, settings.taking_in.batch.asked_for());
  const auto say = [&] {
    if (journal.pages() == 0) return;
    context.end_progress();
    say_how_it_goes_on(context, spool, journal, settings.taking_in.batch.two_sided);
  };
  // At once, as a jam is mended while the rest is read.
  const auto device_failed = [&](const Error& error, int) {
    context.error(error);
    say();
  };
  auto captured =
      archive::capture(journal, std::move(feeder.device), target.destination, options,
                       {talk.listener(), device_failed}, interrupted());
  if (!captured) {
    say();
    return Failure(std::move(captured).error());
  }
  if (captured->done) {
    say_what_remains(context, spool, journal);
    return talk.end(captured->digitised);
  }
  if (captured->pages == 0) TRY(spool.destroy());
  if (interrupted()) {
    say();
    return fail(ErrorCode::kInterrupted, "interrupted",
                "what was printed is stored; nothing that was captured is lost");
  }
  return static_cast<int>(captured->device_error->code());
}

Json files_origin(const std::vector<std::filesystem::path>& files) {
  Json out = Json::array();
  for (const auto& file : files) {
    // Bytes, as names need not be UTF-8.
    const std::string name = std::filesystem::absolute(file).string();
    out.push_back(Json::binary({name.begin(), name.end()}));
  }
  return {{"files", std::move(out)}};
}

bool is_of_files(const BatchSettings& settings) {
  return settings.origin.contains("files");
}

Result<int> take_in_files(Context& context, const Target& target, vault::Spool& spool,
                          const BatchSettings& settings,
                          std::shared_ptr<const Passphrase> pdf_password) {
  std::vector<std::filesystem::path> files;
  for (const Json& file : settings.origin.at("files")) {
    const auto& bytes = file.get_binary();
    files.emplace_back(std::string(bytes.begin(), bytes.end()));
  }
  archive::BatchJournal journal(spool, archive::BatchJournal::Pages::kElsewhere);
  TRY(load_journal(context, target, journal));
  archive::DigitiseOptions digitise = TRY(digitise_options(context, settings.taking_in));
  digitise.approval = target.approval;
  tell_of_engine(context, digitise.reading.recogniser);
  digitise.ledger = &journal;
  const auto source = TRY(archive::inputs_after(
      archive::intake_of_files(files, std::move(pdf_password)), journal.noted(),
      digitise.batch ? archive::InputsAs::kOnePageEach : archive::InputsAs::kWhole));
  const auto stored_before = journal.noted().size();
  // Of a batch it is known at its end how many documents it had.
  RunTalk talk(context, settings.taking_in.batch.asked_for(),
               digitise.batch ? 0 : count_inputs(files), stored_before);
  const auto report = TRY(archive::digitise(target.destination, source, digitise,
                                            talk.listener(), interrupted()));
  if (interrupted()) {
    return fail(ErrorCode::kInterrupted, "interrupted",
                "what was printed is stored; 'tangthu ingest --resume' goes on");
  }
  TRY(journal.finish());
  if (report.documents + report.failed == 0 && stored_before == 0)
    return Failure(nothing_to_read());
  return talk.end(report);
}

}  // namespace tangthu::cli
