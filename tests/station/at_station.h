// A station beside a server: its configuration, its process, and what comes out at the
// other end.
#pragma once

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>

#include "tests/cli/watching.h"
#include "tests/server/served.h"

namespace tangthu::station {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class AtStationTest : public server::ServedTest {
 protected:
  void SetUp() override {
    found_for_service();
    make_certificate("station", "tram-1");
    serve();
    add_reader("doc", {"reader"}, "thuong");
    add_reader("ngoai", {"reader"}, "");
    enrol();
    for (const char* folder : {"in", "outbox"})
      fs::create_directory(path(folder));
    configure();
  }

  // On the same port from now on.
  void serve() {
    start({"--clients", path("station.pem").string()});
    keep_port();
  }
  void enrol() {
    const auto key = test::run({"tangthu", "--json", "station", "key", "tram-1", "--out",
                                path("station-key").string()});
    ASSERT_EQ(key.exit_code, 0) << key.err;
    const std::string vkey = cli::json_lines(key.out).at(0).at("key");
    sign(done_from_far({"station", "add", vkey}, "an"), {"binh", "chi"});
    const auto kit = from_far(
        {"station", "kit", "--level", "thuong", "--out", path("kit").string()}, "an");
    ASSERT_EQ(kit.exit_code, 0) << kit.err;
  }
  std::string common() const {
    return "server = \"" + url() + "\"\nserver-ca = \"" + path("server.pem").string() +
           "\"\ncertificate = \"" + path("station.pem").string() + "\"\nkey = \"" +
           path("station.key").string() + "\"\nkit = \"" + path("kit").string() +
           "\"\nstation-key = \"" + path("station-key").string() + "\"\noutbox = \"" +
           path("outbox").string() + "\"\njobs = 2\n";
  }
  std::string folder(const std::string& name, const std::string& more = {}) const {
    return "[folder." + name + "]\npath = \"" + path(name).string() +
           "\"\nlevel = \"thuong\"\nsettle = 0.05\nsweep = 0.2\n" + more;
  }
  void configure(const std::string& more = {}) const {
    test::write_file(path("station.toml"), as_bytes(common() + folder("in", more)));
  }
  // The station's process; it has none of the vault's settings.
  std::unique_ptr<test::Started> scand() const {
    return std::make_unique<test::Started>(
        std::vector<std::string>{"tangthu-scand", "--config",
                                 path("station.toml").string()},
        test::Environment{});
  }
  static test::Ran end(std::unique_ptr<test::Started>& process, int signal = SIGTERM) {
    process->kill(signal);
    auto ran = process->wait();
    process.reset();
    return ran;
  }

  // As a good program does it: written under a name that is left alone, then renamed.
  void put(const std::string& name, ByteView bytes,
           const std::string& into = "in") const {
    test::write_file(path(into) / ".coming", bytes);
    fs::rename(path(into) / ".coming", path(into) / name);
  }
  static std::string page_name(int number) {
    return "page" + std::to_string(number) + ".png";
  }
  void put_pages(int from, int to) const {
    for (int number = from; number <= to; ++number)
      put(page_name(number), cli::small_page(number));
  }

  // Pages in the hot folder, claimed ones too, while others work there.
  std::size_t in_hand(const std::string& folder = "in") const {
    std::size_t out = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator at(path(folder), error), none;
         !error && at != none; at.increment(error))
      out += at->path().extension() == ".png" ? 1 : 0;
    return error ? out + 1 : out;
  }
  // What lies in a folder, by the end of its name.
  std::size_t count(const std::string& folder, const std::string& end) const {
    std::size_t out = 0;
    std::error_code error;
    for (const auto& each : fs::directory_iterator(path(folder), error))
      out += each.path().filename().string().ends_with(end) ? 1 : 0;
    return out;
  }
  // Ids in the order of their receipts, with their place in the log.
  std::vector<std::pair<std::string, int>> receipts() const {
    std::vector<std::pair<std::string, int>> out;
    std::ifstream in(path("outbox/receipts"));
    std::string id;
    std::string time;
    for (int index = 0; in >> id >> index >> time;)
      out.emplace_back(id, index);
    return out;
  }
  // Names of the files that the archive has, by the place of their documents in the log.
  std::vector<std::string> archived() const {
    std::map<std::string, std::string> files;
    for (const Json& each : cli::json_lines(from_far({"--json", "list"}, "doc").out))
      files[each["id"]] = fs::path(each["file"].get<std::string>()).filename().string();
    std::vector<std::pair<int, std::string>> sorted;
    for (const auto& [id, index] : receipts())
      sorted.emplace_back(index, files.contains(id) ? files[id] : "unknown");
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(sorted.size(), files.size()) << "a document without a receipt";
    std::vector<std::string> out;
    for (const auto& [index, name] : sorted)
      out.push_back(name);
    return out;
  }
  static std::vector<std::string> pages(int from, int to) {
    std::vector<std::string> out;
    for (int number = from; number <= to; ++number)
      out.push_back(page_name(number));
    return out;
  }
  template <typename Condition>
  static bool soon(Condition condition, std::chrono::seconds most = 30s) {
    for (const auto until = std::chrono::steady_clock::now() + most;
         std::chrono::steady_clock::now() < until;) {
      if (condition()) return true;
      std::this_thread::sleep_for(5ms);
    }
    return condition();
  }
  bool all_sent(std::size_t number) const {
    return soon(
        [&] { return receipts().size() >= number && count("outbox", ".bundle") == 0; });
  }
};

}  // namespace tangthu::station
