#include "cli/submit.h"

#include <fstream>

#include "cli/message.h"
#include "cli/server_link.h"
#include "cli/taking_in.h"

namespace tangthu::cli {

Result<http::Response> send_bundle(
    http::Client& client, const http::Headers& headers, const std::filesystem::path& file,
    const std::function<void(std::uint64_t, std::uint64_t)>& told) {
  std::ifstream in(file, std::ios::binary);
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(file, error);
  if (!in || error) {
    return fail(ErrorCode::kBadInput, "the bundle can't be read",
                "check the path and its permissions", file.string());
  }
  std::uint64_t sent = 0;
  http::ClientRequest request;
  request.method = "POST";
  request.path = "/v1/submissions";
  request.headers = headers;
  request.headers.emplace_back("content-type", "application/octet-stream");
  request.stream_bytes = size;
  request.stream = [&](std::span<std::uint8_t> into) {
    in.read(reinterpret_cast<char*>(into.data()),
            static_cast<std::streamsize>(into.size()));
    sent += static_cast<std::uint64_t>(in.gcount());
    told(sent, size);
    return static_cast<std::size_t>(in.gcount());
  };
  return client.ask(request);
}

namespace {

std::uint64_t bytes_of(const std::vector<std::filesystem::path>& files) {
  std::uint64_t out = 0;
  for (const std::filesystem::path& file : files) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (!error) out += size;
  }
  return out;
}

}  // namespace

Result<int> submit_bundles(Context& context,
                           const std::vector<std::filesystem::path>& files) {
  ServerLink link = context.options().client_certificate.empty()
                        ? TRY(ServerLink::open(context))
                        : TRY(ServerLink::open_as_station(context));
  const std::uint64_t of = bytes_of(files);
  std::uint64_t before = 0;  // of bundles that are through
  const auto progress = [&](std::uint64_t sent, std::uint64_t) {
    context.progress(progress_of(before + sent, of, Counted::kBytes));
  };
  int failed = 0;
  ErrorCode last_error = ErrorCode::kBadInput;
  for (const std::filesystem::path& file : files) {
    const auto response = send_bundle(link.client(), link.headers(), file, progress);
    before += bytes_of({file});
    // Nothing more will go through.
    if (!response && response.error().code() != ErrorCode::kBadInput)
      return Failure(response.error());
    if (!response || response->status >= 300) {
      ++failed;
      if (response) {
        last_error = static_cast<ErrorCode>(report_problem(context, *response));
      } else {
        context.error(response.error());
      }
      continue;
    }
    const Json receipt =
        json_from_text(http::view_of(response->body)).value_or(Json::object());
    Json json = receipt;
    json["file"] = file.string();
    context.result(
        json,
        receipt.value("id", "") + "  " + file.string() +
            (receipt.value("repeated", false) ? tr("  (was accepted before)") : ""));
  }
  return exit_code(static_cast<int>(files.size()), failed, last_error);
}

}  // namespace tangthu::cli
