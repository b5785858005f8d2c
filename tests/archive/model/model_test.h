// A vault of documents that nobody had to read, driven through the command line.
#pragma once

#include <gtest/gtest.h>

#include "tests/archive/stored_document.h"
#include "tests/support/run.h"
#include "tests/vault/open_vault.h"

namespace tangthu::archive {

class ModelTest : public vault::OpenVaultTest {
 protected:
  void SetUp() override {
    OpenVaultTest::SetUp();
    test::write_file(file("lan.pass"), as_bytes("mật khẩu của lan\n"));
  }
  std::filesystem::path file(const std::string& name) const {
    return path().parent_path() / name;
  }
  // The vault must be open in the test: before the first command, or after reopen().
  std::string store(const std::map<std::string, std::string>& fields,
                    Level level = Level::kThuong, std::size_t pages = 1) {
    DocumentWords words;
    for (std::size_t i = 0; i < pages; ++i)
      words.pages.push_back("trang " + std::to_string(i + 1));
    words.fields = fields;
    const auto id = store_words(session(), {level, {}}, words);
    EXPECT_TRUE(id) << id.error().text();
    return id->to_string();
  }
  // A paper as recognition leaves it.
  static std::map<std::string, std::string> paper(int number,
                                                  const std::string& dossier = "") {
    std::map<std::string, std::string> out = {{"number", std::to_string(number)},
                                              {"symbol", "QĐ-UBND"},
                                              {"date", "2020-03-05"},
                                              {"type", "Quyết định"},
                                              {"agency", "ỦY BAN NHÂN DÂN"},
                                              {"subject", "Về việc thứ nhất"}};
    if (!dossier.empty()) out["dossier"] = dossier;
    return out;
  }
  test::Environment environment() const {
    return {{"TANGTHU_VAULT", path().string()},
            {"TANGTHU_USER", "lan"},
            {"TANGTHU_PASSPHRASE_FILE", file("lan.pass").string()}};
  }
  test::Ran run(std::vector<std::string> words) {
    close();
    words.insert(words.begin(), {"tangthu", "--json"});
    return test::run(words, environment());
  }
  static std::vector<Json> lines_of(const std::string& out) {
    std::vector<Json> lines;
    std::istringstream in(out);
    for (std::string line; std::getline(in, line);)
      lines.push_back(Json::parse(line));
    return lines;
  }
  std::vector<Json> done(const std::vector<std::string>& words) {
    const auto ran = run(words);
    EXPECT_EQ(ran.exit_code, 0) << words[0] << ": " << ran.err;
    return lines_of(ran.out);
  }
  // "FIELD: RULE" of each fault, which also must have a remedy.
  std::vector<std::string> refused(const std::vector<std::string>& words,
                                   int exit_code = 2) {
    const auto ran = run(words);
    EXPECT_EQ(ran.exit_code, exit_code) << ran.err;
    std::vector<std::string> out;
    for (const Json& line : lines_of(ran.out)) {
      if (!line.contains("rule")) continue;
      EXPECT_FALSE(line.value("remedy", "").empty());
      EXPECT_NE(ran.err.find(line.value("remedy", "")), std::string::npos) << ran.err;
      out.push_back(line.value("field", "") + ": " + line.value("rule", ""));
    }
    return out;
  }
  Json field(const std::string& id, const std::string& name) {
    for (const Json& line : done({"edit", id, "--list"})) {
      if (line["field"] == name) return line;
    }
    ADD_FAILURE() << name;
    return {};
  }
  std::vector<std::string> members(const std::string& code) {
    std::vector<std::string> out;
    const Json shown = done({"dossier", "show", code}).at(0);
    for (const Json& each : shown["members"])
      out.push_back(each["id"]);
    return out;
  }
  using Rules = std::vector<std::string>;
};

}  // namespace tangthu::archive
