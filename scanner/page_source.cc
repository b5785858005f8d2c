#include "scanner/page_source.h"

#include <array>
#include <utility>

#include "scanner/decoded_pages.h"
#include "scanner/fault.h"
#include "scanner/pages_of_frames.h"
#include "scanner/sandbox.h"

namespace tangthu::scanner {
namespace {

class DecodedPages final : public PageSource {
 public:
  DecodedPages(DecoderProcess decoder, std::string name)
      : decoder_(std::move(decoder)), name_(std::move(name)) {}

  Result<std::optional<Page>> next() override {
    if (!decoder_) return std::optional<Page>();
    auto page = next_frame();
    // After the last page, or an error, the process has no more to say.
    if (!page || !*page) decoder_.reset();
    return page;
  }

  FileFacts facts() const override { return facts_; }

 private:
  Result<std::optional<Page>> next_frame() {
    Frame frame = TRY(decoder_->next_frame());
    if (frame.kind == FrameKind::kFacts && pages_ == 0) {
      facts_.has_signature = (frame.words[0] & kSigned) != 0;
      frame = TRY(decoder_->next_frame());
    }
    if (frame.kind == FrameKind::kEnd) {
      if (pages_ == 0) return Failure(error_of(Fault::kNoPages, name_));
      return std::optional<Page>();
    }
    if (frame.kind != FrameKind::kPage) return Failure(decoder_->failed());
    if (++pages_ > kMaxPagesPerFile) {
      return Failure(error_of(Fault::kTooManyPages, name_));
    }
    return read_page(frame);
  }

  Result<std::optional<Page>> read_page(const Frame& frame) {
    auto page = announced_page(frame);
    if (!page) return Failure(decoder_->failed());
    if (auto got = decoder_->read(page->pixels()); !got) {
      return Failure(std::move(got).error());
    }
    return page;
  }

  std::optional<DecoderProcess> decoder_;
  std::string name_;
  int pages_ = 0;
  FileFacts facts_;
};

// The PDF decoder gets the password in its input, where nobody else can look: u32 size ‖
// password ‖ file.
Result<Descriptor> pdf_input(const InputFile& file, const Passphrase* password) {
  const ByteView word = password == nullptr ? ByteView() : password->reveal();
  std::array<std::uint8_t, 4> size;
  for (std::size_t i = 0; i < size.size(); ++i)
    size[i] = static_cast<std::uint8_t>(word.size() >> (8 * i));
  return sealed_memory({size, word, file.content});
}

}  // namespace

std::unique_ptr<PageSource> decoded_pages(DecoderProcess decoder, std::string name) {
  return std::make_unique<DecodedPages>(std::move(decoder), std::move(name));
}

Result<std::unique_ptr<PageSource>> open_pages(const InputFile& file,
                                               const OpenOptions& options) {
  if (file.content.empty()) return Failure(error_of(Fault::kEmpty, file.name));
  const bool pdf = file.type == MediaType::kPdf;
  const Descriptor input =
      TRY(pdf ? pdf_input(file, options.pdf_password) : sealed_memory({file.content}));
  DecoderProcess::Launch launch;
  launch.program = helper_program(pdf ? "tangthu-decode-pdf" : "tangthu-decode");
  launch.argument = pdf ? nullptr : media_extension(file.type);
  launch.subject = file.name;
  auto decoder = TRY(DecoderProcess::start(launch, input));
  return decoded_pages(std::move(decoder), file.name);
}

}  // namespace tangthu::scanner
