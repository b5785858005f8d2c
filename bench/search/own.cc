// Our own index in plain files: the same packets, segments and evaluator as in the vault,
// without its seals. What sealing adds is counted where the vault is measured.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "bench/bench.h"
#include "bench/search/engine.h"
#include "indexer/evaluate.h"
#include "indexer/waiting_packets.h"

namespace tangthu::bench {
namespace {

namespace fs = std::filesystem;
using indexer::SegmentView;

// Ids in the order of numbers, so that a number is an ordinal away.
DocumentId id_of(std::uint32_t number) {
  std::array<std::uint8_t, DocumentId::kSize> bytes{};
  for (std::size_t i = 0; i < 4; ++i) {
    bytes[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
  }
  return DocumentId::from_bytes(bytes);
}

std::uint32_t number_of(const DocumentId& id) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    number = number << 8U | id.bytes()[i];
  }
  return number;
}

class FileSource : public indexer::BlockSource {
 public:
  explicit FileSource(const fs::path& path)
      : file_(open_file(path, "rb")), size_(fs::file_size(path)) {}
  std::uint64_t size() const override { return size_; }
  Result<void> read_block(std::uint64_t number,
                          std::span<std::uint8_t> out) const override {
    std::fseek(file_.get(), static_cast<long>(number * indexer::kSourceBlock), SEEK_SET);
    if (std::fread(out.data(), 1, out.size(), file_.get()) == 0 && size_ > 0) {
      return indexer::damaged_segment();
    }
    return {};
  }

 private:
  File file_;
  std::uint64_t size_;
};

class Own : public Engine {
 public:
  bool knows_marks() const override { return true; }

  void create(const fs::path& folder) override { folder_ = folder; }
  void add(std::uint32_t number, const Record& record) override {
    must(packets_.add(id_of(number),
                      indexer::write_packet({record.pages, record.fields})));
    if (packets_.size() == indexer::kMaxSegmentDocuments) finish();
  }
  void finish() override {
    if (packets_.empty()) return;
    must(packets_.sort());
    const std::uint32_t first = number_of(packets_.ids().front());
    const File file = open_file(folder_ / std::to_string(first), "wb");
    must(packets_.write(0, [&](ByteView bytes) -> Result<void> {
      std::fwrite(bytes.data(), 1, bytes.size(), file.get());
      return {};
    }));
    packets_ = {};
  }

  void open(const fs::path& folder) override {
    const auto cache = std::make_shared<indexer::BlockCache>();
    for (const auto& entry : fs::directory_iterator(folder)) {
      const auto first =
          static_cast<std::uint32_t>(std::stoul(entry.path().filename().string()));
      auto segment =
          must(indexer::Segment::open(std::make_shared<FileSource>(entry.path()), cache));
      views_.push_back(
          {std::move(segment), {}, 0, [first](std::uint32_t at) -> Result<DocumentId> {
             return id_of(first + at);
           }});
    }
  }

  std::vector<std::uint32_t> search(const TimedQuery& query) override {
    return found(as_typed(query), kHits);
  }

  std::vector<std::uint32_t> search(const FreeQuery& query, std::size_t limit) override {
    return found(query.typed, limit);
  }

 private:
  std::vector<std::uint32_t> found(const std::string& typed, std::size_t limit) const {
    indexer::Demand demand;
    demand.limit = limit;
    demand.count = counts_;
    const auto answer =
        must(indexer::evaluate(must(indexer::parse_query(typed)), views_, demand));
    std::vector<std::uint32_t> out;
    for (const indexer::Hit& hit : answer.hits) {
      out.push_back(number_of(hit.id));
    }
    return out;
  }

  // All that match, as `tangthu search` does it, and not the best alone.
  bool counts_ = std::getenv("TANGTHU_BENCH_COUNT") != nullptr;
  fs::path folder_;
  indexer::WaitingPackets packets_;
  std::vector<SegmentView> views_;
};

}  // namespace
}  // namespace tangthu::bench

int main(int argc, char** argv) {
  tangthu::bench::Own engine;
  return tangthu::bench::measure(engine, argc, argv);
}
