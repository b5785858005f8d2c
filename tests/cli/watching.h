// Hot folders for tests: a small vault, and pages that are read in no time.
#pragma once

#include <chrono>
#include <filesystem>
#include <set>
#include <thread>

#include <glob.h>
#include <zlib.h>

#include "tests/cli/trial.h"

namespace tangthu::cli {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

inline void append_number(Bytes& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(value >> shift));
}

inline void append_chunk(Bytes& out, const std::string& type, ByteView content) {
  append_number(out, static_cast<std::uint32_t>(content.size()));
  const std::size_t start = out.size();
  out.insert(out.end(), type.begin(), type.end());
  out.insert(out.end(), content.begin(), content.end());
  append_number(out, static_cast<std::uint32_t>(crc32(
                         0, out.data() + start, static_cast<uInt>(out.size() - start))));
}

// A small white page; no two numbers give the same bytes.
inline Bytes small_page(int number) {
  constexpr std::uint32_t kSide = 64;
  Bytes header;
  append_number(header, kSide);
  append_number(header, kSide);
  header.insert(header.end(), {8, 0, 0, 0, 0});
  Bytes rows((kSide + 1) * kSide, 255);
  for (std::size_t row = 0; row < kSide; ++row)
    rows[row * (kSide + 1)] = 0;
  Bytes packed(compressBound(rows.size()));
  uLongf size = packed.size();
  compress(packed.data(), &size, rows.data(), rows.size());
  packed.resize(size);
  Bytes out = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  append_chunk(out, "IHDR", header);
  append_chunk(out, "tEXt", as_bytes(std::string("n\0", 2) + std::to_string(number)));
  append_chunk(out, "IDAT", packed);
  append_chunk(out, "IEND", {});
  return out;
}

class WatchTest : public TrialTest {
 protected:
  void SetUp() override {
    write_passphrase("lan");
    ASSERT_EQ(tangthu({"init", "--slow-hash", "light"}).exit_code, 0);
    fs::create_directory(path("in"));
  }

  void put(const std::string& name, ByteView bytes) const {
    // As a good program does it: written under a name that is left alone, then renamed.
    test::write_file(path("in/.coming"), bytes);
    fs::rename(path("in/.coming"), path("in") / name);
  }
  static std::string page_name(int number) {
    return "page" + std::to_string(number) + ".png";
  }
  void put_pages(int from, int to) const {
    for (int number = from; number <= to; ++number)
      put(page_name(number), small_page(number));
  }
  std::vector<std::string> watching(std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {
        "tangthu", "--json", "watch",    path("in").string(),
        "--level", "thuong", "--settle", "0.05",
        "--sweep", "0.2",    "--jobs",   "2"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  test::Ran watch_once(const std::vector<std::string>& more = {}) const {
    auto words = watching(more);
    words.emplace_back("--once");
    return test::run(words, environment());
  }
  std::set<std::string> names(const std::string& folder) const {
    std::set<std::string> out;
    std::error_code error;
    for (const auto& each : fs::directory_iterator(path(folder), error))
      out.insert(each.path().filename().string());
    return out;
  }
  std::vector<std::string> found(const std::string& pattern) const {
    glob_t out{};
    glob(path(pattern).c_str(), 0, nullptr, &out);
    std::vector<std::string> paths(out.gl_pathv, out.gl_pathv + out.gl_pathc);
    globfree(&out);
    return paths;
  }
  std::multiset<std::string> stored_files() const {
    std::multiset<std::string> out;
    for (const Json& each : json_lines(tangthu({"--json", "list"}).out))
      out.insert(fs::path(each["file"].get<std::string>()).filename().string());
    return out;
  }
  bool nothing_is_claimed() const { return found("in/.tangthu-working/*").empty(); }
  // Waits for it, at most ten seconds.
  template <typename Condition>
  static bool soon(Condition condition) {
    for (const auto until = Clock::now() + 10s; Clock::now() < until;) {
      if (condition()) return true;
      std::this_thread::sleep_for(1ms);
    }
    return condition();
  }
  bool is_done(const std::string& name) const {
    return fs::exists(path("in/done") / name);
  }
};

}  // namespace tangthu::cli
