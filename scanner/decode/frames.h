// How tangthu and its helper processes talk, through pipes: frames.
//
// A frame is a header of five 32-bit words in the machine's own order (both ends are one
// build on one machine) and, for some kinds, bytes after it.
//
// A decoder says, unasked:
//   kFacts        facts                          of the file; before its first page
//   kPage         width, height, channels, dpi   then the pixels, rows without padding
//   kMember       name size, fault, kind, size   then the name; data follows if fault = 0
//   kChunk        size                           then that many bytes of the member
//   kMemberEnd    fault                          the member is complete if fault = 0
//   kFault        fault, Effort                  the last frame: nothing more is coming
//   kEnd          0, Effort                      the last frame: all is well
//
// tangthu-device is asked one thing at a time (bodies: device/messages.h):
//   kListDevices                                 answered by kRecords and kEnd
//   kListOptions  size                           then the device's name; the same
//   kScan         size                           then ScanOptions; answered by kOpened
//   kNextPage                                    answered by kPage, or kEnd after the
//   last
// and answers:
//   kRecord       size                           then a DeviceInfo or an OptionInfo
//   kOpened       size, 1 if there are more      then the device's name
//                 pages than one
//   kWorking                                     bytes have come from the device
//   kPage         as above
//   kDeviceFault  fault, size                    then the name of what is meant; the last
//   kEnd          as above; the device has been released
//
// The parent believes none of it: every word is checked against the limits there.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace tangthu::scanner {

inline constexpr int kInputFd = 3;
inline constexpr int kOutputFd = 4;

enum class FrameKind : std::uint32_t {
  kPage = 1,
  kMember = 2,
  kChunk = 3,
  kMemberEnd = 4,
  kFault = 5,
  kEnd = 6,
  kListDevices = 7,
  kListOptions = 8,
  kScan = 9,
  kNextPage = 10,
  kRecord = 11,
  kOpened = 12,
  kWorking = 13,
  kDeviceFault = 14,
  kFacts = 15,
};

// Bits of kFacts.
inline constexpr std::uint32_t kSigned = 1;

// Why a file, a page or an archive member can't be had. fault.cc has the words.
enum class Fault : std::uint32_t {
  kNone = 0,
  kDamaged = 1,
  kTooLarge = 2,   // pixels
  kEncrypted = 3,  // an archive or a member that needs a password
  kTooManyPages = 4,
  kNoPages = 5,
  kUnsupported = 6,  // whole, but of a kind that no decoder here knows
  kNoMemory = 7,     // needs more than kMemoryLimit
  kMemberTooLarge = 8,
  kArchiveTooLarge = 9,
  kTooManyMembers = 10,
  kEmpty = 11,
  kNotAnImage = 12,
  kOffice = 13,
  kTooDeep = 14,
  kNoImages = 15,      // an archive without any
  kNotAnArchive = 16,  // compressed, but no archive in it
  kLocked = 17,        // a PDF that needs a password, or another one
};

// What a member is; the parent looks again at what it was given.
enum class MemberKind : std::uint32_t { kImage = 1, kArchive = 2 };

// What an archive has cost its decoder, members passed over included.
struct Effort {
  std::uint32_t members = 0;
  std::uint32_t kib = 0;  // unpacked
};

struct Frame {
  FrameKind kind;
  std::array<std::uint32_t, 4> words{};
};

inline constexpr std::size_t kFrameHeaderBytes = 5 * sizeof(std::uint32_t);
using FrameHeader = std::array<std::uint8_t, kFrameHeaderBytes>;

inline FrameHeader pack(const Frame& frame) {
  FrameHeader header;
  const auto kind = static_cast<std::uint32_t>(frame.kind);
  std::memcpy(header.data(), &kind, sizeof kind);
  std::memcpy(header.data() + sizeof kind, frame.words.data(), sizeof frame.words);
  return header;
}

// The kind may be any number.
inline Frame unpack(const FrameHeader& header) {
  std::uint32_t kind = 0;
  Frame frame{};
  std::memcpy(&kind, header.data(), sizeof kind);
  std::memcpy(frame.words.data(), header.data() + sizeof kind, sizeof frame.words);
  frame.kind = static_cast<FrameKind>(kind);
  return frame;
}

inline constexpr std::size_t kMaxMemberName = 4096;
inline constexpr std::size_t kMaxChunk = 1 << 20;

}  // namespace tangthu::scanner
