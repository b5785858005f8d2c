// GET /v1/documents, page by page. Which documents there were at the first page the
// session remembers, by their ids; the pages that follow show what is still there of
// them, as it is then.
#include <map>
#include <variant>

#include "archive/retrieve.h"
#include "base/number.h"
#include "cli/document_words.h"
#include "cli/filter_options.h"
#include "http/target.h"
#include "server/api.h"

namespace tangthu::server {
namespace {

constexpr std::size_t kPage = 100;
constexpr std::size_t kMostOfPage = 1000;

struct Asked {
  archive::Filter filter;
  std::size_t limit = kPage;
  std::string list;  // from the cursor; empty: a new list
  std::size_t offset = 0;
};

Failure bad_query(const std::string& name) {
  return fail(ErrorCode::kUsage, "the query is wrong", "see the service's description",
              name);
}

Result<Asked> read_asked(const Request& request) {
  const auto query = http::parse_query(request.query);
  if (!query) return bad_query("query");
  Asked out;
  cli::FilterOptions filter;
  const std::map<std::string, std::string*> texts = {
      {"level", &filter.level},          {"type", &filter.filter.type},
      {"agency", &filter.filter.agency}, {"from", &filter.filter.from},
      {"to", &filter.filter.to},         {"dossier", &filter.filter.dossier}};
  for (const auto& [name, value] : *query) {
    if (const auto text = texts.find(name); text != texts.end()) {
      *text->second = value;
    } else if (name == "limit") {
      out.limit = parse_number<std::size_t>(value).value_or(0);
      if (out.limit < 1 || out.limit > kMostOfPage) return bad_query(name);
    } else if (name == "cursor") {
      const std::size_t dash = value.find('-');
      const auto offset =
          dash == std::string::npos
              ? std::nullopt
              : parse_number<std::size_t>(std::string_view(value).substr(dash + 1));
      if (!offset) return bad_query(name);
      out.list = value.substr(0, dash);
      out.offset = *offset;
    } else {
      return bad_query(name);
    }
  }
  out.filter = TRY(cli::parse_filter(filter));
  return out;
}

Json shown(const DocumentId& id, const Label& label, const archive::Record& record) {
  return cli::document_json(
      id, label, record,
      archive::hide_subject(label.level) ? cli::Subject::kHidden : cli::Subject::kShown);
}

// What is not there any more is passed over.
Result<Json> next_page(vault::Session& session, const std::vector<DocumentId>& ids,
                       std::size_t first, std::size_t end) {
  const vault::Look look = TRY(session.look("list", {{"from", first}}));
  Json out = Json::array();
  for (std::size_t i = first; i < end; ++i) {
    auto reader = session.open_document(look, ids[i]);
    if (!reader && reader.error().code() == ErrorCode::kNotFound) continue;
    if (!reader) return Failure(reader.error());
    out.push_back(shown(ids[i], reader->label(), TRY(archive::read_record(*reader))));
  }
  return out;
}

Result<Json> first_page(Login& login, const Asked& asked) {
  const archive::Listing listing =
      TRY(archive::list_documents(*login.session, asked.filter));
  login.listed = {DocumentId::random().to_string(), {}};
  Json out = Json::array();
  for (const archive::Listed& each : listing.documents) {
    login.listed.documents.push_back(each.id);
    if (out.size() < asked.limit) out.push_back(shown(each.id, each.label, each.record));
  }
  return out;
}

Result<std::variant<Json, Response>> page(Call& call, const Asked& asked) {
  Login& login = *call.login;
  const std::lock_guard lock(login.busy);
  if (!asked.list.empty() &&
      (asked.list != login.listed.id || asked.offset > login.listed.documents.size())) {
    return problem(call.exchange.request(), 410, "list-gone",
                   "the list is not kept any more", "begin again, without a cursor");
  }
  const bool is_new = asked.list.empty();
  Json results = is_new ? TRY(first_page(login, asked)) : Json();
  const auto& documents = login.listed.documents;
  const std::size_t end = std::min(documents.size(), asked.offset + asked.limit);
  if (!is_new) results = TRY(next_page(*login.session, documents, asked.offset, end));
  Json out = {{"results", std::move(results)}, {"total", documents.size()}};
  if (end < documents.size()) out["next"] = login.listed.id + "-" + std::to_string(end);
  return out;
}

}  // namespace

void get_documents(Call& call) {
  const Request& request = call.exchange.request();
  const auto asked = read_asked(request);
  if (!asked) return call.exchange.answer(problem(request, asked.error()));
  auto made = page(call, *asked);
  if (!made) return call.exchange.answer(problem(request, made.error()));
  if (auto* gone = std::get_if<Response>(&*made))
    return call.exchange.answer(std::move(*gone));
  answer_json(call.exchange, 200, std::get<Json>(*made));
}

}  // namespace tangthu::server
