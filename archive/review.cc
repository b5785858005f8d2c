#include "archive/review.h"

#include <algorithm>

#include "archive/catalogue.h"
#include "archive/retrieve.h"
#include "archive/review_text.h"
#include "vault/damage.h"

namespace tangthu::archive {
namespace {

bool wanted(const ReviewItem& item, const ReviewFilter& filter) {
  if (filter.kind && item.name.kind != *filter.kind) return false;
  return filter.field.empty() ||
         (item.name.kind == ItemKind::kField && item.name.field == filter.field);
}

}  // namespace

Result<ReviewQueue> review_queue(vault::Session& session, const ReviewFilter& filter) {
  if (!filter.field.empty() && !is_field_name(filter.field)) {
    return fail(ErrorCode::kUsage, "there is no such field",
                "use a name that 'tangthu show' gives, such as number or date",
                filter.field.substr(0, 64));
  }
  const vault::Look look = TRY(session.look("review"));
  ReviewQueue out;
  out.damaged = TRY(visit_catalogue(
      session, look,
      [&](const DocumentId& id, const Label& label, Record&& record) -> Result<void> {
        for (ReviewItem& item : items_of(id, label, record, filter.below)) {
          if (wanted(item, filter)) out.items.push_back(std::move(item));
        }
        return {};
      }));
  std::sort(out.items.begin(), out.items.end(), worse);
  return out;
}

Result<vault::Look> look_at(vault::Session& session, const ItemName& name) {
  return session.look("review-show",
                      {{"id", name.document.to_string()}, {"item", name.what()}});
}

Result<OpenedItem> open_item(vault::Session& session, const vault::Look& look,
                             const ItemName& name) {
  auto reader = TRY(session.open_document(look, name.document));
  Record record = TRY(read_record(reader));
  if (!record.fields.is_object() || !record.stamps.is_array())
    return vault::damaged_document(name.document);
  auto item = find_item(name, reader.label(), record);
  if (!item) {
    return fail(ErrorCode::kNotFound, "the document has no such page or form",
                "'tangthu show' tells what it has", name.document.to_string());
  }
  return OpenedItem{std::move(reader), std::move(record), std::move(*item)};
}

Result<std::string> words_at(const OpenedItem& opened) {
  const ReviewItem& item = opened.item;
  if (item.page < 1 || item.page > opened.record.pages) return std::string();
  if (item.name.kind == ItemKind::kPage) return page_text(opened.reader, item.page);
  const Json page = TRY(page_json(opened.reader, item.page));
  const std::vector<PlacedWord> words = TRY(words_of(page));
  std::string out;
  for (const std::size_t at : words_in(words, item.box))
    out += (out.empty() ? "" : " ") + words[at].text;
  return out;
}

Result<Json> original_of(const OpenedItem& opened) {
  if (opened.item.name.kind != ItemKind::kPage) return Json(nullptr);
  const Json page = TRY(page_json(opened.reader, opened.item.page));
  return page.contains("original") ? page.at("original") : Json(nullptr);
}

Json readings_of(const OpenedItem& opened) {
  const auto& [reader, record, item] = opened;
  Json out = Json::array();
  if (item.name.kind == ItemKind::kField) {
    const auto field = record.fields.find(item.name.field);
    if (field != record.fields.end() && field->contains("readings"))
      return field->at("readings");
    return out;
  }
  if (const Reviewed* reviewed = record.find_reviewed(item.name.what())) {
    out.push_back(
        {{"by", reviewed->by}, {"at", format_utc(reviewed->at)}, {"how", reviewed->how}});
  }
  return out;
}

Result<vault::ClassifyAction> raised_level(const OpenedItem& opened, Level level,
                                           vault::Profile profile) {
  const std::string id = opened.reader.id().to_string();
  Label to = opened.reader.label();
  if (level == to.level) {
    return fail(ErrorCode::kUsage, "the document has this level already",
                "confirm it with --confirm", id);
  }
  if (level < to.level) {
    return fail(ErrorCode::kUsage, "a review lowers no level",
                "propose it with 'tangthu classify ID --level L'; officers sign it", id);
  }
  to.level = level;
  // As `classify` does it: who could read it before may have kept its key.
  const auto key = profile == vault::Profile::kAgency ? vault::PayloadKey::kRenewed
                                                      : vault::PayloadKey::kKept;
  return vault::ClassifyAction{opened.reader.id(), std::move(to), key};
}

}  // namespace tangthu::archive
