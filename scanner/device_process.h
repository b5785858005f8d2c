// The process of tangthu-device, from the parent's side: questions, answers, patience.
//
// It may be taken over by a driver gone bad, so what it says is checked as from an enemy,
// and nothing here waits for it longer than DeviceLimits says. Destroying the object lets
// go of it: it gets DeviceLimits::grace to end by itself, then it is killed.
// Thread rule: one thread at a time, any thread.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/page.h"
#include "scanner/decode/frames.h"
#include "scanner/device.h"
#include "scanner/device/fault.h"
#include "scanner/device/limits.h"
#include "scanner/helper_process.h"

namespace tangthu::scanner {

class DeviceProcess {
 public:
  struct Launch {
    std::filesystem::path program = helper_program("tangthu-device");
    DeviceLimits limits{};
    std::string device;  // for errors
    const std::atomic<bool>* interrupted = nullptr;
  };

  // kUnexpected when the program can't be started.
  static Result<DeviceProcess> start(const Launch& launch);

  DeviceProcess(DeviceProcess&&) noexcept = default;
  DeviceProcess& operator=(DeviceProcess&&) = delete;
  ~DeviceProcess();

  // The question and the header of the first frame that answers it. An error of the
  // device, its silence, its end and an interruption are errors; after one there is
  // nothing more to ask.
  Result<Frame> ask(FrameKind question, ByteView body = {});
  // The next frame of the same answer.
  Result<Frame> next_frame(std::chrono::milliseconds patience);
  // `size` bytes that follow a header; at most `limit`.
  Result<Bytes> body(std::size_t size, std::size_t limit);
  Result<Page> page(const Frame& frame);

  // The last page has come: waits until the device is released (DeviceLimits::release).
  void finish();

  // It has spoken nonsense. Kills it.
  Failure failed() { return failure(DeviceFault::kDriverFailed); }

  void name_device(std::string device) { device_ = std::move(device); }
  const std::string& device() const { return device_; }
  const DeviceLimits& limits() const { return limits_; }

 private:
  DeviceProcess(HelperProcess process, Descriptor requests, const Launch& launch);
  bool send(ByteView data);
  Result<void> read(std::span<std::uint8_t> to,
                    HelperProcess::Clock::time_point deadline);
  Failure ended_early();
  Failure failure(DeviceFault fault);
  Failure told(const Frame& frame);

  HelperProcess process_;
  Descriptor requests_;
  DeviceLimits limits_;
  std::string device_;
  const std::atomic<bool>* interrupted_;
};

// What scanner/device.h offers, with a program and patience of the caller's choice.
Result<std::vector<DeviceInfo>> list_devices(const DeviceProcess::Launch& launch);
Result<std::vector<OptionInfo>> list_options(const DeviceProcess::Launch& launch);
Result<std::unique_ptr<PageSource>> open_device(const DeviceProcess::Launch& launch,
                                                const ScanOptions& options);

}  // namespace tangthu::scanner
