#include "scanner/page_source.h"

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

 private:
  Result<std::optional<Page>> next_frame() {
    const Frame frame = TRY(decoder_->next_frame());
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
};

}  // namespace

std::unique_ptr<PageSource> decoded_pages(DecoderProcess decoder, std::string name) {
  return std::make_unique<DecodedPages>(std::move(decoder), std::move(name));
}

Result<std::unique_ptr<PageSource>> open_pages(const InputFile& file) {
  if (file.content.empty()) return Failure(error_of(Fault::kEmpty, file.name));
  const Descriptor input = TRY(sealed_memory(file.content));
  const bool pdf = file.type == MediaType::kPdf;
  DecoderProcess::Launch launch;
  launch.program = helper_program(pdf ? "tangthu-decode-pdf" : "tangthu-decode");
  launch.argument = pdf ? nullptr : media_extension(file.type);
  launch.subject = file.name;
  auto decoder = TRY(DecoderProcess::start(launch, input));
  return decoded_pages(std::move(decoder), file.name);
}

}  // namespace tangthu::scanner
