// Settling an item; see review.h. What changes is gathered first and revised at once.
#include <algorithm>

#include "archive/model/books.h"
#include "archive/model/edit.h"
#include "archive/record_revision.h"
#include "archive/retrieve.h"
#include "archive/review.h"
#include "archive/review_text.h"
#include "archive/review_value.h"
#include "archive/settled_field.h"
#include "base/unicode.h"
#include "ocr/pdf_revise.h"
#include "ocr/vietnamese/legacy_text.h"

namespace tangthu::archive {
namespace {

using vault::ObjectKind;

constexpr std::size_t kMaxTextBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxTextLines = 1000;

constexpr const char* kConfirmed = "confirmed";
constexpr const char* kCorrected = "corrected";

const char* code_of(Answer answer) {
  switch (answer) {
    case Answer::kValue:
      return kCorrected;
    case Answer::kConfirmed:
      return kConfirmed;
    case Answer::kNone:
      break;
  }
  return "none";
}

Failure nothing_to_confirm(const ItemName& name) {
  return fail(ErrorCode::kUsage, "nothing was read here that could be confirmed",
              "give the value, or --none when the paper has none", name.text());
}

// A document with the corrections that were made so far.
class Draft {
 public:
  Draft(const OpenedItem& opened, std::string user)
      : reader_(opened.reader),
        record_(opened.record),
        user_(std::move(user)),
        now_(now_utc()) {}

  Record& record() { return record_; }

  const std::string& user() const { return user_; }
  UnixSeconds now() const { return now_; }

  Result<void> change_text(int page, const Json& json,
                           const std::vector<PlacedWord>& words,
                           const std::vector<ocr::WordChange>& changes) {
    text_ = TRY(with_changes(json, changes, user_, format_utc(now_)));
    page_ = page;
    if (in_access_copy(page)) shown_ = shown_changes(words, changes);
    return {};
  }
  void change_title() { new_title_ = true; }

  Result<void> commit(vault::Session& session, Json details) {
    forget_settled_warnings(record_);
    vault::Revision revision = record_revision(record_, TRY(texts()));
    if (page_ > 0) {
      revision.objects.emplace_back(
          vault::ObjectName{ObjectKind::kText, static_cast<std::uint32_t>(page_)},
          to_cbor(text_));
    }
    if (shown_ || new_title_) {
      revision.objects.emplace_back(vault::ObjectName{ObjectKind::kPdf, 1},
                                    TRY(revised_pdf()));
    }
    return session.revise(reader_.id(), reader_.envelope().version, revision,
                          std::move(details));
  }

 private:
  bool in_access_copy(int page) const {
    return std::count(record_.left_out.begin(), record_.left_out.end(), page) == 0;
  }

  Result<Bytes> revised_pdf() const {
    ocr::PdfRevision revision;
    if (shown_) {
      const auto before = std::count_if(record_.left_out.begin(), record_.left_out.end(),
                                        [this](int blank) { return blank < page_; });
      revision.page = page_ - static_cast<int>(before);
      revision.words = shown_->words;
      revision.changes = shown_->changes;
    }
    if (new_title_) {
      ocr::PdfInfo info;
      const auto values = record_.field_values();
      const auto subject = values.find("subject");
      if (subject != values.end()) info.title = subject->second;
      info.created = record_.created;
      revision.info = std::move(info);
    }
    auto revised = ocr::revise_pdf(TRY(reader_.read({ObjectKind::kPdf, 1})), revision);
    if (!revised)
      return Failure(std::move(revised).error().about(reader_.id().to_string()));
    return revised;
  }

  Result<std::vector<std::string>> texts() const {
    std::vector<std::string> out = TRY(page_texts(reader_, record_.pages));
    if (page_ == 0) return out;
    std::string& text = out[static_cast<std::size_t>(page_) - 1];
    text.clear();
    for (const Json& line : text_.at("lines"))
      text += line.at("text").get<std::string>() + '\n';
    return out;
  }

  const vault::DocumentReader& reader_;
  Record record_;
  const std::string user_;
  const UnixSeconds now_;
  int page_ = 0;  // whose text changes
  Json text_;
  std::optional<ShownChanges> shown_;
  bool new_title_ = false;
};

void set_reviewed(Draft& draft, const ItemName& name, const char* how) {
  const std::string what = name.what();
  std::erase_if(draft.record().reviewed,
                [&](const Reviewed& each) { return each.what == what; });
  draft.record().reviewed.push_back({what, draft.user(), draft.now(), how});
}

Json details_of(const ItemName& name, const char* how) {
  return {{"item", name.what()}, {"how", how}};
}

// Whether the page's words could be corrected too.
Result<bool> change_words(Draft& draft, const OpenedItem& opened,
                          const std::string& value) {
  const ReviewItem& item = opened.item;
  if (item.page < 1 || item.page > opened.record.pages) return false;
  const Json page = TRY(page_json(opened.reader, item.page));
  const std::vector<PlacedWord> words = TRY(words_of(page));
  const auto changes = place_value(item.name.field, words, item.box,
                                   item.value.value_or(std::string()), value);
  if (changes.empty()) return false;
  TRY(draft.change_text(item.page, page, words, changes));
  return true;
}

bool is_settled(const OpenedItem& opened) {
  return !readings_of(opened).empty();
}

Result<Settled> settle_read_field(vault::Session& session, const OpenedItem& opened,
                                  const Settlement& settlement) {
  const ReviewItem& item = opened.item;
  std::optional<std::string> value = item.value;
  if (settlement.answer == Answer::kValue)
    value = TRY(review_value(item.name.field, settlement.value));
  if (settlement.answer == Answer::kNone) value.reset();
  const bool same = value == item.value;
  if (settlement.answer == Answer::kConfirmed && !value && !is_settled(opened)) {
    return nothing_to_confirm(item.name);
  }
  if (same && is_settled(opened)) return Settled{false, false, value};
  Draft draft(opened, session.user().name);
  Settled out{true, false, value};
  // What was confirmed may have been read from words that say it badly: "ngày 7? tháng
  // 9".
  if (value) out.in_text = TRY(change_words(draft, opened, *value));
  if (!same && item.name.field == "subject") draft.change_title();
  settle_field(draft.record(), item.name.field, value ? Json(*value) : Json(nullptr),
               draft.user(), draft.now());
  const Answer how = same && value ? Answer::kConfirmed : settlement.answer;
  TRY(draft.commit(session, details_of(item.name, code_of(how))));
  return out;
}

Result<std::vector<std::string>> lines_of(const ItemName& name, const std::string& text) {
  std::vector<std::string> lines(1);
  bool good = text.size() <= kMaxTextBytes;
  std::u32string line;
  for (const char32_t c : to_code_points(
           good ? to_nfc(ocr::vietnamese::without_legacy(text)) : std::string())) {
    if (c == U'\n') {
      lines.back() = to_utf8(line);
      lines.emplace_back();
      line.clear();
    } else if (is_space(c)) {
      line += U' ';
    } else {
      good = good && !is_control(c) && c != 0xFFFD;
      line += c;
    }
  }
  lines.back() = to_utf8(line);
  if (good && lines.size() <= kMaxTextLines) return lines;
  return fail(ErrorCode::kBadInput, "this is no text of a page",
              "give UTF-8, at most 1 MiB and 1,000 lines", name.text());
}

Result<Settled> settle_page(vault::Session& session, const OpenedItem& opened,
                            const Settlement& settlement) {
  const ItemName& name = opened.item.name;
  if (settlement.answer == Answer::kNone) {
    return fail(ErrorCode::kUsage, "a page can't be without itself",
                "give its text with --text, or --confirm", name.text());
  }
  Draft draft(opened, session.user().name);
  Settled out;
  if (settlement.answer == Answer::kValue) {
    const auto lines = TRY(lines_of(name, settlement.value));
    const Json page = TRY(page_json(opened.reader, name.page));
    const std::vector<PlacedWord> words = TRY(words_of(page));
    const auto changes = place_text(words, lines);
    out.in_text = !changes.empty();
    if (out.in_text) TRY(draft.change_text(name.page, page, words, changes));
  }
  out.changed = out.in_text || !is_settled(opened);
  if (!out.changed) return out;
  const char* how = out.in_text ? kCorrected : kConfirmed;
  set_reviewed(draft, name, how);
  TRY(draft.commit(session, details_of(name, how)));
  return out;
}

Result<Settled> confirm_level(vault::Session& session, const OpenedItem& opened,
                              const Settlement& settlement) {
  const ItemName& name = opened.item.name;
  if (settlement.answer != Answer::kConfirmed) {
    return fail(ErrorCode::kUsage, "a level is confirmed or raised",
                "use --confirm, or give a higher level", name.text());
  }
  if (is_settled(opened)) return Settled{false, false, opened.item.value};
  Draft draft(opened, session.user().name);
  set_reviewed(draft, name, kConfirmed);
  TRY(draft.commit(session, details_of(name, kConfirmed)));
  return Settled{true, false, opened.item.value};
}

// What is in a closed dossier stays as it was signed.
Result<void> check_dossier(vault::Session& session, const Record& record) {
  if (record.dossier.empty()) return {};
  const Books books = TRY(read_books(session, TRY(session.look("dossier-look"))));
  return check_dossier_open(books.find_dossier(record.dossier));
}

}  // namespace

Result<Settled> settle(vault::Session& session, const OpenedItem& opened,
                       const Settlement& settlement) {
  TRY(session.require(vault::Duty::kDescribe));
  TRY(check_dossier(session, opened.record));
  switch (opened.item.name.kind) {
    case ItemKind::kField:
      return settle_read_field(session, opened, settlement);
    case ItemKind::kPage:
      return settle_page(session, opened, settlement);
    case ItemKind::kLevel:
      break;
  }
  return confirm_level(session, opened, settlement);
}

}  // namespace tangthu::archive
