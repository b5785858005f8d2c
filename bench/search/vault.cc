// Our index as it is: in a vault, sealed. Documents are put into the vault with their
// packets and nothing else; every 10,000 a session merges what waits, as it does where
// papers come in by batches. Counted are the making of packets and the merging; not the
// putting of documents. A search reads the label's index record, and none of the log.
#include <cstring>
#include <ctime>
#include <fstream>
#include <unordered_map>

#include "archive/index_work.h"
#include "archive/search_view.h"
#include "bench/bench.h"
#include "bench/search/engine.h"
#include "indexer/packet.h"

namespace tangthu::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kMergeEvery = 10'000;

double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

Passphrase passphrase() {
  return Passphrase(as_bytes("bench"));
}

class InAVault : public Engine {
 public:
  bool knows_marks() const override { return true; }

  void create(const fs::path& folder) override {
    folder_ = folder;
    vault::RootKey root;
    random_bytes(root.reveal_writable());
    vault::CreateOptions options;
    options.cost = vault::kLeastSlowHashCost;
    std::vector<vault::Founder> founders;
    founders.push_back(
        {"bench", passphrase(), vault::Roles::all(), {{Level::kTuyetMat, {}, true}}});
    must(vault::Vault::create(folder / "vault", options, root, founders));
    connect();
  }

  void add(std::uint32_t number, const Record& record) override {
    const double start = seconds_of(CLOCK_THREAD_CPUTIME_ID);
    const Bytes packet = indexer::write_packet({record.pages, record.fields});
    indexing_ += seconds_of(CLOCK_THREAD_CPUTIME_ID) - start;
    auto writer = must(session().write_document(kLabel));
    must(writer.add({vault::ObjectKind::kMaster, 1}, as_bytes("paper")));
    must(writer.add_label_record(vault::LabelRecordKind::kPacket, packet));
    must(writer.commit());
    ids_.push_back(writer.id());
    if ((number + 1) % kMergeEvery == 0) merge(archive::MergeWhen::kDue);
  }

  void finish() override {
    merge(archive::MergeWhen::kAlways);
    std::ofstream out(folder_ / "ids", std::ios::binary);
    for (const DocumentId& id : ids_) {
      out.write(reinterpret_cast<const char*>(id.bytes().data()), DocumentId::kSize);
    }
  }

  std::optional<double> indexing_seconds() const override { return indexing_; }
  // Sealed blocks of 16 KiB and the members, 20 bytes each.
  std::optional<std::uint64_t> index_bytes() const override {
    std::uint64_t sum = 0;
    for (const vault::SegmentEntry& entry : must(session().read_index(kLabel)).segments) {
      sum += entry.size + entry.size / 1024 + std::uint64_t{20} * entry.members;
    }
    return sum;
  }

  void open(const fs::path& folder) override {
    folder_ = folder;
    connect();
    look_.emplace(must(session().look("search")));
    room_.emplace(session());
    must(room_->view(*look_));
  }

  void prepare(const fs::path& folder) override {
    std::ifstream in(folder / "ids", std::ios::binary);
    std::array<std::uint8_t, DocumentId::kSize> bytes{};
    for (std::uint32_t number = 0;
         in.read(reinterpret_cast<char*>(bytes.data()), bytes.size()); ++number) {
      numbers_[DocumentId::from_bytes(bytes)] = number;
    }
  }

  std::vector<std::uint32_t> search(const TimedQuery& query) override {
    return found(as_typed(query), kHits);
  }
  std::vector<std::uint32_t> search(const FreeQuery& query, std::size_t limit) override {
    return found(query.typed, limit);
  }

 private:
  inline static const Label kLabel{Level::kMat, {}};

  vault::Session& session() const { return *opened_.session; }

  void connect() {
    opened_.session.reset();
    opened_.vault.reset();
    opened_ = must(vault::open_with_passphrase(folder_ / "vault", "bench", passphrase(),
                                               vault::Access::kWrite));
  }

  void merge(archive::MergeWhen when) {
    connect();  // what the store still did for the documents is done
    const double start = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    must(archive::merge_index(session(), when));
    indexing_ += seconds_of(CLOCK_PROCESS_CPUTIME_ID) - start;
  }

  std::vector<std::uint32_t> found(const std::string& typed, std::size_t limit) {
    indexer::Demand demand;
    demand.limit = limit;
    const auto view = must(room_->view(*look_));
    const auto answer = must(
        indexer::evaluate(must(indexer::parse_query(typed)), view->segments, demand));
    std::vector<std::uint32_t> out;
    for (const indexer::Hit& hit : answer.hits) {
      out.push_back(numbers_.at(hit.id));
    }
    return out;
  }

  fs::path folder_;
  vault::OpenedVault opened_;
  std::optional<vault::Look> look_;
  std::optional<archive::SearchRoom> room_;
  std::vector<DocumentId> ids_;
  // Of ids, which are random, by their first bytes.
  struct FirstBytes {
    std::size_t operator()(const DocumentId& id) const {
      std::size_t out = 0;
      std::memcpy(&out, id.bytes().data(), sizeof(out));
      return out;
    }
  };
  std::unordered_map<DocumentId, std::uint32_t, FirstBytes> numbers_;
  double indexing_ = 0;
};

}  // namespace
}  // namespace tangthu::bench

int main(int argc, char** argv) {
  tangthu::bench::InAVault engine;
  return tangthu::bench::measure(engine, argc, argv);
}
