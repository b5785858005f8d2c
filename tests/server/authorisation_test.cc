// Every operation of the description, asked by everybody about what he may not see: one
// answer for a document that is forbidden and for one that is not there.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "tests/server/fitting_arguments.h"
#include "tests/server/served.h"

namespace tangthu::server {
namespace {

class AuthorisationTest : public ServedTest {
 protected:
  void SetUp() override {
    found_for_service();
    make_certificate("station", "tram-1");
    start({"--clients", path("station.pem").string()});
  }

  // A document of a compartment that one archivist is cleared for, and its id.
  std::string seal_apart() {
    add_reader("luu", {"archivist"}, "");
    sign(done_from_far({"grant", "luu", "--level", "thuong", "--compartment", "nhan-su"},
                       "binh"),
         {"chi"});
    make_samples("pages", {"--count", "1", "--seed", "5", "--grade", "clean", "--pages",
                           "single", "--level", "thuong"});
    stop();
    auto here = environment("luu");
    here["TANGTHU_UNSEAL_KEY_FILE"] = path("unseal.key").string();
    const auto in = test::run({"tangthu", "--json", "ingest", path("pages").string(),
                               "--level", "thuong", "--compartment", "nhan-su"},
                              here);
    EXPECT_EQ(in.exit_code, 0) << in.err;
    start({"--clients", path("station.pem").string()});
    const std::string id = cli::json_lines(in.out).at(0).at("id");
    EXPECT_EQ(done_from_far({"show", id}, "luu")["compartments"], Json({"nhan-su"}));
    return id;
  }

  // Status and body, without what must differ.
  static std::string told(const Answer& answer, const std::string& id) {
    Json json = answer.json;
    if (json.is_object()) json.erase("request");
    std::string text = std::to_string(answer.status) + " " + json.dump();
    for (std::size_t at = text.find(id); at != std::string::npos; at = text.find(id))
      text.replace(at, id.size(), "ID");
    return text;
  }
};

TEST_F(AuthorisationTest, WhatIsForbiddenAndWhatIsNotThereHaveOneAnswerEverywhere) {
  const std::string secret = seal_apart();
  const std::string absent = "0123456789abcdefghjkmnpqrs";
  add_reader("ngoai", {"reader"}, "thuong");
  add_reader("thu", {"operator"}, "thuong");
  add_reader("luu2", {"archivist"}, "thuong");
  auto far = client();
  const Json described = ask(*far, "GET", "/v1/openapi.json").json;
  std::size_t compared = 0;
  // A reader, an operator and an archivist who are not cleared for it; an administrator,
  // an auditor.
  for (const char* user : {"ngoai", "thu", "luu2", "an", "kiem"}) {
    std::string token = log_in(*far, user);
    for (const auto& [path, methods] : described["paths"].items()) {
      for (const auto& [method, operation] : methods.items()) {
        std::vector<std::string> both;
        for (const std::string& id : {secret, absent}) {
          std::string upper = method;
          for (char& c : upper)
            c = static_cast<char>(std::toupper(c));
          std::string target = path;
          std::string body;
          if (const auto at = target.find("{id}"); at != std::string::npos) {
            target.replace(at, 4, id);
          } else if (path.starts_with("/v1/commands/")) {
            const Json arguments = arguments_for(path, arguments_of(operation), id);
            if (arguments.dump().find(id) == std::string::npos) continue;
            body = Json({{"arguments", arguments}, {"confirmed", true}}).dump();
          } else {
            continue;
          }
          const Answer answer = ask(*far, upper, target, token, body);
          ASSERT_NE(answer.status, 0) << target;
          EXPECT_LT(answer.status, 500) << user << ' ' << target << answer.text;
          both.push_back(told(answer, id));
        }
        if (both.empty()) continue;
        EXPECT_EQ(both[0], both[1]) << user << ' ' << path;
        ++compared;
        EXPECT_TRUE(both[0].starts_with("404 ")) << user << ' ' << path << both[0];
      }
    }
  }
  EXPECT_GT(compared, 5U * 40U);
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Both kinds in turn, over one connection: what else the machine does strikes both alike,
// though not each pair, nor each round of them; a difference of ours is in every round.
TEST_F(AuthorisationTest, AndTheyTakeTheSameTime) {
  const std::string secret = seal_apart();
  const std::string absent = "0123456789abcdefghjkmnpqrs";
  add_reader("ngoai", {"reader"}, "thuong");
  auto far = client();
  const std::string token = log_in(*far, "ngoai");
  for (const char* what : {"", "/content?format=text"}) {
    const auto took = [&](const std::string& id) {
      const auto start = std::chrono::steady_clock::now();
      const Answer answer = ask(*far, "GET", "/v1/documents/" + id + what, token);
      const std::chrono::duration<double, std::micro> out =
          std::chrono::steady_clock::now() - start;
      EXPECT_EQ(answer.status, 404);
      return out.count();
    };
    double least = 1;  // of the median difference, as a share of the time
    for (int round = 0; round < 8 && least >= 0.05; ++round) {
      std::vector<double> differences;
      std::vector<double> of_absent;
      for (std::size_t i = 0; i < 300; ++i) {
        // Who comes first changes too.
        const double first = took(i % 2 == 0 ? secret : absent);
        const double second = took(i % 2 == 0 ? absent : secret);
        of_absent.push_back(i % 2 == 0 ? second : first);
        differences.push_back(i % 2 == 0 ? first - second : second - first);
      }
      const double difference = median(differences);
      std::cout << "forbidden takes " << difference
                << " us more than absent, which takes " << median(of_absent) << " us\n";
      least = std::min(least, std::abs(difference) / median(of_absent));
    }
    EXPECT_LT(least, 0.05);
  }
}

}  // namespace
}  // namespace tangthu::server
