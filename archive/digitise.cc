#include "archive/digitise.h"

#include <algorithm>

#include "archive/read_document.h"
#include "archive/search_packet.h"
#include "ocr/fields.h"

namespace tangthu::archive {
namespace {

using vault::LabelRecordKind;
using vault::ObjectKind;

void add_once(std::vector<std::string>& warnings, const char* warning) {
  if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end()) {
    warnings.emplace_back(warning);
  }
}

// A page of which next to nothing could be read however it was turned.
bool is_unreadable(const ocr::PageText& page, bool first) {
  constexpr std::size_t kLeastLetters = 40;  // fewer are a picture's, behind the first
  return !page.lines.empty() && page.mean_confidence() < kReadablePage &&
         (first || plain_text(page).size() >= kLeastLetters);
}

std::vector<std::string> find_warnings(const ReadDocument& document,
                                       const ocr::DocumentText& text,
                                       const Label& asked) {
  std::vector<std::string> warnings;
  if (text.level > asked.level) add_once(warnings, warning::kLevelRaised);
  if (!document.unread_pages.empty()) add_once(warnings, warning::kUnreadPage);
  if (document.broke_off) add_once(warnings, warning::kScanBrokeOff);
  if (document.missing_pages > 0) add_once(warnings, warning::kPageMissing);
  for (const ocr::PageText& page : text.pages) {
    if (page.blank) add_once(warnings, warning::kBlankPage);
    if (!page.lines.empty() && page.mean_confidence() < kSurePage) {
      add_once(warnings, warning::kLowConfidence);
    }
  }
  for (const auto& [name, field] : text.fields) {
    const bool sure = field.value && field.confidence >= kSureField;
    // Without these nobody finds the paper again.
    if (!sure && (name == "number" || name == "symbol" || name == "date")) {
      add_once(warnings, warning::kDoubtfulField);
    }
  }
  const bool unread =
      !document.unread_pages.empty() ||
      std::any_of(text.pages.begin(), text.pages.end(), [&](const ocr::PageText& page) {
        return is_unreadable(page, &page == &text.pages[0]);
      });
  if (unread && text.level == Level::kThuong) add_once(warnings, warning::kLevelUnread);
  for (const ocr::Stamp& stamp : text.stamps) {
    if (stamp.kind == "secrecy" && stamp.confidence < kSureStamp) {
      add_once(warnings, warning::kDoubtfulStamp);
    }
  }
  return warnings;
}

// Of the pages whose picture is not good enough.
std::vector<Rescan> find_rescans(const ReadDocument& document,
                                 std::vector<std::string>& warnings) {
  std::vector<Rescan> rescans;
  for (const ReadPage& page : document.pages) {
    for (const auto& [kind, measured, limit] : page.faults) {
      const std::string code(scanner::quality_code(kind));
      rescans.push_back({page.text.number, code, measured, limit});
      add_once(warnings, code.c_str());
    }
  }
  return rescans;
}

std::vector<UnsurePage> find_unsure_pages(const ReadDocument& document) {
  std::vector<UnsurePage> out;
  for (const ReadPage& page : document.pages) {
    const int number = page.text.number;
    const bool unread = std::count(document.unread_pages.begin(),
                                   document.unread_pages.end(), number) > 0;
    // One without words may be a photograph: there is nothing to settle.
    if (!unread && (page.text.blank || page.text.lines.empty())) continue;
    const double confidence = unread ? 0 : page.text.mean_confidence();
    if (confidence < kAlmostSurePage) out.push_back({number, confidence});
  }
  return out;
}

Record make_record(const ReadDocument& document, const ocr::DocumentText& text,
                   const Json& json, const DigitiseOptions& options) {
  Record record;
  record.file = document.name;
  record.media = scanner::media_extension(document.media);
  record.pages = static_cast<int>(document.pages.size());
  record.masters = static_cast<int>(document.masters.size());
  record.dossier = options.dossier;
  record.created = now_utc();
  record.fields = json.at("fields");
  record.stamps = json.at("stamps");
  record.warnings = find_warnings(document, text, options.label);
  record.rescan = find_rescans(document, record.warnings);
  record.unsure_pages = find_unsure_pages(document);
  record.left_out = blank_pages(text);
  record.has_signature = document.facts.has_signature;
  return record;
}

Bytes make_packet(const ocr::DocumentText& text, const Record& record) {
  std::vector<std::string> texts;
  for (const ocr::PageText& page : text.pages)
    texts.push_back(plain_text(page));
  return search_packet(std::move(texts), record);
}

// The asked label meets every document; one that a stamp raised only this.
Result<std::unique_ptr<Draft>> draft_for(const Destination& destination,
                                         const Label& label,
                                         const DigitiseOptions& options) {
  auto draft = destination(label, options.approval);
  if (draft || label == options.label) return draft;
  const ErrorCode code = draft.error().code();
  if (code != ErrorCode::kUsage && code != ErrorCode::kNotFound) return draft;
  return fail(ErrorCode::kBadInput,
              "its secrecy stamp asks for a level that can't be written to",
              "have somebody cleared for that level, or make the station's kit with it; "
              "then give it again");
}

using BeforeCommit = std::function<Result<void>(const DocumentId&)>;

// Seals everything that is kept of a document; it is on disk when this returns.
Result<Digitised> store(const Destination& destination, ReadDocument document,
                        const DigitiseOptions& options,
                        const BeforeCommit& before_commit) {
  const ocr::DocumentText text = text_of(document);
  const Json json = ocr::to_json(text);
  Record record = make_record(document, text, json, options);
  Label label = options.label;
  label.level = std::max(label.level, text.level);
  const bool is_secret = label.level >= Level::kMat;
  if (is_secret && options.approval && options.approval->covers(label.level))
    record.approval = options.approval->id.to_string();

  const std::unique_ptr<Draft> draft = TRY(draft_for(destination, label, options));
  vault::SubmissionWriter& writer = draft->document();
  std::uint32_t number = 0;
  for (Master& master : document.masters) {
    TRY(writer.add({ObjectKind::kMaster, ++number}, TRY(master.take())));
  }
  number = 0;
  for (const Json& page : json.at("pages")) {
    TRY(writer.add({ObjectKind::kText, ++number}, to_cbor(page)));
  }
  const Bytes pdf = TRY(
      access_copy_of(std::move(document.pages), text, record.created, record.left_out));
  TRY(writer.add({ObjectKind::kPdf, 1}, pdf));
  TRY(writer.add({ObjectKind::kRecord, 1}, record.encode()));
  TRY(writer.add_label_record(LabelRecordKind::kCatalogue, record.encode()));
  TRY(writer.add_label_record(LabelRecordKind::kPacket, make_packet(text, record)));
  TRY(before_commit(writer.id()));
  TRY(draft->commit());
  return Digitised{writer.id(), writer.label().label, record, std::nullopt};
}

// Errors that would meet the next document too.
bool ends_the_run(const Error& error) {
  return error.code() != ErrorCode::kBadInput;
}

// A run: what is read goes in, what is stored is told.
class Run {
 public:
  Run(const Destination& destination, const DigitiseOptions& options,
      const DigitiseListener& listener)
      : destination_(destination), options_(options), listener_(listener) {
    if (options.batch) cutter_.emplace(*options.batch);
    if (options.ledger == nullptr) return;
    const std::vector<BatchNote>& noted = options.ledger->noted();
    if (!noted.empty()) inputs_ = noted.back().last_page;
    for (const BatchNote& note : noted) {
      for (const PageTrace& trace : note.traces)
        cutter_->replay(trace);
    }
  }

  // A document, or a page of a batch.
  Result<void> take(ReadDocument read) {
    ++inputs_;
    if (read.error) fail_of(read.name, *read.error);
    if (!cutter_) {
      Noted noted{std::nullopt, {{}, inputs_, read.name, {}, {}}, {inputs_}};
      TRY(keep(std::move(read), options_, std::move(noted)));
    } else if (auto cut = cutter_->add(std::move(read))) {
      TRY(keep(std::move(*cut)));
    }
    listener_.progress(report_);
    return {};
  }

  Result<DigitiseReport> finish() {
    if (!cutter_) return report_;
    if (options_.ledger != nullptr && !options_.ledger->has_ended()) return report_;
    if (auto cut = cutter_->finish()) {
      cut->document.broke_off = options_.broke_off;
      TRY(keep(std::move(*cut)));
    }
    if (listener_.batch) listener_.batch(cutter_->report());
    return report_;
  }

  const DigitiseReport& report() const { return report_; }

 private:
  void fail_of(const std::string& name, const Error& error) {
    ++report_.failed;
    listener_.failed(name, error);
  }

  Result<void> keep(CutDocument cut) {
    DigitiseOptions options = options_;
    if (!cut.dossier.empty()) options.dossier = cut.dossier;
    Noted noted{
        cut.place,
        {{}, cut.place.last_page, std::move(cut.last_name), std::move(cut.traces), {}},
        std::move(cut.captures)};
    return keep(std::move(cut.document), options, std::move(noted));
  }

  // In its batch.
  struct Noted {
    std::optional<BatchPlace> place;
    BatchNote note;
    std::vector<int> captures;
  };

  // Only an error that would meet the next document too comes back.
  Result<void> keep(ReadDocument document, const DigitiseOptions& options, Noted noted) {
    // A file that is damaged anywhere stays outside.
    if (document.error || document.pages.empty()) return {};
    if (options.ledger != nullptr && TRY(options.ledger->has(++documents_))) return {};
    const std::string name = document.name;
    report_.pages += static_cast<int>(document.pages.size());
    auto stored = store(destination_, std::move(document), options,
                        [&](const DocumentId& id) -> Result<void> {
                          if (options.ledger == nullptr) return {};
                          noted.note.id = id;
                          return options.ledger->before_commit(noted.note);
                        });
    if (stored) {
      ++report_.documents;
      stored->place = noted.place;
      listener_.stored(*stored);
      if (options.ledger != nullptr) TRY(options.ledger->after_commit());
      return {};
    }
    if (ends_the_run(stored.error()))
      return Failure(std::move(stored).error().about(name));
    fail_of(name, stored.error());
    if (options.ledger != nullptr)
      TRY(options.ledger->refused(refused(std::move(noted), options, stored.error())));
    return {};
  }

  static BatchNote refused(Noted noted, const DigitiseOptions& options,
                           const Error& why) {
    Refusal refusal;
    refusal.pages = std::move(noted.captures);
    refusal.dossier = options.dossier;
    if (noted.place) refusal.opens = noted.place->opens;
    refusal.code = why.code();
    refusal.text = why.text();
    refusal.remedy = why.remedy();
    noted.note.refusal = std::move(refusal);
    return std::move(noted.note);
  }

  const Destination& destination_;
  const DigitiseOptions& options_;
  const DigitiseListener& listener_;
  std::optional<BatchCutter> cutter_;
  int documents_ = 0;  // that came out, stored or not
  int inputs_ = 0;     // that came, those of earlier processes included
  DigitiseReport report_;
};

}  // namespace

Result<DigitiseReport> digitise(const Destination& destination, IntakeSource source,
                                const DigitiseOptions& options,
                                const DigitiseListener& listener,
                                const std::atomic<bool>& stop) {
  ReadingOptions reading = options.reading;
  if (options.batch) {
    reading.sought = options.batch->rules.at_separators ? SoughtSigns::kAll
                                                        : SoughtSigns::kAllButSeparators;
  }
  const auto room = TRY(ReadingRoom::open(std::move(source), reading));
  Run run(destination, options, listener);
  while (auto read = room->next(stop)) {
    auto taken = run.take(std::move(*read));
    if (taken) continue;
    options.given_up();
    return Failure(std::move(taken).error());
  }
  // A document that a stop cut short is not stored: it would look whole.
  if (stop) return run.report();
  return run.finish();
}

}  // namespace tangthu::archive
