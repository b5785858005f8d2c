// Archives: their members come from a decoder process, one at a time, into memory only.
#include <algorithm>
#include <utility>

#include "scanner/fault.h"
#include "scanner/media.h"
#include "scanner/names.h"
#include "scanner/walk.h"

namespace tangthu::scanner {
namespace {

// Between two frames a decoder may have to unpack what it passes over.
constexpr std::chrono::seconds kPatience{300};

class ArchiveWalk final : public Walk {
 public:
  ArchiveWalk(Descriptor content, std::string name, int depth,
              std::shared_ptr<ArchiveUse> use)
      : content_(std::move(content)),
        name_(std::move(name)),
        depth_(depth),
        use_(std::move(use)) {}

  Step next() override {
    if (ended_) return WalkEnd{};
    auto step = next_step();
    if (step) return std::move(*step);
    return end_by(std::move(step).error());
  }

 private:
  Result<void> start();
  Result<Step> next_step();
  Result<Step> take_member(const Frame& header);
  Result<std::optional<Fault>> read_content(Bytes& content, std::uint32_t declared);
  Result<Step> deliver(std::string name, Bytes content);
  Step end_by(Error error);
  void charge_effort();

  Descriptor content_;
  std::string name_;
  int depth_;
  std::shared_ptr<ArchiveUse> use_;
  std::optional<DecoderProcess> decoder_;
  bool any_ = false;
  bool ended_ = false;
  ArchiveUse delivered_;  // by this archive alone
};

Step failed_member(const std::string& name, Fault fault) {
  return Input(InputFailure{name, error_of(fault, name)});
}

// What was unpacked only to be passed over counts too: an archive of archives of nothing
// could keep us busy for days. One that died without a word costs a quarter of all.
void ArchiveWalk::charge_effort() {
  if (!decoder_) return;
  constexpr Effort kWithoutWord{0, kMaxArchiveBytes / 4 >> 10};
  const Effort effort = decoder_->effort().value_or(kWithoutWord);
  const std::uint64_t members = effort.members;
  const std::uint64_t bytes = std::uint64_t{effort.kib} << 10;
  use_->members += std::max(members, delivered_.members) - delivered_.members;
  use_->bytes += std::max(bytes, delivered_.bytes) - delivered_.bytes;
}

// The archive itself is the failure; members before it stay good.
Step ArchiveWalk::end_by(Error error) {
  ended_ = true;
  charge_effort();
  decoder_.reset();
  return Input(InputFailure{name_, std::move(error).about(name_)});
}

Result<void> ArchiveWalk::start() {
  DecoderProcess::Launch launch;
  launch.program = helper_program("tangthu-decode-archive");
  launch.patience = kPatience;
  launch.subject = name_;
  decoder_ = TRY(DecoderProcess::start(launch, content_));
  content_.reset();
  return {};
}

Result<Step> ArchiveWalk::next_step() {
  if (!decoder_) {
    if (auto started = start(); !started) return Failure(std::move(started).error());
  }
  const Frame frame = TRY(decoder_->next_frame());
  if (frame.kind == FrameKind::kEnd) {
    if (!any_) return Failure(error_of(Fault::kNoImages, name_));
    ended_ = true;
    charge_effort();
    return Step(WalkEnd{});
  }
  if (frame.kind != FrameKind::kMember) return Failure(decoder_->failed());
  any_ = true;
  return take_member(frame);
}

Result<Step> ArchiveWalk::take_member(const Frame& header) {
  const auto [name_size, fault, kind, declared] = header.words;
  if (name_size > kMaxMemberName) return Failure(decoder_->failed());
  ++delivered_.members;
  if (++use_->members > kMaxArchiveMembers) {
    return Failure(error_of(Fault::kTooManyMembers, name_));
  }
  Bytes raw_name(name_size);
  if (auto got = decoder_->read(raw_name); !got) return Failure(std::move(got).error());
  std::string name = name_ + "/" + member_name(as_text(raw_name));
  if (fault != 0) return failed_member(name, static_cast<Fault>(fault));
  Bytes content;
  const std::optional<Fault> bad = TRY(read_content(content, declared));
  if (bad) return failed_member(name, *bad);
  return deliver(std::move(name), std::move(content));
}

// Frames up to the member's end; a Fault where the member is bad.
Result<std::optional<Fault>> ArchiveWalk::read_content(Bytes& content,
                                                       std::uint32_t declared) {
  content.reserve(std::min<std::uint64_t>(declared, kMaxFileBytes));
  for (;;) {
    const Frame frame = TRY(decoder_->next_frame());
    const std::uint32_t word = frame.words[0];
    if (frame.kind == FrameKind::kMemberEnd) {
      if (word != 0) return std::optional<Fault>(static_cast<Fault>(word));
      return std::optional<Fault>();
    }
    if (frame.kind != FrameKind::kChunk || word > kMaxChunk ||
        content.size() + word > kMaxFileBytes) {
      return Failure(decoder_->failed());
    }
    delivered_.bytes += word;
    use_->bytes += word;
    if (use_->bytes > kMaxArchiveBytes) {
      return Failure(error_of(Fault::kArchiveTooLarge, name_));
    }
    const std::size_t before = content.size();
    content.resize(before + word);
    if (auto got = decoder_->read(std::span(content).subspan(before)); !got) {
      return Failure(std::move(got).error());
    }
  }
}

Result<Step> ArchiveWalk::deliver(std::string name, Bytes content) {
  const Sniffed what = sniff(content);
  if (what.kind == ContentKind::kImage) {
    return Step(Input(InputFile{std::move(name), *what.type, std::move(content)}));
  }
  if (what.kind != ContentKind::kArchive) return Failure(decoder_->failed());
  if (depth_ >= kMaxArchiveDepth) return failed_member(name, Fault::kTooDeep);
  Descriptor memory = TRY(sealed_memory({content}));
  return Step(walk_archive(std::move(memory), std::move(name), depth_ + 1, use_));
}

}  // namespace

std::unique_ptr<Walk> walk_archive(Descriptor content, std::string name, int depth,
                                   std::shared_ptr<ArchiveUse> use) {
  return std::make_unique<ArchiveWalk>(std::move(content), std::move(name), depth,
                                       std::move(use));
}

}  // namespace tangthu::scanner
