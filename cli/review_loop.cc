// One item after the other on a terminal. The vault stays open, each answer is on disk
// before the next is asked for.
#include <algorithm>
#include <system_error>

#include "archive/review_picture.h"
#include "cli/message.h"
#include "cli/output_file.h"
#include "cli/review.h"
#include "cli/review_words.h"
#include "cli/terminal.h"
#include "vault/base64.h"

namespace tangthu::cli {
namespace {

enum class Next { kGoOn, kSkipped, kStop };

// kitty's graphics protocol: a PNG in base 64, in parts of 4,096 bytes.
std::string picture_codes(ByteView png) {
  constexpr std::size_t kPart = 4096;
  const std::string text = vault::to_base64(png);
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += kPart) {
    out += at == 0 ? "\x1b_Ga=T,f=100," : "\x1b_G";
    out += at + kPart < text.size() ? "m=1;" : "m=0;";
    out += text.substr(at, kPart) + "\x1b\\";
  }
  return out + "\n";
}

// The file with the picture of what is asked for; gone when this ends.
class PictureFile {
 public:
  explicit PictureFile(std::filesystem::path file) : file_(std::move(file)) {}
  ~PictureFile() {
    std::error_code error;
    if (written_) std::filesystem::remove(file_, error);
  }
  PictureFile(const PictureFile&) = delete;
  PictureFile& operator=(const PictureFile&) = delete;

  bool wanted() const { return !file_.empty(); }
  Result<void> show(ByteView png) {
    TRY(write_output(file_, png));
    written_ = true;
    return {};
  }

 private:
  std::filesystem::path file_;
  bool written_ = false;
};

class Loop {
 public:
  Loop(const Context& context, vault::Session& session, const ReviewOptions& options)
      : context_(context),
        session_(session),
        in_terminal_(options.in_terminal),
        file_(options.image) {}

  Result<int> run(const archive::ReviewQueue& queue, std::size_t limit) {
    if (!terminal_.usable()) {
      return fail(ErrorCode::kUsage, "there is no terminal to ask on",
                  "give ITEM and VALUE, or a file with --from");
    }
    const std::size_t count =
        limit == 0 ? queue.items.size() : std::min(limit, queue.items.size());
    Next next = Next::kGoOn;
    std::size_t settled = 0;
    for (std::size_t i = 0; i < count && next != Next::kStop; ++i) {
      heading_ = "[" + std::to_string(i + 1) + "/" + std::to_string(count) + "] ";
      next = TRY(one(queue.items[i].name));
      if (next == Next::kGoOn) ++settled;
    }
    context_.message(std::to_string(settled) + "/" + std::to_string(count) + " " +
                     tr("settled"));
    return context_.exit_code_after(queue.damaged);
  }

 private:
  Result<Next> one(const archive::ItemName& name) {
    const vault::Look look = TRY(archive::look_at(session_, name));
    auto opened = archive::open_item(session_, look, name);
    if (!opened) {
      // Destroyed or moved away meanwhile, or damaged: the others can be settled.
      context_.error(name.text(), opened.error());
      return Next::kSkipped;
    }
    TRY(show(*opened));
    while (true) {
      terminal_.print(
          std::string(tr("what stands there? (Enter: as read, -: nothing, s: "
                         "skip, q: stop) ")));
      const auto typed = TRY(read_line(terminal_.fd()));
      if (!typed || *typed == "q") return Next::kStop;
      if (*typed == "s") return Next::kSkipped;
      const auto settled = settle_item(context_, session_, *opened, answer(*typed, name));
      if (settled) return Next::kGoOn;
      if (settled.error().code() != ErrorCode::kUsage) {
        context_.error(name.text(), settled.error());
        if (settled.error().code() == ErrorCode::kSealedOrBusy) return Next::kSkipped;
        return Failure(settled.error());
      }
      context_.error(settled.error());
    }
  }

  static archive::Settlement answer(const std::string& typed,
                                    const archive::ItemName& name) {
    if (typed.empty()) return {archive::Answer::kConfirmed, {}};
    // A page's text does not fit into a line.
    if (typed == "-" || name.kind == archive::ItemKind::kPage)
      return {archive::Answer::kNone, {}};
    return {archive::Answer::kValue, typed};
  }

  Result<void> show(const archive::OpenedItem& opened) {
    if (file_.wanted() || in_terminal_) {
      const auto png = pictures_.png(opened);
      if (!png) {
        context_.error(opened.item.name.text(), png.error());
      } else {
        if (file_.wanted()) TRY(file_.show(*png));
        if (in_terminal_) terminal_.print(picture_codes(*png));
      }
    }
    std::string text = heading_ + item_line(opened.item, Shown::kAlone) + "\n";
    const std::string words = TRY(archive::words_at(opened));
    if (!words.empty())
      text +=
          std::string("  ") + tr("the page's words there: ") + printable(words) + "\n";
    terminal_.print(text);
    return {};
  }

  const Context& context_;
  vault::Session& session_;
  const bool in_terminal_;
  const Terminal terminal_{Echo::kOn};
  PictureFile file_;
  archive::ReviewPictures pictures_;
  std::string heading_;
};

}  // namespace

Result<int> review_one_by_one(Context& context, const ReviewOptions& options) {
  TRY(context.require_terminal());
  if (!options.value.empty() || options.confirm || options.none ||
      !options.text.empty() || options.image == "-") {
    return fail(ErrorCode::kUsage, "which item is meant?",
                "name it first; 'tangthu review list' gives them");
  }
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  TRY(session->require(vault::Duty::kDescribe));
  const archive::ReviewQueue queue =
      TRY(archive::review_queue(*session, review_filter(options)));
  return Loop(context, *session, options).run(queue, options.limit);
}

}  // namespace tangthu::cli
