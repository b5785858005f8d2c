#include "archive/review_item.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/number.h"
#include "vault/absent.h"

namespace tangthu::archive {
namespace {

constexpr std::string_view kLevel = "level";
constexpr std::string_view kPage = "page-";

// By what papers are asked for, the most asked first. Secrecy is settled as the level.
constexpr std::array<std::string_view, 13> kFields = {
    "number",  "date",       "symbol",           "agency",       "type",
    "subject", "signer",     "signer_authority", "signer_title", "parent_agency",
    "place",   "recipients", "urgency"};

std::size_t rank(const ItemName& name) {
  if (name.kind == ItemKind::kLevel) return 0;
  if (name.kind == ItemKind::kPage) return kFields.size() + 1;
  return static_cast<std::size_t>(std::find(kFields.begin(), kFields.end(), name.field) -
                                  kFields.begin()) +
         1;
}

Box box_of(const Json& json) {
  if (!json.is_array() || json.size() != 4) return {};
  for (const Json& side : json) {
    if (!side.is_number_integer() || side < 0 || side > kMaxPageSide) return {};
  }
  return {json[0], json[1], json[2], json[3]};
}

int page_of(const Json& json) {
  const auto at = json.find("page");
  return at != json.end() && at->is_number_integer() ? at->get<int>() : 0;
}

// What a station wrote may be anything; what is no confidence is none.
double sane(double confidence) {
  return confidence >= 0 && confidence <= 1 ? confidence : 0;
}

double confidence_of(const Json& json) {
  const auto at = json.find("confidence");
  return at != json.end() && at->is_number() ? sane(at->get<double>()) : 0;
}

bool is_secrecy(const Json& stamp) {
  const auto kind = stamp.find("kind");
  return kind != stamp.end() && kind->is_string() && *kind == "secrecy";
}

ReviewItem begin_item(ItemName name, const Label& label, const Record& record) {
  ReviewItem item;
  item.name = std::move(name);
  item.label = label;
  item.file = record.file;
  item.created = record.created;
  return item;
}

ReviewItem field_item(const ItemName& name, const Label& label, const Record& record) {
  ReviewItem item = begin_item(name, label, record);
  const auto at = record.fields.find(name.field);
  if (at == record.fields.end() || !at->is_object()) return item;
  const auto value = at->find("value");
  if (value != at->end() && value->is_string()) {
    item.value = value->get<std::string>();
    item.confidence = confidence_of(*at);
  }
  item.page = page_of(*at);
  if (at->contains("box")) item.box = box_of(at->at("box"));
  return item;
}

bool is_settled(const Json& field) {
  return field.is_object() && field.contains("readings");
}

bool has_warning(const Record& record, const char* warning) {
  return std::count(record.warnings.begin(), record.warnings.end(), warning) > 0;
}

// The secrecy stamp that is read worst; where no page could be read and there is none,
// nothing speaks for the level.
ReviewItem level_item(const ItemName& name, const Label& label, const Record& record) {
  ReviewItem item = begin_item(name, label, record);
  item.value = std::string(level_code(label.level));
  item.confidence = 1;
  for (const Json& stamp : record.stamps) {
    if (!stamp.is_object() || !is_secrecy(stamp)) continue;
    if (item.page != 0 && confidence_of(stamp) >= item.confidence) continue;
    item.confidence = confidence_of(stamp);
    item.page = page_of(stamp);
    item.box = stamp.contains("box") ? box_of(stamp["box"]) : Box();
  }
  if (item.page == 0 && has_warning(record, warning::kLevelUnread)) {
    item.confidence = 0;
    item.page = record.unsure_pages.empty() ? 1 : record.unsure_pages.front().page;
  }
  return item;
}

ReviewItem page_item(const ItemName& name, const Label& label, const Record& record) {
  ReviewItem item = begin_item(name, label, record);
  item.page = name.page;
  item.confidence = 1;
  for (const auto& [page, confidence] : record.unsure_pages) {
    if (page == name.page) item.confidence = sane(confidence);
  }
  return item;
}

}  // namespace

bool is_field_name(std::string_view name) {
  return std::find(kFields.begin(), kFields.end(), name) != kFields.end();
}

std::string ItemName::what() const {
  switch (kind) {
    case ItemKind::kField:
      return field;
    case ItemKind::kPage:
      return std::string(kPage) + std::to_string(page);
    case ItemKind::kLevel:
      break;
  }
  return std::string(kLevel);
}

std::string ItemName::text() const {
  return document.to_string() + "/" + what();
}

Result<ItemName> parse_item(std::string_view text) {
  const std::string subject(text.substr(0, 64));
  const std::size_t slash = text.find('/');
  const auto id = DocumentId::parse(text.substr(0, slash));
  if (!id) return vault::no_such_document(subject);
  ItemName name;
  name.document = *id;
  const std::string_view what =
      slash == std::string_view::npos ? std::string_view() : text.substr(slash + 1);
  if (what == kLevel) {
    name.kind = ItemKind::kLevel;
    return name;
  }
  if (what.starts_with(kPage)) {
    const auto page = parse_number<int>(what.substr(kPage.size()));
    if (page && *page > 0) {
      name.kind = ItemKind::kPage;
      name.page = *page;
      return name;
    }
  }
  if (is_field_name(what)) {
    name.field = what;
    return name;
  }
  return fail(ErrorCode::kUsage, "this names nothing that can be reviewed",
              "write ID/number, ID/date or another field, ID/page-1, ID/level; 'tangthu "
              "review list' gives them",
              subject);
}

std::vector<ReviewItem> items_of(const DocumentId& id, const Label& label,
                                 const Record& record, Below below) {
  std::vector<ReviewItem> out;
  for (const auto& [field, read] : record.fields.items()) {
    if (!is_field_name(field) || is_settled(read)) continue;
    ReviewItem item = field_item({id, ItemKind::kField, field, 0}, label, record);
    if (item.confidence < below.value_or(kSureField)) out.push_back(std::move(item));
  }
  for (const auto& [page, confidence] : record.unsure_pages) {
    const ItemName name{id, ItemKind::kPage, {}, page};
    if (sane(confidence) >= below.value_or(kSurePage)) continue;
    if (record.find_reviewed(name.what()) != nullptr) continue;
    out.push_back(page_item(name, label, record));
  }
  const ItemName level{id, ItemKind::kLevel, {}, 0};
  if ((has_warning(record, warning::kDoubtfulStamp) ||
       has_warning(record, warning::kLevelUnread)) &&
      record.find_reviewed(level.what()) == nullptr) {
    ReviewItem item = level_item(level, label, record);
    if (item.confidence < below.value_or(kSureStamp)) out.push_back(std::move(item));
  }
  return out;
}

std::optional<ReviewItem> find_item(const ItemName& name, const Label& label,
                                    const Record& record) {
  switch (name.kind) {
    case ItemKind::kField:
      return field_item(name, label, record);
    case ItemKind::kLevel:
      return level_item(name, label, record);
    case ItemKind::kPage:
      break;
  }
  if (name.page > record.pages) return std::nullopt;
  return page_item(name, label, record);
}

bool worse(const ReviewItem& a, const ReviewItem& b) {
  const auto key = [](const ReviewItem& item) {
    return std::tuple(item.confidence, rank(item.name), item.created, item.name.document,
                      item.name.page);
  };
  return key(a) < key(b);
}

}  // namespace tangthu::archive
