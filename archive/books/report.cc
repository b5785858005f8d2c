#include "archive/books/report.h"

#include "archive/cases/case_room.h"
#include "archive/catalogue.h"
#include "archive/model/check_fields.h"
#include "archive/secrecy/destroyed.h"
#include "vault/document.h"

namespace tangthu::archive {
namespace {

constexpr const char* kCopyKind = "copy";

bool is_within(const Date& day, const ReportPeriod& period) {
  return day >= period.from && day <= period.to;
}

Result<std::size_t> count_copies(vault::Session& session, const vault::Look& look,
                                 SecrecyReport& report) {
  std::size_t malformed = 0;
  const std::size_t damaged =
      TRY(visit_entries(session, look, kCopyKind, [&](Entry&& entry) -> Result<void> {
        const Json& content = entry.content;
        if (!content.contains("at") || !content["at"].is_number_unsigned()) {
          ++malformed;
          return {};
        }
        const bool counted =
            content.contains("quantity") && content["quantity"].is_number_unsigned();
        if (entry.label.level != Level::kThuong &&
            is_within(viet_nam_day(content["at"].get<UnixSeconds>()), report.period))
          report.copied.add(entry.label.level,
                            counted ? content["quantity"].get<std::size_t>() : 1);
        return {};
      }));
  return damaged + malformed;
}

// Documents that a case was to destroy and that are gone, but for those that left a trace
// of their own.
std::size_t destroyed_of(vault::Session& session, const StoredCase& stored,
                         const DestroyedSecrets& traces) {
  std::size_t out = 0;
  for (const DocumentId& id : documents_to_go(stored.walk)) {
    if (traces.secrets.contains(id)) continue;
    const auto there = vault::find_envelope(session.vault().documents(), id);
    if (!there && there.error().code() == ErrorCode::kNotFound) ++out;
  }
  return out;
}

Result<std::size_t> count_destroyed(vault::Session& session, const vault::Look& look,
                                    SecrecyReport& report) {
  const DestroyedSecrets traces = TRY(destroyed_secrets(session, look));
  for (const auto& [id, secret] : traces.secrets) {
    if (is_within(viet_nam_day(secret.at), report.period))
      report.destroyed.add(secret.level);
  }
  std::size_t damaged = traces.damaged;
  for (const auto& [machine, act] :
       {std::pair("destruction", "destroy"), std::pair("emergency", "destroy-now")}) {
    CaseList found = TRY(list_cases(session, look, find_machine(machine)));
    damaged += found.damaged;
    for (const StoredCase& each : found.cases) {
      const CaseAct* done = last_act(each.walk, act);
      if (done == nullptr || each.entry.label.level == Level::kThuong ||
          !is_within(viet_nam_day(done->at), report.period))
        continue;
      report.destroyed.add(each.entry.label.level, destroyed_of(session, each, traces));
    }
  }
  return damaged;
}

}  // namespace

Result<SecrecyReportMade> make_secrecy_report(vault::Session& session,
                                              const vault::Look& look,
                                              const PaperForm& form, int year) {
  SecrecyReportMade out;
  out.report.period = period_of(form, year);
  out.labels = TRY(session.readable_labels());
  out.damaged = TRY(read_catalogue(
      session, look,
      [](const DocumentId&, const Label& label, Record&& record) -> Result<std::any> {
        return std::any(secret_facts(record, label.level));
      },
      [&](std::any&& facts) -> Result<void> {
        count_in(out.report, *std::any_cast<SecretFacts>(&facts));
        return {};
      }));
  out.damaged += TRY(count_copies(session, look, out.report));
  out.damaged += TRY(count_destroyed(session, look, out.report));
  return out;
}

std::vector<ReportLine> lines_of(const SecrecyReport& report) {
  std::vector<ReportLine> out;
  const std::string end = field_date(report.period.to);
  out.push_back({"held", "Đang quản lý đến hết ngày " + end, report.held});
  for (const auto& [year, counts] : report.by_year) {
    out.push_back({"held-" + std::to_string(year),
                   year == 0 ? "   - chưa rõ ngày xác định"
                             : "   - xác định năm " + std::to_string(year),
                   counts});
  }
  out.push_back({"classified", "Được xác định trong kỳ", report.classified});
  out.push_back({"extended", "Gia hạn trong kỳ", report.extended});
  out.push_back(
      {"adjusted", "Điều chỉnh độ mật trong kỳ (theo độ mật mới)", report.adjusted});
  out.push_back(
      {"declassified", "Giải mật trong kỳ (theo độ mật cũ)", report.declassified});
  out.push_back({"destroyed", "Tiêu hủy trong kỳ", report.destroyed});
  out.push_back({"copied", "Số bản sao, chụp trong kỳ", report.copied});
  return out;
}

}  // namespace tangthu::archive
