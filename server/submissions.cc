// A bundle is ciphertext: it is kept in the vault's folder `inbox` until it is taken in,
// whole, and removed then. The same bundle again has its receipt again, so that a station
// which got no answer sends it once more.
#include <fcntl.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "server/api.h"
#include "vault/bundle.h"

namespace tangthu::server {
namespace {

constexpr std::size_t kPart = std::size_t{256} << 10;

// Removed when this goes.
class InboxFile {
 public:
  static Result<InboxFile> create(const std::filesystem::path& vault) {
    const auto folder = vault / "inbox";
    std::error_code error;
    std::filesystem::create_directory(folder, error);
    InboxFile out(folder / (DocumentId::random().to_string() + ".bundle"));
    out.out_ = open_file(out.file_, O_WRONLY | O_CREAT | O_EXCL);
    if (!out.out_.valid()) {
      out.file_.clear();
      return full();
    }
    return out;
  }
  InboxFile(InboxFile&& other) noexcept
      : file_(std::exchange(other.file_, {})), out_(std::move(other.out_)) {}
  InboxFile& operator=(InboxFile&&) = delete;
  ~InboxFile() {
    std::error_code ignored;
    if (!file_.empty()) std::filesystem::remove(file_, ignored);
  }

  Result<std::uint64_t> receive(Exchange& exchange) {
    std::vector<std::uint8_t> part(kPart);
    std::uint64_t bytes = 0;
    while (true) {
      const std::size_t got = TRY(exchange.read_body(part));
      if (got == 0) return bytes;
      bytes += got;
      if (!write_all(out_.get(), ByteView(part).first(got))) return full();
    }
  }
  const std::filesystem::path& file() const { return file_; }

 private:
  explicit InboxFile(std::filesystem::path file) : file_(std::move(file)) {}
  static Failure full() {
    return fail(ErrorCode::kStorage, "the submission can't be kept",
                "free space in the vault's file system");
  }

  std::filesystem::path file_;
  Descriptor out_;
};

Result<Json> take_in(Call& call) {
  const auto vault = TRY(call.api.strong_room.enter());
  // A station shows a certificate, and its bundles bear its signature.
  if (call.login)
    TRY(vault::require(call.login->session->user().roles, vault::Duty::kTakeIn));
  InboxFile inbox = TRY(InboxFile::create(vault->folder()));
  const std::uint64_t bytes = TRY(inbox.receive(call.exchange));
  const auto receipt = TRY(vault::accept_bundle(*vault, inbox.file()));
  call.api.metrics.count_submission(bytes);
  return Json{{"id", receipt.document.to_string()},
              {"log_index", receipt.log_index},
              {"repeated", receipt.repeated}};
}

}  // namespace

void post_submission(Call& call) {
  const auto taken = take_in(call);
  if (!taken) {
    return call.exchange.answer(problem(call.exchange.request(), taken.error()));
  }
  answer_json(call.exchange, (*taken)["repeated"].get<bool>() ? 200 : 201, *taken);
}

}  // namespace tangthu::server
