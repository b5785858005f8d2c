#include "archive/model/dossier.h"

#include <algorithm>

namespace tangthu::archive {
namespace {

constexpr DossierState kStates[] = {DossierState::kOpen, DossierState::kClosed,
                                    DossierState::kMerged};

Failure damaged(const Entry& entry) {
  return fail(ErrorCode::kCorrupt, "an entry of the archive's books is damaged",
              "run 'tangthu verify' to see what is affected, then restore from a backup",
              entry.id.to_string());
}

Result<std::vector<DocumentId>> read_ids(const Entry& entry, const Json& json) {
  std::vector<DocumentId> out;
  for (const Json& each : json) {
    const auto id = DocumentId::parse(each.get<std::string>());
    if (!id) return damaged(entry);
    out.push_back(*id);
  }
  return out;
}

Json ids_json(const std::vector<DocumentId>& ids) {
  Json out = Json::array();
  for (const DocumentId& id : ids)
    out.push_back(id.to_string());
  return out;
}

// What a fonds and a dossier have both.
template <typename Kept>
Result<Kept> read_common(const Entry& entry, const char* kind) {
  const Json& json = entry.content;
  if (entry.kind() != kind || !is_kept_fields(json.value("fields", Json())) ||
      !json.value("history", Json()).is_array())
    return damaged(entry);
  Kept out;
  out.id = entry.id;
  out.label = entry.label;
  out.version = entry.version;
  out.code = json.at("code").get<std::string>();
  out.fields = json.at("fields");
  out.history = json.at("history");
  return out;
}

}  // namespace

std::string_view dossier_state_code(DossierState state) {
  switch (state) {
    case DossierState::kOpen:
      return "open";
    case DossierState::kClosed:
      return "closed";
    case DossierState::kMerged:
      break;
  }
  return "merged";
}

FieldValues Fonds::values() const {
  FieldValues out = kept_values(fields);
  out["fondsCode"] = code;
  return out;
}

FieldValues Dossier::values() const {
  FieldValues out = kept_values(fields);
  out["fileCode"] = code;
  return out;
}

Result<Fonds> read_fonds(const Entry& entry) {
  try {
    return read_common<Fonds>(entry, kFondsKind);
  } catch (const Json::exception&) {
    return damaged(entry);
  }
}

Result<Dossier> read_dossier(const Entry& entry) {
  try {
    Dossier out = TRY(read_common<Dossier>(entry, kDossierKind));
    const Json& json = entry.content;
    out.fonds = json.at("fonds").get<std::string>();
    const std::string state = json.at("state");
    const auto at = std::ranges::find(kStates, state, dossier_state_code);
    if (at == std::end(kStates)) return damaged(entry);
    out.state = *at;
    out.order = TRY(read_ids(entry, json.at("order")));
    out.frozen = json.value("frozen", Json());
    return out;
  } catch (const Json::exception&) {
    return damaged(entry);
  }
}

Entry to_entry(const Fonds& fonds) {
  return {fonds.id,
          fonds.label,
          fonds.version,
          {{"kind", kFondsKind},
           {"code", fonds.code},
           {"fields", fonds.fields},
           {"history", fonds.history}}};
}

Entry to_entry(const Dossier& dossier) {
  Json content = {
      {"kind", kDossierKind},      {"code", dossier.code},
      {"fonds", dossier.fonds},    {"state", dossier_state_code(dossier.state)},
      {"fields", dossier.fields},  {"order", ids_json(dossier.order)},
      {"history", dossier.history}};
  if (!dossier.frozen.is_null()) content["frozen"] = dossier.frozen;
  return {dossier.id, dossier.label, dossier.version, std::move(content)};
}

void note(Json& history, std::string_view what, const std::string& by, const Json& more) {
  Json line = {{"what", what}, {"by", by}, {"at", now_utc()}};
  line.update(more);
  history.push_back(std::move(line));
}

}  // namespace tangthu::archive
