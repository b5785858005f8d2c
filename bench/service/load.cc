// bench-service-load OPTION=VALUE...: clients that search and read at a server, beside
// stations that submit. Says how many requests a second, how long they took, and whether
// any failed.
//   url= ca= user= passphrase-file= queries=FILE (bench-index-corpus)
//   clients=64 seconds=60 [boxes=1: where the hits' words stand too] [idle=N connections
//   that say nothing] [stations=8 kit= station-key= certificate= key= corpus=FILE folder=
//   pause=MS]
// Every tenth request of a client reads a document that a search found; the others are
// searches, ten hits with their snippets, of every class of query in turn.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "base/number.h"
#include "bench/bench.h"
#include "bench/search/queries.h"
#include "bench/service/papers.h"
#include "http/client.h"
#include "vault/bundle.h"
#include "vault/station_key.h"

namespace tangthu::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Options = std::map<std::string, std::string>;

int number_of(const Options& options, const std::string& name, int otherwise) {
  const auto at = options.find(name);
  return at == options.end() ? otherwise
                             : parse_number<int>(at->second).value_or(otherwise);
}

std::unique_ptr<http::Client> connect(const Options& options, bool as_station) {
  http::ClientOptions how;
  how.authorities = options.at("ca");
  if (as_station) {
    how.certificate = options.at("certificate");
    how.key = options.at("key");
  }
  return must(http::Client::connect(must(http::parse_url(options.at("url"))), how));
}

http::ClientRequest request_of(const std::string& method, const std::string& path,
                               const std::string& token, const std::string& body) {
  http::ClientRequest out;
  out.method = method;
  out.path = path;
  if (!token.empty()) out.headers = {{"authorization", "Bearer " + token}};
  out.body = as_bytes(body);
  return out;
}

struct Tally {
  std::vector<double> searches;  // milliseconds
  std::vector<double> reads;
  std::array<std::vector<double>, kQueryClasses.size()> by_class;
  std::size_t errors = 0;
};

class Load {
 public:
  explicit Load(Options options)
      : options_(std::move(options)), queries_(read_queries(options_.at("queries"))) {
    std::ifstream in(options_.at("passphrase-file"));
    std::getline(in, passphrase_);
  }

  int run() {
    const int clients = number_of(options_, "clients", 64);
    const int seconds = number_of(options_, "seconds", 60);
    const int stations = number_of(options_, "stations", 0);
    std::vector<std::unique_ptr<http::Client>> idle;
    for (int i = 0; i < number_of(options_, "idle", 0); ++i)
      idle.push_back(connect(options_, false));
    std::vector<std::string> tokens(static_cast<std::size_t>(clients));
    std::vector<std::unique_ptr<http::Client>> links;
    for (auto& token : tokens) {
      links.push_back(connect(options_, false));
      token = log_in(*links.back());
    }
    until_ = Clock::now() + std::chrono::seconds(seconds);
    std::vector<Tally> tallies(tokens.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < tokens.size(); ++i)
      threads.emplace_back([&, i] { search(*links[i], tokens[i], i, tallies[i]); });
    for (int i = 0; i < stations; ++i)
      threads.emplace_back([this, i] { submit(i); });
    for (std::thread& thread : threads)
      thread.join();
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      must(links[i]->ask(request_of("DELETE", "/v1/sessions/current", tokens[i], {})));
    }
    return report(tallies, seconds);
  }

 private:
  std::string log_in(http::Client& client) const {
    const std::string body =
        Json({{"user", options_.at("user")}, {"passphrase", passphrase_}}).dump();
    const auto answer = must(client.ask(request_of("POST", "/v1/sessions", "", body)));
    const auto json = json_from_text(http::view_of(answer.body));
    if (answer.status != 201 || !json) {
      std::fprintf(stderr, "bench: login: %d\n", answer.status);
      std::exit(1);
    }
    return json->at("token");
  }

  void search(http::Client& client, const std::string& token, std::size_t who,
              Tally& tally) {
    std::mt19937_64 random(who);
    std::vector<std::string> found;
    for (std::size_t i = 0; Clock::now() < until_; ++i) {
      if (i % 10 == 9 && !found.empty()) {
        const std::string id = found[random() % found.size()];
        time(tally.reads, tally, client, "GET",
             "/v1/documents/" + id + "/content?format=text", token, {});
        continue;
      }
      const TimedQuery& query = queries_[random() % queries_.size()];
      const std::string body =
          Json({{"query", as_typed(query)}, {"limit", 10}, {"no-boxes", !boxes_}}).dump();
      const auto answer =
          time(tally.searches, tally, client, "POST", "/v1/search", token, body);
      tally.by_class.at(static_cast<std::size_t>(query.query_class))
          .push_back(tally.searches.back());
      if (!answer) continue;
      if (i % kParsedEach == 0 && !json_from_text(*answer)) ++tally.errors;
      found = ids_in(*answer);
    }
  }

  // The processors are the server's too: not every answer is read to the last comma.
  static constexpr std::size_t kParsedEach = 50;
  static std::vector<std::string> ids_in(std::string_view answer) {
    constexpr std::string_view kBefore = "{\"id\":\"";
    std::vector<std::string> out;
    for (std::size_t at = answer.find(kBefore); at != std::string_view::npos;
         at = answer.find(kBefore, at)) {
      at += kBefore.size();
      out.emplace_back(answer.substr(at, answer.find('"', at) - at));
    }
    return out;
  }

  static std::optional<std::string> time(std::vector<double>& times, Tally& tally,
                                         http::Client& client, const std::string& method,
                                         const std::string& path,
                                         const std::string& token,
                                         const std::string& body) {
    const auto start = Clock::now();
    const auto answer = client.ask(request_of(method, path, token, body));
    const std::chrono::duration<double, std::milli> took = Clock::now() - start;
    times.push_back(took.count());
    if (!answer || answer->status != 200) {
      ++tally.errors;
      return std::nullopt;
    }
    return std::string(http::view_of(answer->body));
  }

  // Seals as a station does, and hands it in.
  void submit(int who) {
    const auto client = connect(options_, true);
    const auto station = must(vault::read_station_key(options_.at("station-key")));
    std::ifstream in(options_.at("kit"), std::ios::binary);
    const std::string kit_bytes((std::istreambuf_iterator<char>(in)), {});
    const vault::Kit kit = must(vault::read_kit(as_bytes(kit_bytes)));
    CorpusReader corpus(options_.at("corpus"));
    const std::filesystem::path folder =
        options_.at("folder") + "/" + std::to_string(who);
    std::filesystem::create_directories(folder);
    const auto pause = std::chrono::milliseconds(number_of(options_, "pause", 500));
    Record record;
    while (Clock::now() < until_ && corpus.next(record)) {
      auto bundle = must(vault::BundleWriter::create(folder, kit, {Level::kThuong, {}}));
      must(write_paper(bundle->document(), record, 0));
      const auto file = bundle->file();
      must(bundle->finish(station.key));
      std::ifstream from(file, std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(from)), {});
      const auto answer = client->ask(request_of("POST", "/v1/submissions", "", bytes));
      ++(answer && answer->status == 201 ? submitted_ : refused_);
      std::filesystem::remove(file);
      std::this_thread::sleep_for(pause);
    }
  }

  static void print(const char* what, std::vector<double>& times, int seconds) {
    if (times.empty()) return;
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
      return times[static_cast<std::size_t>(share *
                                            static_cast<double>(times.size() - 1))];
    };
    std::printf("%s: %zu, %.0f a second; median %.1f ms, p95 %.1f, p99 %.1f, most %.1f\n",
                what, times.size(), static_cast<double>(times.size()) / seconds, at(0.5),
                at(0.95), at(0.99), at(1));
  }

  int report(std::vector<Tally>& tallies, int seconds) const {
    Tally all;
    for (Tally& tally : tallies) {
      all.searches.insert(all.searches.end(), tally.searches.begin(),
                          tally.searches.end());
      all.reads.insert(all.reads.end(), tally.reads.begin(), tally.reads.end());
      for (std::size_t i = 0; i < all.by_class.size(); ++i)
        all.by_class[i].insert(all.by_class[i].end(), tally.by_class[i].begin(),
                               tally.by_class[i].end());
      all.errors += tally.errors;
    }
    print("searches", all.searches, seconds);
    print("reads", all.reads, seconds);
    for (std::size_t i = 0; i < all.by_class.size(); ++i)
      print(std::string(kQueryClasses[i]).c_str(), all.by_class[i], seconds);
    std::printf("submissions: %d, refused %d\nerrors: %zu\n", submitted_.load(),
                refused_.load(), all.errors);
    return all.errors + static_cast<std::size_t>(refused_.load()) == 0 ? 0 : 1;
  }

  const Options options_;
  const std::vector<TimedQuery> queries_;
  const bool boxes_ = number_of(options_, "boxes", 0) != 0;
  std::string passphrase_;
  Clock::time_point until_;
  std::atomic<int> submitted_ = 0;
  std::atomic<int> refused_ = 0;
};

}  // namespace
}  // namespace tangthu::bench

int main(int argc, char** argv) {
  tangthu::bench::Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const std::size_t equals = word.find('=');
    if (equals != std::string_view::npos)
      options[std::string(word.substr(0, equals))] = word.substr(equals + 1);
  }
  for (const char* needed : {"url", "ca", "user", "passphrase-file", "queries"}) {
    if (options.count(needed) > 0) continue;
    std::cerr << "bench-service-load: " << needed << "= is missing\n";
    return 2;
  }
  return tangthu::bench::Load(std::move(options)).run();
}
