#include "vault/bundle.h"

#include <algorithm>
#include <cerrno>
#include <ctime>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "vault/quarantine.h"
#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kMagic = "tangthu bundle1\n";
constexpr std::size_t kHeadSize = 16 + 16;
constexpr std::size_t kTailSize = 8 + 4;

Bytes bundle_context(const VaultId& vault) {
  ByteWriter out;
  out.raw(as_bytes("tangthu bundle v1"));
  out.raw(vault);
  return out.take();
}

Failure write_failed(const std::filesystem::path& file) {
  if (errno == ENOSPC || errno == EDQUOT) {
    return fail(ErrorCode::kStorage, "the disk for bundles is full",
                "free some space; nothing that was sealed before is lost",
                file.parent_path().string());
  }
  return fail(ErrorCode::kStorage, "the bundle can't be written",
              "check the disk and the folder's permissions", file.string());
}

Failure bad_bundle(const std::filesystem::path& file) {
  return fail(ErrorCode::kBadInput, "not a bundle for this vault, or a damaged one",
              "have the station send it again", file.string());
}

// A file to read at any place.
class BundleFile {
 public:
  explicit BundleFile(std::filesystem::path file)
      : file_(std::move(file)), fd_(open_file(file_, O_RDONLY)) {}

  const std::filesystem::path& path() const { return file_; }
  Result<std::uint64_t> size() const {
    struct stat info {};
    if (::fstat(fd_.get(), &info) != 0 || !S_ISREG(info.st_mode)) {
      return fail(ErrorCode::kBadInput, "the bundle can't be read",
                  "check the path and its permissions", file_.string());
    }
    return static_cast<std::uint64_t>(info.st_size);
  }
  Result<Bytes> read(std::uint64_t offset, std::size_t size) const {
    Bytes out(size);
    if (read_at(fd_.get(), offset, out) != size) return bad_bundle(file_);
    return out;
  }

 private:
  std::filesystem::path file_;
  Descriptor fd_;
};

// The file's time tells bundles' order: the kernel's own is the same for all that were
// written within some milliseconds.
void stamp_now(int file) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  const timespec times[] = {now, now};
  (void)::futimens(file, times);
}

struct OpenBundle {
  std::vector<std::uint32_t> order;
  Submission submission;
};

Result<OpenBundle> decode_statement(ByteView plain, const std::filesystem::path& file) {
  ByteReader in(plain);
  OpenBundle out{};
  const auto count = in.integer<std::uint32_t>();
  if (count > kMaxObjects) return bad_bundle(file);
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i)
    out.order.push_back(in.integer<std::uint32_t>());
  if (in.failed()) return bad_bundle(file);
  out.submission = TRY(decode_submission(in.raw(in.remaining())));
  std::vector<std::uint32_t> sorted = out.order;
  std::sort(sorted.begin(), sorted.end());
  const bool same = std::equal(
      sorted.begin(), sorted.end(), out.submission.objects.begin(),
      out.submission.objects.end(),
      [](std::uint32_t body, const SubmittedObject& o) { return body == o.name.body(); });
  if (!same) return bad_bundle(file);
  return out;
}

Result<OpenBundle> open_bundle(const Vault& vault, const Keyring& keyring,
                               const BundleFile& file) {
  const std::uint64_t size = TRY(file.size());
  if (size < kHeadSize + kTailSize || size > kMaxBundleBytes)
    return bad_bundle(file.path());
  const Bytes head = TRY(file.read(0, kHeadSize));
  const bool ours = as_text(ByteView(head).first(16)) == kMagic &&
                    std::equal(head.begin() + 16, head.end(), vault.header().id.begin());
  if (!ours) return bad_bundle(file.path());
  const Bytes tail = TRY(file.read(size - kTailSize, kTailSize));
  ByteReader in(tail);
  const auto bodies = in.integer<std::uint64_t>();
  const auto sealed_size = in.integer<std::uint32_t>();
  const std::uint64_t rest = size - kHeadSize - kTailSize;
  if (sealed_size > kMaxStatementBytes || bodies > rest || rest - bodies != sealed_size)
    return bad_bundle(file.path());
  const Bytes sealed = TRY(file.read(kHeadSize + bodies, sealed_size));
  const auto plain = open_sealed(keyring.intake_key, vault.header().intake_key, sealed,
                                 bundle_context(vault.header().id));
  if (!plain) return bad_bundle(file.path());
  OpenBundle out = TRY(decode_statement(*plain, file.path()));
  std::uint64_t expected = 0;
  for (const SubmittedObject& object : out.submission.objects)
    expected += payload_size(object.size);
  if (expected != bodies) return bad_bundle(file.path());
  return out;
}

const SubmittedObject& object_of(const Submission& submission, std::uint32_t body) {
  return *std::find_if(
      submission.objects.begin(), submission.objects.end(),
      [body](const SubmittedObject& each) { return each.name.body() == body; });
}

Result<void> copy_bodies(const BundleFile& file, const OpenBundle& bundle,
                         const PieceSink& sink) {
  std::uint64_t at = kHeadSize;
  for (const std::uint32_t body : bundle.order) {
    const SubmittedObject& object = object_of(bundle.submission, body);
    std::uint64_t left = payload_size(object.size);
    BodyHash hash;
    for (std::uint32_t piece = 0; left > 0; ++piece) {
      const auto size =
          static_cast<std::size_t>(std::min<std::uint64_t>(left, kPieceSize));
      const Bytes bytes = TRY(file.read(at, size));
      TRY(sink(body, piece, bytes));
      hash.add_piece(bytes);
      at += size;
      left -= size;
    }
    if (hash.root() != object.root) return bad_bundle(file.path());
  }
  return {};
}

}  // namespace

std::filesystem::path bundle_path(const std::filesystem::path& folder,
                                  const DocumentId& id) {
  return folder / (id.to_string() + ".bundle");
}

BundleWriter::BundleWriter(const std::filesystem::path& folder, const Kit& kit,
                           const LabelKey& label)
    : vault_(kit.vault), intake_key_(kit.intake_key) {
  const PieceSink sink = [this](std::uint32_t body, std::uint32_t,
                                ByteView bytes) -> Result<void> {
    if (bodies_.empty() || bodies_.back() != body) bodies_.push_back(body);
    body_bytes_ += bytes.size();
    if (body_bytes_ > kMaxBundleBytes) {
      return fail(ErrorCode::kBadInput, "the bundle is larger than 64 GiB",
                  "split it into several documents", file_.string());
    }
    return write(bytes);
  };
  writer_ = std::make_unique<SubmissionWriter>(kit.vault, label, sink);
  file_ = bundle_path(folder, writer_->id());
  unfinished_ = file_.string() + ".part";
}

Result<std::unique_ptr<BundleWriter>> BundleWriter::create(
    const std::filesystem::path& folder, const Kit& kit, const Label& label) {
  const LabelKey key = TRY(kit.label(label));
  std::unique_ptr<BundleWriter> out(new BundleWriter(folder, kit, key));
  out->out_ = open_file(out->unfinished_, O_WRONLY | O_CREAT | O_TRUNC);
  if (!out->out_.valid()) return write_failed(out->file_);
  TRY(out->write(as_bytes(kMagic)));
  TRY(out->write(kit.vault));
  return out;
}

BundleWriter::~BundleWriter() {
  if (out_.valid()) ::unlink(unfinished_.c_str());
}

Result<void> BundleWriter::write(ByteView bytes) {
  if (!write_all(out_.get(), bytes)) return write_failed(file_);
  return {};
}

Result<DocumentId> BundleWriter::finish(const SigningKey& station) {
  const Submission submission = writer_->finish(station);
  ByteWriter plain;
  plain.integer(static_cast<std::uint32_t>(bodies_.size()));
  for (const std::uint32_t body : bodies_)
    plain.integer(body);
  plain.raw(submission.encode());
  const Bytes sealed = seal_to(intake_key_, plain.view(), bundle_context(vault_));
  ByteWriter tail;
  tail.raw(sealed);
  tail.integer(body_bytes_);
  tail.integer(static_cast<std::uint32_t>(sealed.size()));
  TRY(write(tail.view()));
  stamp_now(out_.get());
  if (::fsync(out_.get()) != 0 || ::rename(unfinished_.c_str(), file_.c_str()) != 0)
    return write_failed(file_);
  out_.reset();
  if (!sync_names_in(file_.parent_path())) return write_failed(file_);
  return submission.document;
}

namespace {

// What a station scans has been approved by nobody yet.
Result<void> check_label(const Vault& vault, const Label& label,
                         const std::filesystem::path& path) {
  if (unapproved_label(vault.header().profile, label) == label) return {};
  return fail(ErrorCode::kBadInput,
              "a station's scan of a secret goes into quarantine, and this one does not",
              "make the station's kit anew with 'tangthu station kit', and have it send "
              "the papers again",
              path.string());
}

}  // namespace

Result<Receipt> accept_bundle(Vault& vault, const std::filesystem::path& path) {
  const BundleFile file(path);
  const OpenBundle bundle = TRY(open_bundle(vault, vault.keyring(), file));
  for (const Station& station : TRY(list_stations(vault.barrier()))) {
    if (station.id != bundle.submission.station || station.disabled) continue;
    TRY(check_label(vault, bundle.submission.label, path));
    auto receipt = vault.take_in(
        bundle.submission, station.verify_key, station.name,
        [&](const PieceSink& sink) { return copy_bodies(file, bundle, sink); });
    if (!receipt) return Failure(std::move(receipt).error().about(path.string()));
    return receipt;
  }
  // Nothing is wrong with the bundle: it may come again.
  return fail(ErrorCode::kAuthentication,
              "the bundle is of a station that the vault does not know",
              "have the administrator ask for it with 'tangthu station add', and two "
              "officers sign that",
              path.string());
}

}  // namespace tangthu::vault
