// GET of a document's forms, whole or a range (RFC 9110, 14). Secrets are not had this
// way: a copy of one is numbered and registered, which a GET must not do; the command
// `get` does it.
#include <variant>

#include "archive/copies/copy.h"
#include "archive/retrieve.h"
#include "base/number.h"
#include "cli/document_words.h"
#include "http/target.h"
#include "server/api.h"
#include "vault/crypto.h"

namespace tangthu::server {
namespace {

struct Wanted {
  DocumentId id;
  archive::Form form = archive::Form::kPdf;
  int page = 0;
};

const char* name_of(archive::Form form) {
  if (form == archive::Form::kPdf) return "pdf";
  return form == archive::Form::kText ? "text" : "master";
}

const char* type_of(archive::Form form) {
  if (form == archive::Form::kPdf) return "application/pdf";
  return form == archive::Form::kText ? "text/plain; charset=utf-8"
                                      : "application/octet-stream";
}

Result<Wanted> read_wanted(const Call& call) {
  const Request& request = call.exchange.request();
  Wanted out{TRY(cli::parse_id(call.values[0]))};
  const auto bad = [](const std::string& name) {
    return fail(ErrorCode::kUsage, "the query is wrong",
                "give format=pdf, text or master, and page=N from 1", name);
  };
  const auto query = http::parse_query(request.query);
  if (!query) return bad("query");
  for (const auto& [name, value] : *query) {
    if (name == "format" && value == "pdf") {
      out.form = archive::Form::kPdf;
    } else if (name == "format" && value == "text") {
      out.form = archive::Form::kText;
    } else if (name == "format" && value == "master") {
      out.form = archive::Form::kMaster;
    } else if (name == "page") {
      out.page = parse_number<int>(value).value_or(0);
      if (out.page < 1) return bad(name);
    } else {
      return bad(name);
    }
  }
  return out;
}

// What is to be sent; the whole where `partial` is false. A partial one of no bytes can't
// be satisfied.
struct Range {
  std::size_t first = 0;
  std::size_t size = 0;
  bool partial = false;
};

// "bytes=0-99", "bytes=100-", "bytes=-50"; other forms are passed over, as the RFC
// allows.
Range parse_range(std::string_view text, std::size_t size) {
  constexpr std::string_view kUnit = "bytes=";
  const Range whole{0, size, false};
  if (!text.starts_with(kUnit)) return whole;
  text.remove_prefix(kUnit.size());
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos || text.find(',') != std::string_view::npos)
    return whole;
  const auto first = parse_number<std::size_t>(text.substr(0, dash));
  const auto last = parse_number<std::size_t>(text.substr(dash + 1));
  if (!first && !last) return whole;
  if (!first) return {size - std::min(*last, size), std::min(*last, size), true};
  if (*first >= size || last.value_or(size) < *first) return {0, 0, true};
  const std::size_t end = std::min(last.value_or(size - 1), size - 1) + 1;
  return {*first, end - *first, true};
}

// The same bytes have the same tag, for this session alone: it says nothing to others.
std::string tag_of(const Login& login, ByteView bytes) {
  const auto hash = vault::blake2b_16({as_bytes(login.id), bytes});
  return "\"" + to_hex(hash) + "\"";
}

// The document as it is wanted; a problem's response for a secret.
Result<std::variant<Bytes, Response>> fetch(Call& call, const Wanted& wanted) {
  const std::lock_guard lock(call.login->busy);
  vault::Session& session = *call.login->session;
  const vault::Look look = TRY(session.look("get", {{"id", wanted.id.to_string()},
                                                    {"format", name_of(wanted.form)},
                                                    {"page", wanted.page}}));
  const auto reader = TRY(session.open_document(look, wanted.id));
  if (archive::is_numbered(reader.label().level)) {
    return problem(call.exchange.request(), 409, "secret",
                   "a copy of a secret is numbered and registered",
                   "use POST /v1/commands/get");
  }
  return TRY(archive::retrieve(reader, wanted.form, wanted.page));
}

Response respond(const Request& request, archive::Form form, const std::string& tag,
                 ByteView bytes) {
  Response out;
  out.headers = {{"content-type", type_of(form)},
                 {"accept-ranges", "bytes"},
                 {"etag", tag},
                 {"cache-control", "private, no-store"},
                 {"x-content-type-options", "nosniff"}};
  if (find_header(request.headers, "if-none-match") == tag) {
    out.status = 304;
    return out;
  }
  const auto if_range = find_header(request.headers, "if-range");
  const bool counts = if_range.empty() || if_range == tag;
  const Range range = parse_range(
      counts ? find_header(request.headers, "range") : std::string_view(), bytes.size());
  const std::string size = std::to_string(bytes.size());
  if (range.partial && range.size == 0) {
    out = problem(request, 416, "range", "the range lies past the end",
                  "see content-range");
    out.headers.emplace_back("content-range", "bytes */" + size);
    return out;
  }
  const ByteView part = bytes.subspan(range.first, range.size);
  out.body.assign(part.begin(), part.end());
  if (!range.partial) return out;
  out.status = 206;
  out.headers.emplace_back("content-range",
                           "bytes " + std::to_string(range.first) + "-" +
                               std::to_string(range.first + range.size - 1) + "/" + size);
  return out;
}

Result<Response> content(Call& call) {
  const Wanted wanted = TRY(read_wanted(call));
  auto fetched = TRY(fetch(call, wanted));
  if (auto* refused = std::get_if<Response>(&fetched)) return std::move(*refused);
  Bytes& bytes = std::get<Bytes>(fetched);
  Response out =
      respond(call.exchange.request(), wanted.form, tag_of(*call.login, bytes), bytes);
  wipe(bytes.data(), bytes.size());
  return out;
}

}  // namespace

void get_content(Call& call) {
  auto response = content(call);
  if (!response) {
    return call.exchange.answer(problem(call.exchange.request(), response.error()));
  }
  call.exchange.answer(std::move(*response));
}

}  // namespace tangthu::server
