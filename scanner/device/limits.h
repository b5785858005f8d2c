// How long tangthu waits for a scanner, and how much it takes from its driver. In one
// place, since they are promises to a person who stands there.
#pragma once

#include <chrono>
#include <cstddef>

namespace tangthu::scanner {

struct DeviceLimits {
  // Until the answer to a question, and until the first byte of a page: lamps warm up for
  // a minute and more, the network is asked in seconds, and a person with a hand scanner
  // has to begin.
  std::chrono::milliseconds first_answer = std::chrono::seconds(120);
  // Between two signs of life within a page. Carriages stop and go back while they wait
  // for a slow cable, but not for as long as this.
  std::chrono::milliseconds stall = std::chrono::seconds(60);
  // A whole page. A0 in colour over USB 1.1 takes a quarter of an hour; a driver that
  // sends a byte a minute is never at its end.
  std::chrono::milliseconds page = std::chrono::minutes(30);
  // After the last page, until the device is released: carriages go home first.
  std::chrono::milliseconds release = std::chrono::seconds(20);
  // When the rest of a batch is not wanted, or after an error: time to stop the paper.
  // The driver may just as well hang; nobody is kept waiting for it.
  std::chrono::milliseconds grace = std::chrono::seconds(2);
};

inline constexpr std::size_t kMaxDevices = 1024;
inline constexpr std::size_t kMaxDeviceOptions = 4096;
inline constexpr std::size_t kMaxDeviceName = 4096;
inline constexpr std::size_t kMaxRecordBytes = 1 << 16;  // names, titles, lists of values
// What a person may ask for: gamma tables of 65,536 numbers are written out.
inline constexpr std::size_t kMaxRequestBytes = 4 << 20;

}  // namespace tangthu::scanner
