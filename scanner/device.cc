// The public face of scanning: what tangthu-device answers, as devices, options and
// pages.
#include "scanner/device.h"

#include <utility>

#include "scanner/device/messages.h"
#include "scanner/device_process.h"

namespace tangthu::scanner {
namespace {

// All the records of an answer.
template <typename Record>
Result<std::vector<Record>> records(DeviceProcess& process, Frame frame,
                                    std::size_t limit,
                                    std::optional<Record> (*unpack_record)(ByteView)) {
  std::vector<Record> list;
  for (; frame.kind == FrameKind::kRecord;
       frame = TRY(process.next_frame(process.limits().first_answer))) {
    const Bytes body = TRY(process.body(frame.words[0], kMaxRecordBytes));
    auto record = unpack_record(body);
    if (!record || list.size() == limit) return process.failed();
    list.push_back(std::move(*record));
  }
  if (frame.kind != FrameKind::kEnd) return process.failed();
  return list;
}

enum class Feed { kOnePage, kUntilEmpty };

class DevicePages final : public PageSource {
 public:
  DevicePages(DeviceProcess process, Feed feed)
      : process_(std::move(process)), feed_(feed) {}

  Result<std::optional<Page>> next() override {
    if (!process_) return std::optional<Page>();
    auto page = ask();
    const bool more = page && page->has_value() && feed_ == Feed::kUntilEmpty;
    // The only page there is: good, whatever the device does from here on.
    if (!more && page && page->has_value()) process_->finish();
    if (!more) process_.reset();
    return page;
  }

 private:
  Result<std::optional<Page>> ask() {
    const Frame frame = TRY(process_->ask(FrameKind::kNextPage));
    if (frame.kind == FrameKind::kEnd && pages_ > 0) return std::optional<Page>();
    if (frame.kind != FrameKind::kPage) return process_->failed();
    if (++pages_ > kMaxPagesPerFile) {
      return device_failure(DeviceFault::kTooManyPages, process_->device());
    }
    return std::optional<Page>(TRY(process_->page(frame)));
  }

  std::optional<DeviceProcess> process_;
  Feed feed_;
  int pages_ = 0;
};

}  // namespace

Result<std::vector<DeviceInfo>> list_devices(const DeviceProcess::Launch& launch) {
  auto process = TRY(DeviceProcess::start(launch));
  const Frame first = TRY(process.ask(FrameKind::kListDevices));
  return records(process, first, kMaxDevices, unpack_device);
}

Result<std::vector<OptionInfo>> list_options(const DeviceProcess::Launch& launch) {
  auto process = TRY(DeviceProcess::start(launch));
  const Frame first = TRY(process.ask(FrameKind::kListOptions, as_bytes(launch.device)));
  return records(process, first, kMaxDeviceOptions, unpack_option);
}

Result<std::unique_ptr<PageSource>> open_device(const DeviceProcess::Launch& launch,
                                                const ScanOptions& options) {
  auto process = TRY(DeviceProcess::start(launch));
  const Frame frame = TRY(process.ask(FrameKind::kScan, pack(options)));
  if (frame.kind != FrameKind::kOpened || frame.words[1] > 1) return process.failed();
  const Bytes name = TRY(process.body(frame.words[0], kMaxDeviceName));
  process.name_device(printable(std::string(as_text(name))));
  const Feed feed = frame.words[1] == 0 ? Feed::kOnePage : Feed::kUntilEmpty;
  return std::unique_ptr<PageSource>(
      std::make_unique<DevicePages>(std::move(process), feed));
}

Result<std::vector<DeviceInfo>> list_devices() {
  return list_devices(DeviceProcess::Launch{});
}

Result<std::vector<OptionInfo>> list_options(const std::string& device) {
  DeviceProcess::Launch launch;
  launch.device = device;
  return list_options(launch);
}

Result<std::unique_ptr<PageSource>> open_device(const ScanOptions& options) {
  DeviceProcess::Launch launch;
  launch.device = options.device;
  launch.interrupted = options.interrupted;
  return open_device(launch, options);
}

}  // namespace tangthu::scanner
