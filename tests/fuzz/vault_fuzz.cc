// libFuzzer: what others hand to an unsealed vault: bundles of stations, and its own
// files that only it reads. A bundle is refused and changes nothing, or is a document; a
// station whose key was stolen signs whatever it likes.
//
// Covered: bundles (the file; the statement behind its seal and signature), `recovery`,
// `rights`.
#include "base/quarantine.h"
#include "tests/fuzz/scratch_folder.h"
#include "vault/bundle.h"
#include "vault/ceremony.h"
#include "vault/durable_file.h"
#include "vault/session.h"
#include "vault/wrap.h"

namespace {

using namespace tangthu;         // NOLINT: a program of one file
using namespace tangthu::vault;  // NOLINT
using fuzz::fixed_bytes;
using fuzz::must;
using fuzz::must_be;

constexpr std::size_t kHeadSize = 16 + 16;
constexpr std::size_t kTailSize = 8 + 4;
const Label kLabel{Level::kMat, {kQuarantine, "nhan-su"}};

Founder founder(const char* name, const Roles& roles, bool cleared) {
  std::vector<Clearance> all;
  if (cleared) all.push_back({Level::kTuyetMat, {kQuarantine}, true});
  return {name, Passphrase(as_bytes(name)), roles, all};
}

// An agency's vault with a station, and a bundle of it. Made anew before it gets large.
class Agency {
 public:
  Agency() {
    std::filesystem::remove_all(folder());
    CeremonyOptions options{{2, 3}, {}, kLeastSlowHashCost};
    options.founders.push_back(founder("an", {Role::kOfficer, Role::kReader}, true));
    options.founders.push_back(founder("binh", {Role::kOfficer}, false));
    options.founders.push_back(founder("quan", {Role::kAdministrator}, false));
    options.founders.push_back(founder("kiem", {Role::kAuditor}, false));
    Ceremony ceremony = hold_ceremony(folder(), options).value();
    shares = std::move(ceremony.recovery_shares);
    vault = Vault::unseal(folder(), std::move(ceremony.root), Access::kWrite).value();
    session = vault->log_in("quan", Passphrase(as_bytes("quan"))).value();
    reader = vault->log_in("an", Passphrase(as_bytes("an"))).value();
    const auto asked =
        reader->propose(StationAction{"tram-1", verify_key_of(station)}).value();
    const auto binh = vault->log_in("binh", Passphrase(as_bytes("binh"))).value();
    must(binh->approve(asked.request)->done);
    write_bundle();
    const Bytes file = fuzz::read_file(folder() / "recovery");
    recovery = unframe_file("tangthu recover1", file, {}).value();
  }

  static std::filesystem::path folder() {
    static const fuzz::ScratchFolder scratch;
    return scratch.path() / "vault";
  }
  static std::filesystem::path inbox() { return folder().parent_path() / "bundle"; }

  SigningKey station = signing_key_from_seed(fixed_bytes<32>(1));
  std::unique_ptr<Vault> vault;
  std::unique_ptr<Session> session, reader;
  std::vector<Share> shares;
  Bytes bundle;
  Bytes statement;  // the plaintext of its last part
  Bytes recovery;
  int changes = 0;

 private:
  void write_bundle() {
    const Kit kit = read_kit(make_kit(*session, {kLabel}).value()).value();
    auto writer = BundleWriter::create(folder().parent_path(), kit, kLabel).value();
    SubmissionWriter& document = writer->document();
    must(document.add({ObjectKind::kText, 1}, as_bytes("trang một")).has_value());
    must(document.add({ObjectKind::kMaster, 1}, fixed_bytes<100>(1)).has_value());
    must(document.add_label_record(LabelRecordKind::kCatalogue, as_bytes("mục"))
             .has_value());
    must(writer->finish(station).has_value());
    bundle = fuzz::read_file(writer->file());
    std::filesystem::remove(writer->file());
    const ByteView sealed = ByteView(bundle).subspan(kHeadSize + body_bytes());
    statement = open_sealed(vault->keyring().intake_key, vault->header().intake_key,
                            sealed.first(sealed.size() - kTailSize), context())
                    .value();
  }

 public:
  std::uint64_t body_bytes() const {
    return ByteReader(ByteView(bundle).last(kTailSize)).integer<std::uint64_t>();
  }
  Bytes context() const {
    ByteWriter out;
    out.raw(as_bytes("tangthu bundle v1"));
    out.raw(vault->header().id);
    return out.take();
  }
};

Agency& agency() {
  // The last one is never closed: at the end of a program it could not sign its log.
  static Agency* made = nullptr;
  if (made != nullptr && made->changes < 300) return *made;
  delete made;
  made = new Agency();
  return *made;
}

// What was accepted can be read by whoever is cleared, or is known to be damaged: the
// vault can't see whether a station wrapped the right key.
void read_accepted(Agency& a, const Receipt& receipt) {
  ++a.changes;
  must(find_receipt(a.vault->barrier(), receipt.document)->has_value());
  const auto held = a.reader->held().value();
  const auto reader = DocumentReader::open(a.vault->documents(), *held, receipt.document);
  if (!reader) return must_be(reader, ErrorCode::kCorrupt);
  must(reader->objects().has_value());
  const auto text = reader->read({ObjectKind::kText, 1});
  if (text) must(as_text(*text) == "trang một");
  (void)read_label_record(a.vault->documents(), *held, reader->envelope(),
                          LabelRecordKind::kCatalogue);
}

void take_in(Agency& a, ByteView file) {
  fuzz::write_file(Agency::inbox(), file);
  const std::uint64_t before = a.vault->journal().log().head()->size;
  const auto receipt = accept_bundle(*a.vault, Agency::inbox());
  if (receipt) return read_accepted(a, *receipt);
  // A bundle of a station that is not known may come again, once it is: it is not bad.
  if (receipt.error().code() != ErrorCode::kAuthentication)
    must_be(receipt, ErrorCode::kBadInput);
  must(a.vault->journal().log().head()->size == before);
}

// An overlay for the file.
void bundle(ByteView change) {
  Agency& a = agency();
  const Bytes file = fuzz::overlaid(a.bundle, change);
  take_in(a, file);
}

// Any bytes.
void any_bundle(ByteView file) {
  take_in(agency(), file);
}

// An overlay for the statement, sealed to the vault; signed again by the station where
// the first byte says so.
void statement(ByteView bytes) {
  Agency& a = agency();
  if (bytes.empty()) return;
  Bytes plain = fuzz::overlaid(a.statement, bytes.subspan(1));
  ByteReader in(plain);
  const std::size_t order = (1 + std::size_t{in.integer<std::uint32_t>()}) * 4;
  const std::size_t end = plain.size() - sizeof(Signature);
  if ((bytes[0] & 1U) != 0 && order < end) {
    const Signature signature =
        sign(a.station, ByteView(plain).subspan(order, end - order));
    std::ranges::copy(signature, plain.end() - sizeof(Signature));
  }
  const Bytes sealed = seal_to(a.vault->header().intake_key, plain, a.context());
  ByteWriter file;
  file.raw(ByteView(a.bundle).first(kHeadSize + a.body_bytes()));
  file.raw(sealed);
  file.integer(a.body_bytes());
  file.integer(static_cast<std::uint32_t>(sealed.size()));
  take_in(a, file.view());
}

// The quorum's public facts, altered: only the sound ones let its shares recover
// anything.
void recovery(ByteView change) {
  Agency& a = agency();
  const auto file = Agency::folder() / "recovery";
  const Bytes changed = fuzz::overlaid(a.recovery, change);
  fuzz::write_file(file, frame_file("tangthu recover1", changed));
  const auto recovered = recover_access(*a.vault, a.shares, "binh");
  fuzz::write_file(file, frame_file("tangthu recover1", a.recovery));
  ++a.changes;
  if (recovered) {
    a.changes = 1000;  // the user has a clearance more each time
    return must(changed == a.recovery ||
                std::equal(changed.begin(), changed.begin() + 16, a.recovery.begin()));
  }
  const ErrorCode code = recovered.error().code();
  must(code == ErrorCode::kCorrupt || code == ErrorCode::kAuthentication);
}

void rights(ByteView content) {
  Agency& a = agency();
  const auto file = Agency::folder() / "rights";
  const Bytes sound = fuzz::read_file(file);
  fuzz::write_file(file, frame_file("tangthu rights1\n", content));
  const std::uint64_t count = a.vault->rights();
  const bool whole = content.size() == 8;
  must(whole || count == ~std::uint64_t{0});
  if (whole) must(count == ByteReader(content).integer<std::uint64_t>());
  const auto ended = a.vault->end_sessions();
  if (!ended) must_be(ended, ErrorCode::kCorrupt);
  must(!ended || a.vault->rights() != count);
  fuzz::write_file(file, sound);
}

constexpr fuzz::Parser kParsers[] = {
    {"bundle", bundle},     {"any-bundle", any_bundle}, {"statement", statement},
    {"recovery", recovery}, {"rights", rights},
};

template <std::uint16_t... N>
constexpr std::array<std::uint16_t, sizeof...(N)> places = {N...};

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  std::vector<Seed> out;
  const auto add = adding_to(out, kParsers);
  add("bundle", overlay(0, ""), "-sound");
  for (const std::uint16_t place : places<0, 16, 40, 500, 1000>)
    add("bundle", overlay(place, "changed"), "-" + std::to_string(place));
  add("any-bundle", as_bytes("tangthu bundle1\n"));
  for (const char flag : {'\0', '\1'}) {
    const std::string variant = flag == 0 ? "-unsigned-" : "-signed-";
    for (const std::uint16_t place :
         places<0, 4, 12, 33, 65, 81, 97, 110, 130, 160, 300, 400>) {
      const Bytes change = overlay(place, "\x01\x02");
      add("statement", as_bytes(flag + std::string(as_text(change))),
          variant + std::to_string(place));
    }
  }
  for (const std::uint16_t place : places<0, 16, 17, 18, 50>)
    add("recovery", overlay(place, "\x03"), "-" + std::to_string(place));
  add("recovery", overlay(0, ""), "-sound");
  add("rights", fixed_bytes<8>(1));
  add("rights", fixed_bytes<7>(1), "-short");
  add("rights", Bytes(8, 0xFF), "-most");
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tangthu::fuzz::feed_one(kParsers, data, size);
}
