// The search for traces finds what is there: the tests that find nothing rest on it.
#include "tests/support/traces.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"
#include "vault/base64.h"

namespace tangthu::test {
namespace {

constexpr std::string_view kWord = "Thạch Lâm";

TEST(TracesTest, AWordIsFoundInEveryForm) {
  Traces traces;
  traces.add_word("word", std::string(kWord));
  for (const std::string_view form :
       {kWord, std::string_view("Tha\u0323ch La\u0302m"), std::string_view("thach lam"),
        std::string_view("THẠCH LÂM")}) {
    EXPECT_FALSE(traces.found_in("xx" + std::string(form) + "yy").empty()) << form;
  }
  EXPECT_TRUE(traces.found_in("Thạch Lam, Thạch Lân").empty());
  EXPECT_FALSE(traces.found_in(std::string("t\0h\0a\0c\0h\0 \0l\0a\0m\0", 18)).empty());
  EXPECT_FALSE(traces.found_in(std::string("\0t\0h\0a\0c\0h\0 \0l\0a\0m", 18)).empty());
  EXPECT_FALSE(traces.found_in(to_hex(kWord)).empty());
}

TEST(TracesTest, AKeyIsFoundInEveryCoding) {
  Bytes key(32);
  for (std::size_t i = 0; i < key.size(); ++i)
    key[i] = static_cast<std::uint8_t>(i * 37 + 11);
  Traces traces;
  traces.add_secret("key", key);
  std::string hex = to_hex(as_text(key));
  EXPECT_EQ(traces.found_in(as_text(key)), std::set<std::string>{"key"});
  EXPECT_EQ(traces.found_in("0x" + hex), std::set<std::string>{"key (hex)"});
  std::ranges::transform(hex, hex.begin(), [](char c) { return c >= 'a' ? c - 32 : c; });
  EXPECT_EQ(traces.found_in(hex), std::set<std::string>{"key (hex)"});
  for (const std::size_t before : {0U, 1U, 2U, 3U}) {
    Bytes longer(before, 'x');
    longer.insert(longer.end(), key.begin(), key.end());
    longer.push_back('y');
    EXPECT_EQ(traces.found_in(vault::to_base64(longer)),
              std::set<std::string>{"key (base 64)"})
        << before;
  }
  std::ranges::reverse(key);
  EXPECT_EQ(traces.found_in(as_text(key)), std::set<std::string>{"key (reversed)"});
  key[16] ^= 1;
  EXPECT_TRUE(traces.found_in(as_text(key)).empty());
}

TEST(TracesTest, FilesAndTheirNamesAreSearched) {
  const TemporaryFolder folder;
  Traces traces;
  traces.add_word("word", std::string(kWord));
  std::filesystem::create_directories(folder.path() / "a/b");
  write_file(folder.path() / "a/b/plain", as_bytes("nothing"));
  EXPECT_TRUE(traces.found_below(folder.path()).empty());
  write_file(folder.path() / "a/b/file", as_bytes(kWord));
  EXPECT_EQ(traces.found_below(folder.path()).size(), 1U);
  std::filesystem::create_directory(folder.path() / "thach lam");
  EXPECT_EQ(traces.found_below(folder.path()).size(), 2U);
}

}  // namespace
}  // namespace tangthu::test
