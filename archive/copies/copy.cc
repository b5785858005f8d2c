#include "archive/copies/copy.h"

#include <algorithm>
#include <cstdio>
#include <tuple>

#include "archive/copies/copy_approval.h"
#include "archive/copies/copy_number.h"
#include "archive/copies/copy_pictures.h"
#include "archive/model/check_fields.h"
#include "base/unicode.h"
#include "ocr/decree30.h"
#include "ocr/pdf_stamp_line.h"

namespace tangthu::archive {
namespace {

constexpr const char* kKind = "copy";

const char* form_code(Form form) {
  switch (form) {
    case Form::kText:
      return "text";
    case Form::kMaster:
      return "master";
    case Form::kPdf:
      break;
  }
  return "pdf";
}

Result<void> check(const CopyRequest& request) {
  const bool marked = request.marking == CopyMarking::kMarked;
  if (marked && request.form != Form::kPdf) {
    return fail(ErrorCode::kUsage, "only a PDF can bear the marks of a secret's copy",
                "choose --format pdf, or say why not with --unmarked --reason TEXT");
  }
  if (!marked && request.reason.empty()) {
    return fail(ErrorCode::kUsage, "a copy without marks needs a reason",
                "give it with --reason");
  }
  for (const std::string* word :
       {&request.reason, &request.holder, &request.way, &request.recipients,
        &request.authority, &request.approval}) {
    if (to_code_points(*word).size() <= kLongestCopyWord) continue;
    return fail(ErrorCode::kUsage, "what is said of a copy is too long",
                "use at most 300 characters each");
  }
  return {};
}

// "14:02:07 +07:00", in Viet Nam.
std::string clock_time(UnixSeconds at) {
  const UnixSeconds local = (at + UnixSeconds{7} * 3600) % 86400;
  char text[32];
  std::snprintf(
      text, sizeof text, "%02u:%02u:%02u +07:00", static_cast<unsigned>(local / 3600),
      static_cast<unsigned>(local / 60 % 60), static_cast<unsigned>(local % 60));
  return text;
}

struct Making {
  UnixSeconds at = now_utc();
  Date day = viet_nam_day(at);
  int year = static_cast<int>(day.year());
  int number = 0;
  ocr::MarkId mark = ocr::MarkId::random();
  std::string holder;
};

CopyWords words_of(const CopyRequest& request, const Making& making, Level level) {
  return {{"number", std::to_string(making.number)},
          {"year", std::to_string(making.year)},
          {"quantity", std::to_string(request.quantity)},
          {"holder", making.holder},
          {"date", field_date(making.day)},
          {"time", clock_time(making.at)},
          {"level", std::string(ocr::secrecy_stamp(level))},
          {"form", request.way},
          {"recipients", request.recipients},
          {"authority", request.authority},
          {"approval", request.approval}};
}

Result<Bytes> made(const vault::DocumentReader& reader, const CopyRuleBook& rules,
                   const CopyRequest& request, const Making& making) {
  Bytes bytes = TRY(retrieve(reader, request.form, request.page));
  if (!request.stamp_lines.empty())
    bytes = TRY(ocr::with_stamp_lines(bytes, request.stamp_lines));
  if (request.marking == CopyMarking::kUnmarked) return bytes;
  const CopyRules& in_force = rules.in_force(making.day);
  const ocr::CopyMarks marks =
      in_force.filled_in(making.mark, words_of(request, making, reader.label().level));
  return ocr::mark_copy(bytes, marks, TRY(pictures_of(bytes)));
}

Json content_of(const vault::DocumentReader& reader, const std::string& user,
                const CopyRequest& request, const Making& making) {
  Json out = {{"kind", kKind},
              {"number", making.number},
              {"year", making.year},
              {"document", reader.id().to_string()},
              {"holder", making.holder},
              {"by", user},
              {"at", making.at},
              {"form", form_code(request.form)},
              {"page", request.page},
              {"marked", request.marking == CopyMarking::kMarked},
              {"quantity", request.quantity}};
  if (request.marking == CopyMarking::kMarked) out["mark"] = making.mark.to_string();
  for (const auto& [name, text] : {std::pair{"way", &request.way},
                                   {"recipients", &request.recipients},
                                   {"authority", &request.authority},
                                   {"approval", &request.approval},
                                   {"reason", &request.reason}}) {
    if (!text->empty()) out[name] = *text;
  }
  return out;
}

auto place_in_register(const Entry& copy) {
  return std::tuple(copy.content.value("year", 0), copy.label.level,
                    copy.label.compartments, copy.content.value("number", 0), copy.id);
}

// Copies of a label are numbered under it. Whoever may read this one document and not its
// label can't see how far that is: his are numbered under thuong, which has no others.
Result<Label> series_of(vault::Session& session, const vault::DocumentReader& reader) {
  const auto readable = TRY(session.readable_labels());
  const bool holds = std::ranges::count(readable, reader.label()) > 0;
  return holds ? reader.label() : Label{Level::kThuong, {}};
}

// A request by a case: what the case says and the request does not.
Result<CopyRequest> by_case(vault::Session& session, const vault::Look& look,
                            const DocumentId& id, const DocumentId& document,
                            CopyRequest request) {
  const CopyApproval approval = TRY(read_copy_approval(session, look, id, document));
  if (request.quantity > approval.left) {
    return fail(ErrorCode::kUsage, "the case allows no more copies of this document",
                "ask for further ones with 'tangthu copy request'",
                std::to_string(approval.left));
  }
  const auto fill = [](std::string& word, const std::string& said) {
    if (word.empty()) word = said;
  };
  fill(request.way, approval.form);
  fill(request.recipients, approval.to);
  fill(request.authority, approval.approver);
  request.approval = approval.decision;
  return request;
}

}  // namespace

bool is_numbered(Level level) {
  return level >= Level::kMat;
}

Result<IssuedCopy> issue_copy(vault::Session& session, const vault::Look& look,
                              const vault::DocumentReader& reader,
                              const CopyRuleBook& rules, const CopyRequest& asked) {
  TRY(check(asked));
  const auto id = DocumentId::parse(asked.approval);
  const CopyRequest request =
      id ? TRY(by_case(session, look, *id, reader.id(), asked)) : asked;
  const std::string& user = session.user().name;
  Making making;
  making.holder = request.holder.empty() ? user : request.holder;
  NewEntry entry = TRY(NewEntry::begin(session, reader.label(), vault::Duty::kRead));
  making.number = TRY(reserve_copy_number(session, look, TRY(series_of(session, reader)),
                                          making.year, entry.id()));
  Bytes bytes = TRY(made(reader, rules, request, making));
  Json content = content_of(reader, user, request, making);
  if (id) content["case"] = id->to_string();
  TRY(entry.commit(content, "copy",
                   {{"document", reader.id().to_string()},
                    {"number", making.number},
                    {"year", making.year}}));
  return IssuedCopy{entry.id(), making.number, making.year, std::move(bytes)};
}

Result<CopyList> list_copies(vault::Session& session, const vault::Look& look, int year) {
  CopyList out;
  const auto take = [&](Entry&& entry) -> Result<void> {
    if (year == 0 || entry.content.value("year", 0) == year)
      out.copies.push_back(std::move(entry));
    return {};
  };
  out.damaged = TRY(visit_entries(session, look, kKind, take));
  std::sort(out.copies.begin(), out.copies.end(), [](const Entry& a, const Entry& b) {
    return place_in_register(a) < place_in_register(b);
  });
  return out;
}

Result<Entry> find_copy(vault::Session& session, const vault::Look& look,
                        ocr::MarkId mark) {
  std::optional<Entry> found;
  const auto take = [&](Entry&& entry) -> Result<void> {
    if (entry.content.value("mark", "") == mark.to_string()) found = std::move(entry);
    return {};
  };
  TRY(visit_entries(session, look, kKind, take));
  if (found) return std::move(*found);
  return fail(ErrorCode::kNotFound, "no copy with this mark is known to you",
              "ask somebody with a higher clearance, or look into older backups");
}

}  // namespace tangthu::archive
