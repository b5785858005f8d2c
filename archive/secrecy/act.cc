#include "archive/secrecy/act.h"

#include "archive/record_revision.h"
#include "archive/retrieve.h"

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

Json act_json(const Extension& extension) {
  return {{"act", kExtend},
          {"until", format_date(extension.until)},
          {"decision", extension.decision},
          {"decided", format_date(extension.decided)},
          {"authority", extension.authority}};
}

Failure unreadable(const vault::RecordAction& action) {
  return fail(ErrorCode::kUsage, "this version does not know what is to be decided",
              "sign it with the version of tangthu that it was proposed with",
              action.document.to_string());
}

Result<Extension> read_extension(const vault::RecordAction& action) {
  const auto json = json_from_cbor(action.act);
  if (!json || action.event != kExtend) return unreadable(action);
  try {
    const auto until = parse_date(json->at("until").get<std::string>());
    const auto decided = parse_date(json->at("decided").get<std::string>());
    if (!until || !decided || json->at("act") != kExtend) return unreadable(action);
    return Extension{*until, *decided, json->at("decision"), json->at("authority")};
  } catch (const Json::exception&) {
    return unreadable(action);
  }
}

// Opened by a look of its own, and allowed as it is now.
struct Checked {
  vault::DocumentReader reader;
  Record record;
};
Result<Checked> check(vault::Session& session, const SecrecyRuleBook& rules,
                      const DocumentId& id, const Extension& extension) {
  const vault::Look look = TRY(session.look("extend-look", {{"id", id.to_string()}}));
  auto reader = TRY(session.open_document(look, id));
  Record record = TRY(read_record(reader));
  TRY(check_extension(rules, reader.label().level, secret_life(record), extension,
                      viet_nam_day(now_utc())));
  return Checked{std::move(reader), std::move(record)};
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

Result<vault::RecordAction> extend(vault::Session& session, const SecrecyRuleBook& rules,
                                   const DocumentId& id, const Extension& extension) {
  TRY(check(session, rules, id, extension));
  return vault::RecordAction{id, kExtend, to_cbor(act_json(extension))};
}

Result<vault::PreparedRevision> keep_act(vault::Session& session,
                                         const SecrecyRuleBook& rules,
                                         const vault::RecordAction& action) {
  const Extension extension = TRY(read_extension(action));
  auto [reader, record] = TRY(check(session, rules, action.document, extension));
  Json act = act_json(extension);
  act["by"] = session.user().name;
  act["at"] = now_utc();
  record.acts.push_back(std::move(act));
  return record_revision(reader, record);
}

}  // namespace tangthu::archive
