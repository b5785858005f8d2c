// Speed of the vault; bench/vault runs it beside its peers.
//
//   bench-vault put FOLDER SOURCE       durable put of every file in SOURCE, one document
//                                       each, into a new vault
//   bench-vault rocksdb FOLDER SOURCE   the same files into plain RocksDB, synced each
//   bench-vault pages FOLDER            reading a page of a document of 1 and of 1,000
//   bench-vault verify FOLDER           keyless scrub
//   bench-vault large FOLDER MEGABYTES  one object put and got; peak memory
//   bench-vault envelopes COUNT         envelopes opened, with the document's key
//
// Prints one JSON object.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <iostream>
#include <mutex>
#include <thread>

#include <rocksdb/db.h>

#include "base/id.h"
#include "base/json.h"
#include "vault/scrub.h"
#include "vault/session.h"
#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

template <typename T>
T must(Result<T> result) {
  if (!result) {
    std::cerr << "bench-vault: " << result.error().text() << '\n';
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

Passphrase passphrase() {
  return Passphrase(as_bytes("bench"));
}

OpenedVault new_vault(const fs::path& folder) {
  RootKey root;
  random_bytes(root.reveal_writable());
  CreateOptions options;
  options.cost = kLeastSlowHashCost;
  std::vector<Founder> founders;
  founders.push_back(
      {"bench", passphrase(), Roles::all(), {{Level::kTuyetMat, {}, true}}});
  must(Vault::create(folder, options, root, founders));
  return must(open_with_passphrase(folder, "bench", passphrase(), Access::kWrite));
}

Bytes read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  Bytes out(fs::file_size(file));
  in.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(out.size()));
  return out;
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(folder))
    out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

// As an ingest does, and as restic does: on every core.
Json put(const fs::path& folder, const fs::path& source) {
  auto opened = new_vault(folder);
  const std::vector<fs::path> files = files_in(source);
  const auto start = Clock::now();
  std::atomic<std::size_t> next = 0;
  std::atomic<std::uint64_t> bytes = 0;
  std::mutex beginning;  // the session's rule
  const auto begin = [&] {
    const std::lock_guard lock(beginning);
    return must(opened.session->write_document({Level::kMat, {}}));
  };
  const auto work = [&] {
    for (std::size_t i = next++; i < files.size(); i = next++) {
      const Bytes content = read_file(files[i]);
      auto writer = begin();
      must(writer.add({ObjectKind::kMaster, 1}, content));
      must(writer.commit());
      bytes += content.size();
    }
  };
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i)
    workers.emplace_back(work);
  for (std::thread& worker : workers)
    worker.join();
  const double seconds = seconds_since(start);
  return {{"seconds", seconds}, {"megabytes", static_cast<double>(bytes) / 1e6}};
}

Json plain_rocksdb(const fs::path& folder, const fs::path& source) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kNoCompression;
  options.enable_blob_files = true;
  options.min_blob_size = 4096;
  options.write_buffer_size = 16 << 20;
  rocksdb::DB* raw = nullptr;
  if (!rocksdb::DB::Open(options, folder.string(), &raw).ok()) std::exit(1);
  const std::unique_ptr<rocksdb::DB> db(raw);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const auto start = Clock::now();
  std::uint64_t bytes = 0;
  for (const fs::path& file : files_in(source)) {
    const Bytes content = read_file(file);
    const rocksdb::Slice value(reinterpret_cast<const char*>(content.data()),
                               content.size());
    if (!db->Put(synced, file.filename().string(), value).ok()) std::exit(1);
    bytes += content.size();
  }
  const double seconds = seconds_since(start);
  return {{"seconds", seconds}, {"megabytes", static_cast<double>(bytes) / 1e6}};
}

DocumentId put_pages(Session& session, std::uint32_t pages) {
  auto writer = must(session.write_document({Level::kMat, {}}));
  const Bytes text(3000, 'x');
  for (std::uint32_t page = 1; page <= pages; ++page)
    must(writer.add({ObjectKind::kText, page}, text));
  must(writer.commit());
  return writer.id();
}

// Microseconds to open the document and read its last page; median of many.
double page_microseconds(Session& session, const Look& look, const DocumentId& id,
                         std::uint32_t page) {
  std::vector<double> times;
  for (int i = 0; i < 501; ++i) {
    const auto start = Clock::now();
    const auto reader = must(session.open_document(look, id));
    must(reader.read({ObjectKind::kText, page}));
    times.push_back(seconds_since(start) * 1e6);
  }
  std::nth_element(times.begin(), times.begin() + 250, times.end());
  return times[250];
}

Json pages(const fs::path& folder) {
  auto opened = new_vault(folder);
  const DocumentId one = put_pages(*opened.session, 1);
  const DocumentId thousand = put_pages(*opened.session, 1000);
  const Look look = must(opened.session->look("get"));
  const double of_one = page_microseconds(*opened.session, look, one, 1);
  const double of_thousand = page_microseconds(*opened.session, look, thousand, 777);
  return {{"microseconds_of_1", of_one},
          {"microseconds_of_1000", of_thousand},
          {"ratio", of_thousand / of_one}};
}

Json verify(const fs::path& folder) {
  const auto start = Clock::now();
  const ScrubReport report = must(scrub(folder, {}, nullptr));
  const double seconds = seconds_since(start);
  return {{"seconds", seconds},
          {"gigabytes", static_cast<double>(report.bytes) / 1e9},
          {"gigabytes_a_second", static_cast<double>(report.bytes) / 1e9 / seconds},
          {"damage", report.damage.size()}};
}

std::uint64_t peak_kilobytes() {
  std::ifstream in("/proc/self/status");
  std::string word;
  while (in >> word) {
    if (word == "VmHWM:") {
      std::uint64_t kilobytes = 0;
      in >> kilobytes;
      return kilobytes;
    }
  }
  return 0;
}

Json large(const fs::path& folder, std::uint64_t megabytes) {
  auto opened = new_vault(folder);
  std::uint64_t left = megabytes * 1'000'000;
  const std::uint64_t total = left;
  auto start = Clock::now();
  auto writer = must(opened.session->write_document({Level::kMat, {}}));
  must(writer.add_stream(
      {ObjectKind::kMaster, 1},
      [&left](std::span<std::uint8_t> out) -> Result<std::size_t> {
        const std::size_t size = std::min<std::uint64_t>(out.size(), left);
        std::fill_n(out.begin(), size, static_cast<std::uint8_t>(left));
        left -= size;
        return size;
      }));
  must(writer.commit());
  const double put_seconds = seconds_since(start);
  start = Clock::now();
  const Look look = must(opened.session->look("get"));
  const auto reader = must(opened.session->open_document(look, writer.id()));
  const auto payload = must(reader.object({ObjectKind::kMaster, 1}));
  std::uint64_t got = 0;
  while (got < payload.size())
    got += must(payload.read(got, 1 << 20)).size();
  const double get_seconds = seconds_since(start);
  const double whole = static_cast<double>(total);
  return {{"megabytes", megabytes},
          {"put_megabytes_a_second", whole / 1e6 / put_seconds},
          {"get_megabytes_a_second", whole / 1e6 / get_seconds},
          {"whole", got == total},
          {"peak_megabytes", static_cast<double>(peak_kilobytes()) / 1000}};
}

Json envelopes(std::size_t count) {
  const ShredTree tree = ShredTree::random();
  const KeyPair label = make_key_pair();
  std::vector<std::pair<DocumentId, Bytes>> stored;
  stored.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const DocumentId id = DocumentId::random();
    Envelope envelope{id, 1, {Level::kMat, {}}, 1, 0, {}, {}, {}, {}};
    DocumentKey key;
    random_bytes(key.reveal_writable());
    envelope.wrapped_key = wrap_secret(label.public_key, key.reveal(),
                                       document_key_context(id, 1, envelope.label, 1));
    stored.emplace_back(id, must(seal_envelope(tree, envelope)));
  }
  DocumentKey key;
  const auto start = Clock::now();
  for (const auto& [id, bytes] : stored) {
    const Envelope envelope = must(open_envelope(tree, id, bytes));
    must(unwrap_secret(label.private_key, label.public_key, envelope.wrapped_key,
                       document_key_context(id, 1, envelope.label, 1),
                       key.reveal_writable()));
  }
  const double seconds = seconds_since(start);
  return {{"envelopes", count}, {"a_second", static_cast<double>(count) / seconds}};
}

int run(const std::vector<std::string>& words) {
  const std::string what = words.empty() ? "" : words[0];
  Json out;
  if (what == "put" && words.size() == 3) {
    out = put(words[1], words[2]);
  } else if (what == "rocksdb" && words.size() == 3) {
    out = plain_rocksdb(words[1], words[2]);
  } else if (what == "pages" && words.size() == 2) {
    out = pages(words[1]);
  } else if (what == "verify" && words.size() == 2) {
    out = verify(words[1]);
  } else if (what == "large" && words.size() == 3) {
    out = large(words[1], std::stoull(words[2]));
  } else if (what == "envelopes" && words.size() == 2) {
    out = envelopes(std::stoull(words[1]));
  } else {
    std::cerr << "usage: see the first lines of bench/vault_bench.cc\n";
    return 2;
  }
  out["what"] = what;
  std::cout << out.dump() << '\n';
  return 0;
}

}  // namespace
}  // namespace tangthu::vault

int main(int argc, char** argv) {
  return tangthu::vault::run({argv + 1, argv + argc});
}
