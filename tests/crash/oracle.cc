#include "tests/crash/oracle.h"

namespace tangthu::crash {
namespace {

// Sizes around every edge there is: nothing, a chunk, a piece, blob files.
std::size_t object_size(Random& random) {
  switch (random.below(10)) {
    case 0:
      return 0;
    case 1:
      return vault::kChunkSize;
    case 2:
      return vault::kPieceSize - 100 + random.below(200);
    case 3:
      return random.below(3 << 20);
    case 4:
    case 5:
      return random.below(200'000);
    default:
      return random.below(6'000);
  }
}

}  // namespace

std::vector<Document::Object> Document::objects() const {
  static constexpr vault::ObjectKind kKinds[] = {
      vault::ObjectKind::kMaster, vault::ObjectKind::kText, vault::ObjectKind::kRecord};
  Random random(seed);
  std::vector<Object> out;
  const std::uint64_t pages = 1 + random.below(2);
  for (const auto kind : kKinds) {
    for (std::uint32_t page = 1; page <= pages; ++page) {
      const std::uint64_t content = random.next();
      out.push_back({{kind, page}, content, object_size(random)});
    }
    if (random.one_in(2)) break;
  }
  if (revision == 0) return out;
  Random revised(revision);
  for (Object& object : out) {
    if (object.name.kind == vault::ObjectKind::kMaster) continue;
    object.seed = revised.next();
    object.size = object_size(revised);
  }
  return out;
}

Bytes Document::catalogue() const {
  return content_of(seed + revision + 1, 40 + (seed ^ revision) % 300);
}

void Oracle::apply(const Event& started, std::optional<std::uint64_t> log_index) {
  switch (started.kind) {
    case Kind::kPut:
      documents[started.ids.front()] = {started.number, started.label, log_index};
      break;
    case Kind::kClassify:
      documents.at(started.ids.front()).label = started.label;
      break;
    case Kind::kRevise:
      documents.at(started.ids.front()).revision = started.number;
      break;
    case Kind::kDestroy:
      for (const DocumentId& id : started.ids) {
        documents.erase(id);
        destroyed.insert(id);
      }
      break;
    case Kind::kRead:
      if (log_index) looks.emplace(*log_index, started.ids.front());
      break;
    case Kind::kGrant:
      reader_is_cleared = true;
      break;
    case Kind::kRevoke:
      reader_is_cleared = false;
      break;
    case Kind::kRewrap:
      all_newest = true;
      break;
    case Kind::kReseal:
      one_barrier_key = true;
      break;
    case Kind::kPassphrase:
      passphrase = static_cast<unsigned>(started.number);
      break;
    case Kind::kAddUser:
      users.insert("user" + std::to_string(started.number));
      break;
    case Kind::kBarrierEpoch:
    case Kind::kBackup:
    case Kind::kSign:
    case Kind::kMerge:
      break;
  }
}

void Oracle::note(const Event& event) {
  if (event.stage == Stage::kStarted) {
    doubt = event;
    // Even when it is not done it may have been begun.
    if (event.kind == Kind::kRevoke) all_newest = false;
    if (event.kind == Kind::kBarrierEpoch) one_barrier_key = false;
  } else if (event.stage == Stage::kDone) {
    apply(*doubt, event.number);
    if (doubt->kind == Kind::kBackup) backup = Backup{event.text, passphrase, documents};
    doubt.reset();
  }
}

Oracle Oracle::if_done() const {
  Oracle out = *this;
  if (doubt) out.apply(*doubt, std::nullopt);
  out.doubt.reset();
  return out;
}

}  // namespace tangthu::crash
