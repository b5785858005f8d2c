#include "archive/secrecy/act.h"

#include "archive/cases/case_room.h"
#include "archive/record_revision.h"
#include "archive/retrieve.h"
#include "base/number.h"
#include "base/quarantine.h"

namespace tangthu::archive {
namespace {

constexpr std::size_t kMaxTextBytes = 200;

Failure too_late(const std::string& last_day) {
  return fail(
      ErrorCode::kUsage, "the extension was decided too late, or before its time",
      "it is decided after the classification, not in the future, and by this day",
      last_day);
}

Result<void> check_texts(const Extension& extension) {
  if (extension.decision.empty() || extension.decision.size() > kMaxTextBytes) {
    return fail(ErrorCode::kUsage, "an extension needs the number of its decision",
                "give it with --decision, at most 200 bytes");
  }
  if (extension.authority.size() > kMaxTextBytes) {
    return fail(ErrorCode::kUsage, "the name of the authority is too long",
                "give at most 200 bytes");
  }
  return {};
}

Failure unreadable(const DocumentId& id) {
  return fail(ErrorCode::kUsage, "this version does not know what is to be decided",
              "sign it with the version of tangthu that it was proposed with",
              id.to_string());
}

std::string event_of(const CaseAct& act) {
  // As it was called before there were others.
  return act.act == kExtend ? kExtend : "secrecy-" + act.act;
}

Json to_sign(const CaseAct& act) {
  Json out = record_act(act);
  out.erase("by");
  out.erase("at");
  return out;
}

Result<CaseAct> read_signed(const vault::Session& session, const DocumentId& id,
                            const std::string& event, ByteView bytes) {
  const auto json = json_from_cbor(bytes);
  if (!json || !json->is_object()) return unreadable(id);
  CaseAct out{"", session.user().name, now_utc(), Json::object()};
  for (const auto& [name, value] : json->items()) {
    if (!value.is_string()) return unreadable(id);
    if (name == "act")
      out.act = value;
    else
      out.says[name] = value;
  }
  if (const auto copies = parse_number<std::uint64_t>(out.says.value("copies", "")))
    out.says["copies"] = *copies;
  if (event_of(out) != event) return unreadable(id);
  return out;
}

// Opened by a look of its own, and allowed as it is now.
struct Checked {
  vault::DocumentReader reader;
  Record record;
  const Transition* row;
};
Result<Checked> check(vault::Session& session, const SecrecyRuleBook& rules,
                      const DocumentId& id, const CaseAct& act) {
  const vault::Look look = TRY(session.look(act.act + "-look", {{"id", id.to_string()}}));
  auto reader = TRY(session.open_document(look, id));
  Record record = TRY(read_record(reader));
  const Actor actor = TRY(actor_of(session, look, rules));
  const Transition* row = TRY(check_life_act(rules, record, reader.label().level, act,
                                             actor, viet_nam_day(now_utc())));
  return Checked{std::move(reader), std::move(record), row};
}

// Where a document lies when its scan is confirmed.
Result<Label> confirmed(const vault::DocumentReader& reader) {
  if (in_quarantine(reader.label())) return out_of_quarantine(reader.label());
  return fail(ErrorCode::kUsage, "the document is not in quarantine",
              "nothing is to be confirmed", reader.id().to_string());
}

Result<vault::PreparedRevision> with_act(Checked&& checked, const CaseAct& act) {
  auto& [reader, record, row] = checked;
  Json kept = record_act(act);
  kept[kLevelBefore] = level_code(reader.label().level);
  record.acts.push_back(std::move(kept));
  return record_revision(reader, record);
}

}  // namespace

Result<void> check_extension(const SecrecyRuleBook& rules, Level level,
                             const SecretLife& life, const Extension& extension,
                             const Date& today) {
  TRY(check_texts(extension));
  if (level == Level::kThuong) {
    return fail(ErrorCode::kUsage, "the document is no secret",
                "'tangthu show' tells its level");
  }
  const ProtectionState now = protection(rules, level, life, extension.decided);
  if (!now.last_day) {
    return fail(
        ErrorCode::kUsage, "nobody knows how long the document is protected",
        "settle its date with 'tangthu review fix ID/date DAY'; see 'tangthu agenda'");
  }
  const bool before = life.classified && extension.decided < *life.classified;
  if (before || extension.decided > today || extension.decided > *now.extend_by)
    return too_late(format_date(*now.extend_by));
  const int years = rules.in_force_or_first(extension.decided).years_of(level);
  const Date most = add_years(*now.last_day, years);
  if (extension.until <= *now.last_day || extension.until > most) {
    return fail(ErrorCode::kUsage,
                "an extension ends later than protection does now, and "
                "no later than one more period",
                "give a day within these",
                format_date(add_days(*now.last_day, 1)) + " - " + format_date(most));
  }
  return {};
}

Result<vault::Action> decide(vault::Session& session, const SecrecyRuleBook& rules,
                             const DocumentId& id, const CaseAct& act,
                             vault::PayloadKey key) {
  const Checked checked = TRY(check(session, rules, id, act));
  Bytes bytes = to_cbor(to_sign(act));
  if (act.act == kConfirmScan)
    return vault::ClassifyAction{id, TRY(confirmed(checked.reader)),
                                 vault::PayloadKey::kKept, event_of(act),
                                 std::move(bytes)};
  const auto level = level_given(act);
  if (!level || *level == checked.reader.label().level)
    return vault::RecordAction{id, event_of(act), std::move(bytes)};
  Label to = checked.reader.label();
  to.level = *level;
  if (*level == Level::kThuong) to.compartments.clear();
  return vault::ClassifyAction{id, std::move(to), key, event_of(act), std::move(bytes)};
}

Result<void> note_act(vault::Session& session, const SecrecyRuleBook& rules,
                      const DocumentId& id, const CaseAct& act) {
  Checked checked = TRY(check(session, rules, id, act));
  if (checked.row->who == Who::kTwoOfficers) return unreadable(id);
  const auto prepared = TRY(with_act(std::move(checked), act));
  return session.revise(id, prepared.version, prepared.revision,
                        {{"act", event_of(act)}});
}

Result<vault::PreparedRevision> keep_act(vault::Session& session,
                                         const SecrecyRuleBook& rules,
                                         const DocumentId& id, const std::string& event,
                                         ByteView act) {
  const CaseAct read = TRY(read_signed(session, id, event, act));
  return with_act(TRY(check(session, rules, id, read)), read);
}

}  // namespace tangthu::archive
