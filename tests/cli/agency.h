// An agency's vault, driven through the command line: three of five custodians, two
// officers (binh, chi), an administrator (an), an auditor (kiem).
#pragma once

#include "base/date.h"
#include "tests/cli/trial.h"

namespace tangthu::cli {

class AgencyTest : public TrialTest {
 protected:
  ~AgencyTest() override { tangthu({"--quiet", "seal"}, "an"); }

  void found() const {
    const auto ran = tangthu(founding(), "an");
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
  }
  // The words of a light founding ceremony; the shares go into `folder`.
  std::vector<std::string> founding(int shares = 5, int threshold = 3,
                                    const std::string& folder = "shares") const {
    std::filesystem::create_directories(path("founders"));
    for (const char* user : {"an", "binh", "chi", "kiem"}) {
      write_passphrase(user);
      std::filesystem::copy_file(path(std::string(user) + ".pass"),
                                 path("founders") / user,
                                 std::filesystem::copy_options::overwrite_existing);
    }
    return {"init",
            "--profile",
            "agency",
            "--shares",
            std::to_string(shares),
            "--threshold",
            std::to_string(threshold),
            "--administrator",
            "an",
            "--officer",
            "binh",
            "--officer",
            "chi",
            "--auditor",
            "kiem",
            "--founder-passphrases",
            path("founders").string(),
            "--share-dir",
            path(folder).string(),
            "--slow-hash",
            "light"};
  }
  std::string share_file(int number, const std::string& folder = "shares") const {
    return (path(folder) / ("share-" + std::to_string(number) + ".txt")).string();
  }
  void unseal() const {
    for (const int number : {1, 3, 5}) {
      const auto ran = tangthu({"unseal", "--share-file", share_file(number)}, "an");
      ASSERT_EQ(ran.exit_code, 0) << ran.err;
    }
  }
  // The one JSON line of a command that must succeed.
  Json done(std::vector<std::string> words, const std::string& user) const {
    words.insert(words.begin(), "--json");
    const auto ran = tangthu(words, user);
    EXPECT_EQ(ran.exit_code, 0) << words[1] << ": " << ran.err;
    const auto lines = json_lines(ran.out);
    EXPECT_EQ(lines.size(), 1U) << words[1];
    return lines.empty() ? Json::object() : lines[0];
  }
  // An officer's proposal, signed by the other one.
  void by_both_officers(const std::vector<std::string>& words) const {
    const Json proposed = done(words, "binh");
    ASSERT_EQ(proposed.value("done", true), false) << words[0];
    ASSERT_EQ(proposed["approvals"], 1);
    const Json signed_too =
        done({"approve", proposed["request"].get<std::string>()}, "chi");
    ASSERT_EQ(signed_too.value("done", false), true) << words[0];
  }
  // A user with roles, signed by both officers.
  void add_person(const std::string& name, const std::vector<std::string>& roles) const {
    write_passphrase(name);
    std::vector<std::string> words = {"user", "add", name, "--new-passphrase-file",
                                      path(name + ".pass").string()};
    for (const std::string& role : roles)
      words.insert(words.end(), {"--role", role});
    const Json proposed = done(words, "an");
    ASSERT_EQ(proposed["approvals"], 0);
    const auto request = proposed["request"].get<std::string>();
    ASSERT_EQ(done({"approve", request}, "binh")["done"], false);
    ASSERT_EQ(done({"approve", request}, "chi")["done"], true);
  }
  // The scan of a secret that nobody had approved: out of quarantine.
  void confirm_scan(const std::string& id) const {
    by_both_officers({"secrecy", "confirm-scan", id, "--authority", "Giám đốc Sở",
                      "--executor", "phòng Văn thư", "--decision", "3/QĐ-SNV",
                      "--decided", "2026-01-01"});
  }
  // An approval for this archivist to scan secrets up to this level, for a year.
  std::string allow_scanning(const std::string& user, const std::string& level) const {
    by_both_officers({"office", "appoint", "--user", "chi", "--position",
                      "provincial-chair", "--unit", "UBND tỉnh", "--from", "2026-01-01",
                      "--decision", "1/QĐ", "--decided", "2026-01-01"});
    const std::string today = format_date(viet_nam_day(now_utc()));
    const auto id =
        done({"scanning", "ask", "--what", "hộp 12", "--level", level, "--user", user,
              "--from", today, "--until", "2099-01-01", "--reason", "số hóa"},
             user)["case"]
            .get<std::string>();
    done({"scanning", "approve", id, "--decision", "2/QĐ", "--decided", today}, "chi");
    return id;
  }
  int exit_of(const std::vector<std::string>& words, const std::string& user) const {
    return tangthu(words, user).exit_code;
  }
};

}  // namespace tangthu::cli
