// A tangthu-device gone bad: does what the device's name says, since that is all it gets.
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include <unistd.h>

#include "scanner/decode/frames.h"

namespace {

using tangthu::scanner::Frame;
using tangthu::scanner::FrameHeader;
using tangthu::scanner::FrameKind;
using tangthu::scanner::unpack;

bool hear(void* to, std::size_t size) {
  auto* bytes = static_cast<char*>(to);
  while (size > 0) {
    const ssize_t got = read(tangthu::scanner::kInputFd, bytes, size);
    if (got <= 0) return false;
    bytes += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

void say(const void* data, std::size_t size) {
  if (write(tangthu::scanner::kOutputFd, data, size) < 0) _exit(1);
}

void say(FrameKind kind, std::uint32_t a = 0, std::uint32_t b = 0, std::uint32_t c = 0,
         std::uint32_t d = 0) {
  const FrameHeader header = pack(Frame{kind, {a, b, c, d}});
  say(header.data(), header.size());
}

void say_text(std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  say(&size, sizeof size);
  say(text.data(), text.size());
}

std::string next_request() {
  FrameHeader header;
  if (!hear(header.data(), header.size())) return {};
  std::string body(unpack(header).words[0], '\0');
  hear(body.data(), body.size());
  return body;
}

[[noreturn]] void sleep_deaf() {
  for (;;)
    pause();
}

void say_good_page() {
  say(FrameKind::kPage, 2, 1, 1, 300);
  say("xy", 2);
}

// What it answers to the first question.
bool misbehave_at_once(std::string_view how) {
  if (how == "dies") return true;
  if (how == "crashes") std::raise(SIGSEGV);
  if (how == "not-loaded") _exit(127);
  if (how == "silent") sleep_deaf();
  if (how == "unknown-frame") say(static_cast<FrameKind>(99));
  if (how == "unknown-fault") say(FrameKind::kDeviceFault, 12345, 0);
  if (how == "endless-name") say(FrameKind::kOpened, 0xffffffff, 0);
  if (how == "odd-feed") say(FrameKind::kOpened, 0, 7);
  if (how == "endless-subject") say(FrameKind::kDeviceFault, 6, 0xffffffff);
  if (how == "huge-record") say(FrameKind::kRecord, 0x7fffffff);
  if (how == "torn-record") {
    say(FrameKind::kRecord, 3);
    say("abc", 3);
  }
  while (how == "endless-records") {
    constexpr std::uint32_t kSizes[6] = {};
    say(FrameKind::kRecord, sizeof kSizes + 1);
    say(kSizes, sizeof kSizes);
    say("", 1);
  }
  if (how == "control-characters") {
    constexpr std::string_view kName = "a\x1b[2J\n\xC2\x9B";
    constexpr std::uint32_t kOtherSizes[5] = {};
    say(FrameKind::kRecord, 4 + kName.size() + sizeof kOtherSizes + 1);
    say_text(kName);
    say(kOtherSizes, sizeof kOtherSizes);
    say("", 1);  // flags
    say(FrameKind::kEnd);
    return true;
  }
  return false;
}

// What it answers when a page is asked for.
void misbehave_at_page(std::string_view how) {
  if (how == "huge-page") say(FrameKind::kPage, 32'000, 32'000, 3, 300);
  if (how == "endless-page") say(FrameKind::kPage, 0xffffffff, 0xffffffff, 3, 300);
  if (how == "empty-page") say(FrameKind::kPage, 0, 0, 1, 300);
  if (how == "odd-channels") say(FrameKind::kPage, 10, 10, 7, 300);
  if (how == "odd-resolution") say(FrameKind::kPage, 10, 10, 1, 0x7fffffff);
  if (how == "no-pages") say(FrameKind::kEnd);
  if (how == "half-page") {
    say(FrameKind::kPage, 10, 10, 1, 300);
    say("half", 4);
    _exit(0);
  }
  if (how == "stalls") say(FrameKind::kWorking);
  while (how == "works-for-ever") {
    say(FrameKind::kWorking);
    usleep(20'000);
  }
  if (how == "leaves-child" && fork() != 0) _exit(0);
  if (how == "closed-and-alive") close(tangthu::scanner::kOutputFd);
  if (how == "page-then-silence") say_good_page();
  sleep_deaf();
}

}  // namespace

int main() {
  const std::string body = next_request();
  // A device's name alone, or behind its size at the beginning of ScanOptions.
  std::string how = body;
  if (body.size() > 4 && body[1] == '\0') how = body.substr(4, std::size_t(body[0]));
  if (misbehave_at_once(how)) return 0;
  say(FrameKind::kOpened, 0, how == "page-then-silence" ? 1 : 0);
  next_request();
  misbehave_at_page(how);
}
