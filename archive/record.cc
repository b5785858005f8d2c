#include "archive/record.h"

#include <algorithm>

#include "archive/model/kept_fields.h"
#include "base/whole_number.h"

namespace tangthu::archive {
namespace {

Failure damaged() {
  return fail(ErrorCode::kCorrupt, "a document's record is damaged",
              "run 'tangthu verify' to see what is affected, then restore from a backup");
}

constexpr std::uint64_t kMaxPages = 100'000;  // as many objects as a submission may have

// Records of before there was a review have none of it.
void read_review(const Json& json, Record& out) {
  if (json.contains("unsure_pages")) {
    for (const Json& page : json.at("unsure_pages"))
      out.unsure_pages.push_back({static_cast<int>(whole_number(page.at("page"))),
                                  page.at("confidence").get<double>()});
  }
  if (json.contains("reviewed")) {
    for (const Json& each : json.at("reviewed")) {
      out.reviewed.push_back(
          {each.at("what"), each.at("by"), whole_number(each.at("at")), each.at("how")});
    }
  }
}

// [{"act": …, NAME: text or number}]
bool is_acts(const Json& json) {
  if (!json.is_array()) return false;
  return std::ranges::all_of(json, [](const Json& act) {
    if (!act.is_object() || !act.contains("act")) return false;
    return std::ranges::all_of(act.items(), [](const auto& item) {
      return item.key() == "at" ? item.value().is_number_unsigned()
                                : item.value().is_string();
    });
  });
}

bool is_count(const Json& json) {
  return json.is_number_unsigned() && json <= kMaxPages;
}

}  // namespace

std::optional<Date> sure_date(const Record& record) {
  const auto field = record.fields.find("date");
  const bool is_sure = field != record.fields.end() && field->contains("value") &&
                       (*field)["value"].is_string() &&
                       field->value("confidence", 0.0) >= kSureField;
  if (!is_sure) return std::nullopt;
  return parse_date((*field)["value"].get<std::string>());
}

Bytes to_cbor(const Json& json) {
  return Json::to_cbor(json);
}

Result<Json> from_cbor(ByteView bytes) {
  auto json = json_from_cbor(bytes);
  if (!json) return damaged();
  return std::move(*json);
}

std::map<std::string, std::string> Record::field_values() const {
  std::map<std::string, std::string> out;
  for (const auto& [name, field] : fields.items()) {
    if (field.contains("value") && field["value"].is_string()) out[name] = field["value"];
  }
  return out;
}

Json Record::rescan_json() const {
  Json out = Json::array();
  for (const auto& [page, reason, measured, limit] : rescan) {
    out.push_back(
        {{"page", page}, {"reason", reason}, {"measured", measured}, {"limit", limit}});
  }
  return out;
}

Json Record::unsure_pages_json() const {
  Json out = Json::array();
  for (const auto& [page, confidence] : unsure_pages)
    out.push_back({{"page", page}, {"confidence", confidence}});
  return out;
}

Json Record::reviewed_json() const {
  Json out = Json::array();
  for (const auto& [what, by, at, how] : reviewed)
    out.push_back({{"what", what}, {"by", by}, {"at", at}, {"how", how}});
  return out;
}

const Reviewed* Record::find_reviewed(std::string_view what) const {
  const auto at = std::find_if(reviewed.begin(), reviewed.end(),
                               [&](const Reviewed& each) { return each.what == what; });
  return at == reviewed.end() ? nullptr : &*at;
}

Bytes Record::encode() const {
  return to_cbor({{"file", file},
                  {"media", media},
                  {"pages", pages},
                  {"masters", masters},
                  {"dossier", dossier},
                  {"approval", approval},
                  {"created", created},
                  {"fields", fields},
                  {"stamps", stamps},
                  {"warnings", warnings},
                  {"left_out", left_out},
                  {"signed", has_signature},
                  {"rescan", rescan_json()},
                  {"unsure_pages", unsure_pages_json()},
                  {"reviewed", reviewed_json()},
                  {"acts", acts},
                  {"described", described}});
}

Result<Record> Record::decode(ByteView bytes) {
  Json json = TRY(from_cbor(bytes));
  try {
    const bool counts_fit = is_count(json.at("pages")) && is_count(json.at("masters")) &&
                            json.at("created").is_number_unsigned();
    if (!counts_fit) return damaged();
    Record out;
    out.file = std::move(json.at("file").get_ref<std::string&>());
    out.media = std::move(json.at("media").get_ref<std::string&>());
    json.at("pages").get_to(out.pages);
    json.at("masters").get_to(out.masters);
    out.dossier = std::move(json.at("dossier").get_ref<std::string&>());
    json.at("created").get_to(out.created);
    out.approval = json.value("approval", "");
    out.fields = std::move(json.at("fields"));
    out.stamps = std::move(json.at("stamps"));
    json.at("warnings").get_to(out.warnings);
    // Records of before there were batches have none.
    if (json.contains("left_out")) {
      for (const Json& page : json.at("left_out"))
        out.left_out.push_back(static_cast<int>(whole_number(page)));
    }
    // Nor have those of before signatures were looked for.
    if (json.contains("signed")) json.at("signed").get_to(out.has_signature);
    if (json.contains("rescan")) {
      for (const Json& page : json.at("rescan")) {
        out.rescan.push_back({static_cast<int>(whole_number(page.at("page"))),
                              page.at("reason"), page.at("measured").get<double>(),
                              page.at("limit").get<double>()});
      }
    }
    read_review(json, out);
    if (json.contains("described")) {
      out.described = std::move(json.at("described"));
      if (!is_kept_fields(out.described)) return damaged();
    }
    if (json.contains("acts")) {
      out.acts = std::move(json.at("acts"));
      if (!is_acts(out.acts)) return damaged();
    }
    return out;
  } catch (const Json::exception&) {
    return damaged();
  }
}

}  // namespace tangthu::archive
