// A trial vault and sample pages, driven through the command line.
#pragma once

#include <gtest/gtest.h>

#include "base/json.h"
#include "tests/support/run.h"
#include "tests/support/temporary_folder.h"

namespace tangthu::cli {

// Every line of stdout as JSON; a line that is none fails the test.
inline std::vector<Json> json_lines(const std::string& out) {
  std::vector<Json> lines;
  std::size_t start = 0;
  while (start < out.size()) {
    const std::size_t end = out.find('\n', start);
    const std::string line = out.substr(start, end - start);
    const Json json = Json::parse(line, nullptr, false);
    EXPECT_FALSE(json.is_discarded()) << line;
    EXPECT_TRUE(json.is_object()) << line;
    lines.push_back(json);
    if (end == std::string::npos) break;
    start = end + 1;
  }
  return lines;
}

class TrialTest : public testing::Test {
 protected:
  std::filesystem::path path(const std::string& name) const {
    return folder_.path() / name;
  }

  void write_passphrase(const std::string& user) const {
    test::write_file(path(user + ".pass"), as_bytes("mật khẩu của " + user + "\n"));
  }
  test::Environment environment(const std::string& user = "lan") const {
    test::Environment out = {{"TANGTHU_VAULT", path("vault").string()},
                             {"TANGTHU_USER", user},
                             {"TANGTHU_PASSPHRASE_FILE", path(user + ".pass").string()}};
    out.insert(surroundings_.begin(), surroundings_.end());
    return out;
  }
  test::Ran tangthu(std::vector<std::string> words,
                    const std::string& user = "lan") const {
    words.insert(words.begin(), "tangthu");
    return test::run(words, environment(user));
  }
  void init() const {
    write_passphrase("lan");
    const auto ran = tangthu({"init"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
  }
  void add_user(const std::string& name, const std::string& level) const {
    write_passphrase(name);
    ASSERT_EQ(tangthu({"user", "add", name, "--new-passphrase-file",
                       path(name + ".pass").string()})
                  .exit_code,
              0);
    ASSERT_EQ(tangthu({"grant", name, "--level", level}).exit_code, 0);
  }
  // One-page documents of the page maker in the folder `name`, with truth beside them.
  void make_samples(const std::string& name, std::vector<std::string> more) const {
    std::vector<std::string> words = {"tangthu-samples", "--out", path(name).string()};
    words.insert(words.end(), more.begin(), more.end());
    const auto ran = test::run(words);
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
  }
  // Takes in, and gives the JSON line of each document.
  std::vector<Json> ingest(const std::vector<std::string>& files,
                           const std::string& level) const {
    std::vector<std::string> words = {"ingest", "--json", "--level", level};
    words.insert(words.end(), files.begin(), files.end());
    const auto ran = tangthu(words);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return json_lines(ran.out);
  }

  test::TemporaryFolder folder_;
  test::Environment surroundings_;  // of every command
};

}  // namespace tangthu::cli
