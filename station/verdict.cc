#include "station/verdict.h"

#include <algorithm>

#include "base/json.h"
#include "base/number.h"
#include "scanner/names.h"

namespace tangthu::station {
namespace {

constexpr std::size_t kMostReason = 300;

std::string text_at(const Json& json, const char* name) {
  const auto at = json.find(name);
  if (at == json.end() || !at->is_string()) return {};
  return scanner::displayable(at->get<std::string>().substr(0, kMostReason));
}

std::string words_of(const http::Response& response, const Json& problem) {
  const std::string title = text_at(problem, "title");
  if (title.empty()) return "status " + std::to_string(response.status);
  const std::string remedy = text_at(problem, "remedy");
  return remedy.empty() ? title : title + "; " + remedy;
}

bool is_about_the_bundle(int status) {
  constexpr int kAboutTheSender[] = {401, 403, 408, 425, 429};
  return status >= 400 && status < 500 &&
         std::find(std::begin(kAboutTheSender), std::end(kAboutTheSender), status) ==
             std::end(kAboutTheSender);
}

std::chrono::seconds asked_pause(const http::Response& response) {
  const auto seconds =
      parse_number<std::int64_t>(http::find_header(response.headers, "retry-after"));
  if (!seconds || *seconds < 0) return std::chrono::seconds(0);
  return std::min(std::chrono::seconds(*seconds), kLongestAskedPause);
}

}  // namespace

Verdict verdict_of(const DocumentId& sent, const http::Response& response) {
  const Json json = json_from_text(http::view_of(response.body)).value_or(Json::object());
  if (response.status == 200 || response.status == 201) {
    const auto index = json.find("log_index");
    // Whatever else answered has no receipt to give.
    if (text_at(json, "id") == sent.to_string() && index != json.end() &&
        index->is_number_unsigned())
      return Accepted{index->get<std::uint64_t>(), response.status == 200};
    return Later{"what answers is no server of tangthu", {}};
  }
  const auto code = json.find("code");
  const bool ours = code != json.end() && code->is_number_integer();
  if (ours && is_about_the_bundle(response.status))
    return Refused{words_of(response, json)};
  return Later{words_of(response, json), asked_pause(response)};
}

}  // namespace tangthu::station
