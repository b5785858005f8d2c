// libFuzzer: a log whose files are any bytes is refused, or opened, and then all that it
// gives out hangs together. The input is split into the three files and, so that deeper
// places are reached, also laid over the files of a sound log: u8 file ‖ u16 place ‖
// bytes.
#include "tests/fuzz/scratch_folder.h"
#include "vault/audit_log.h"

namespace {

using namespace tangthu;         // NOLINT: a program of one file
using namespace tangthu::vault;  // NOLINT

constexpr const char* kFiles[] = {"entries", "offsets", "hashes"};

using fuzz::must;

std::filesystem::path folder() {
  static const fuzz::ScratchFolder scratch;
  return scratch.path() / "log";
}

void write(const char* name, ByteView bytes) {
  fuzz::write_file(folder() / name, bytes);
}

Bytes read(const char* name) {
  return fuzz::read_file(folder() / name);
}

const std::vector<Bytes>& sound_files() {
  static const std::vector<Bytes> files = [] {
    std::filesystem::remove_all(folder());
    must(AuditLog::create(folder()).has_value());
    const auto log = AuditLog::open(folder(), AuditLog::Access::kAppend).value();
    for (const char* text : {"mot", "hai", "", "bon", "nam"}) {
      must(log->append(as_bytes(text)).has_value());
    }
    return std::vector<Bytes>{read(kFiles[0]), read(kFiles[1]), read(kFiles[2])};
  }();
  return files;
}

void use(AuditLog& log) {
  const auto head = log.head();
  if (!head) return;
  (void)log.verify();
  (void)log.visit(0, [](std::uint64_t, ByteView) -> Result<void> { return {}; });
  for (std::uint64_t n = 0; n < head->size && n < 8; ++n) {
    const auto proof = log.inclusion_proof(n, head->size);
    const auto entry = log.entry(n);
    if (proof && entry) must(inclusion_holds(leaf_hash(*entry), n, *proof, *head));
    (void)log.consistency_proof(n, head->size);
  }
  const auto added = log.append(as_bytes("more"));
  must(!added || as_text(log.entry(*added).value()) == "more");
}

void open_and_use() {
  for (const auto access : {AuditLog::Access::kRead, AuditLog::Access::kAppend}) {
    const auto log = AuditLog::open(folder(), access);
    if (log) {
      use(**log);
    } else {
      must(log.error().code() == ErrorCode::kCorrupt);
    }
  }
}

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  std::vector<Seed> out;
  for (const char file : {'\0', '\1', '\2'}) {
    std::uint16_t place = 0;
    for (const char* bytes : {"", "tangthu log   9\n", "\x01\x02", "changed", "longer"}) {
      const Bytes change = overlay(place, bytes);
      out.push_back({"file-" + std::to_string(file) + "-" + std::to_string(place),
                     to_bytes(as_bytes(file + std::string(as_text(change))))});
      place = static_cast<std::uint16_t>(place + 16);
    }
  }
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteReader reader({data, size});
  const std::size_t file = reader.integer<std::uint8_t>() % 3U;
  const std::size_t place = reader.integer<std::uint16_t>();
  std::vector<Bytes> files = sound_files();
  const ByteView rest = reader.raw(reader.remaining());
  Bytes& target = files[file];
  const std::size_t at = place % (target.size() + 1);
  if (target.size() < at + rest.size()) target.resize(at + rest.size());
  std::copy(rest.begin(), rest.end(), target.begin() + static_cast<long>(at));
  for (std::size_t i = 0; i < 3; ++i)
    write(kFiles[i], files[i]);
  open_and_use();

  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t part = rest.size() / 3;
    Bytes bytes(sound_files()[i].begin(), sound_files()[i].begin() + 16);
    const ByteView slice = rest.subspan(i * part, part);
    bytes.insert(bytes.end(), slice.begin(), slice.end());
    write(kFiles[i], bytes);
  }
  open_and_use();
  return 0;
}
