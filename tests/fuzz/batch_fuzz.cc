// libFuzzer: what a station keeps of a batch that is under way. Whoever holds its disk
// chooses these bytes; the notes behind the seal are those of a version that isn't ours.
//
// Covered: a spool's head and objects (vault/spool.h), a batch's notes
// (archive/batch_trace.h).
#include "archive/batch_trace.h"
#include "tests/fuzz/scratch_folder.h"
#include "vault/spool.h"

namespace {

using namespace tangthu;         // NOLINT: a program of one file
using namespace tangthu::vault;  // NOLINT
using archive::BatchNote;
using fuzz::fixed_bytes;
using fuzz::must;
using fuzz::must_be;
using fuzz::same;

constexpr std::string_view kSettings = "fixed-count 2";
constexpr std::uint32_t kPage = 1;

const SpoolOwner& owner() {
  static const SpoolOwner station =
      spool_owner(signing_key_from_seed(fixed_bytes<32>(1)));
  return station;
}

const Bytes& scanned() {
  static const Bytes page(70'000, 0x5A);  // more than one chunk
  return page;
}

// A sound spool, with one page, and its files as they were.
struct Sound {
  fuzz::ScratchFolder folder;
  DocumentId id;
  Bytes head, page;

  Sound() {
    const auto spool = Spool::create(folder.path(), owner(), as_bytes(kSettings)).value();
    must(spool->write(SpoolKind::kPage, kPage, {scanned()}).has_value());
    id = spool->id();
    head = fuzz::read_file(head_file());
    page = fuzz::read_file(page_file());
  }
  std::filesystem::path head_file() const {
    return folder.path() / id.to_string() / "head";
  }
  std::filesystem::path page_file() const {
    return folder.path() / id.to_string() / "page-000001";
  }
  Result<std::unique_ptr<Spool>> open() const {
    return Spool::open(folder.path(), id, owner());
  }
};

const Sound& sound() {
  static const Sound made;
  return made;
}

// The altered head opens nothing, and nothing crashes on it; the sound one opens.
void try_head(ByteView head) {
  fuzz::write_file(sound().head_file(), head);
  const auto spool = sound().open();
  must(spool.has_value() == same(head, sound().head));
  if (!spool) {
    must(spool.error().code() == ErrorCode::kCorrupt ||
         spool.error().code() == ErrorCode::kNotFound);
  }
  const auto listings = list_spools(sound().folder.path()).value();
  for (const SpoolListing& listing : listings)
    must(listing.id == sound().id && listing.pages == 1);
  fuzz::write_file(sound().head_file(), sound().head);
}

void head(ByteView bytes) {
  try_head(bytes);
}
void changed_head(ByteView change) {
  try_head(fuzz::overlaid(sound().head, change));
}

void try_page(ByteView object) {
  fuzz::write_file(sound().page_file(), object);
  const auto spool = sound().open().value();
  const auto reader = spool->read(SpoolKind::kPage, kPage);
  const auto plain =
      reader ? reader->read(0, reader->size()) : Result<Bytes>(Failure(reader.error()));
  must(plain.has_value() == same(object, sound().page));
  if (plain) {
    must(*plain == scanned());
  } else {
    must_be(plain, ErrorCode::kCorrupt);
  }
  fuzz::write_file(sound().page_file(), sound().page);
}

void page(ByteView bytes) {
  try_page(bytes);
}
void changed_page(ByteView change) {
  try_page(fuzz::overlaid(sound().page, change));
}

void note(ByteView bytes) {
  const auto note = archive::decode_note(bytes);
  if (!note) return must_be(note, ErrorCode::kCorrupt);
  const Bytes again = archive::encode(*note);
  must(archive::encode(archive::decode_note(again).value()) == again);
}

constexpr fuzz::Parser kParsers[] = {
    {"head", head}, {"changed-head", changed_head},
    {"page", page}, {"changed-page", changed_page},
    {"note", note},
};

BatchNote sound_note() {
  BatchNote out;
  out.id = DocumentId::from_bytes(fixed_bytes<DocumentId::kSize>(9));
  out.last_page = 3;
  out.last_name = "p3";
  archive::PageTrace trace;
  trace.page = 3;
  trace.found.print.ink = Bytes(40, 7);
  trace.found.signs.code.separator.dossier = "HS-1";
  out.traces = {trace, trace};
  return out;
}

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  std::vector<Seed> out;
  const auto add = adding_to(out, kParsers);
  add("head", as_bytes("tangthu spool 1\n0123456789abcdef0123456789abcdef"));
  add("changed-head", overlay(0, ""), "-same");
  add("changed-head", overlay(14, "2"));
  add("changed-head", overlay(60, "x"), "-sealed");
  add("page", as_bytes("x"));
  add("changed-page", overlay(0, ""), "-same");
  add("changed-page", overlay(5, "x"));
  add("changed-page", overlay(65'530, "12345678901234567890123456789012"), "-chunk");
  add("note", archive::encode(sound_note()));
  BatchNote refused = sound_note();
  refused.refusal.emplace();
  refused.refusal->pages = {2, 3};
  refused.refusal->text = "no station may write to this level";
  add("note", archive::encode(refused), "-refused");
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tangthu::fuzz::feed_one(kParsers, data, size);
}
