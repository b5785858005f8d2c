// Archives by libarchive: every format and compression that it reads by itself. Left out
// are lists of files that lie elsewhere (mtree), XAR (3.6 loses its place in it), what it
// would start other programs for (lrzip, lzop, grzip), and "raw", which takes anything
// for an archive of one. What isn't an image, a PDF or an archive is not sent; of the
// rest, one member at a time.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include "scanner/decode/decoders.h"
#include "scanner/decode/emit.h"
#include "scanner/import.h"
#include "scanner/media.h"

namespace tangthu::scanner {
namespace {

constexpr std::size_t kBlock = std::size_t{256} << 10;
constexpr std::uint64_t kUnknown = UINT64_MAX;  // a size that is not declared

bool path_is_clutter(std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (!part.empty() && part != "." && part != ".." && is_clutter(part)) return true;
    path = slash == std::string_view::npos ? "" : path.substr(slash + 1);
  }
  return false;
}

std::string_view name_of(archive_entry* entry) {
  const char* name = archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = archive_entry_pathname(entry);
  return name == nullptr ? std::string_view("unnamed") : std::string_view(name);
}

class Unpacker {
 public:
  explicit Unpacker(int file);
  void run();

 private:
  void member(archive_entry* entry);
  bool refused_unread(archive_entry* entry, std::string_view name);
  void deliver(std::string_view name, std::uint64_t declared);
  std::size_t fill(std::size_t at_least);
  void send_rest(std::uint64_t declared);
  void skip(std::uint64_t declared);
  void count(std::uint64_t bytes);
  Fault cause() const;

  struct Free {
    void operator()(archive* in) const { archive_read_free(in); }
  };
  std::unique_ptr<archive, Free> owner_;
  archive* in_;
  std::uint64_t members_ = 0;
  std::uint64_t unpacked_ = 0;
  bool damaged_ = false;  // the member at hand
  Bytes block_ = Bytes(kBlock);
  std::size_t filled_ = 0;
};

Unpacker::Unpacker(int file) : owner_(archive_read_new()), in_(owner_.get()) {
  if (in_ == nullptr) refuse(Fault::kNoMemory);
  for (const auto support :
       {archive_read_support_format_7zip, archive_read_support_format_ar,
        archive_read_support_format_cab, archive_read_support_format_cpio,
        archive_read_support_format_iso9660, archive_read_support_format_lha,
        archive_read_support_format_rar, archive_read_support_format_rar5,
        archive_read_support_format_tar, archive_read_support_format_warc,
        archive_read_support_format_zip, archive_read_support_filter_bzip2,
        archive_read_support_filter_compress, archive_read_support_filter_gzip,
        archive_read_support_filter_lz4, archive_read_support_filter_lzip,
        archive_read_support_filter_lzma, archive_read_support_filter_xz,
        archive_read_support_filter_zstd}) {
    support(in_);
  }
  if (archive_read_open_fd(in_, file, kBlock) != ARCHIVE_OK) refuse(cause());
}

// Why the archive can't be read on.
Fault Unpacker::cause() const {
  // Without a format libarchive 3.6 would look for it behind the last one it knows.
  const bool has_format = archive_format(in_) != 0;
  if (has_format && archive_read_has_encrypted_entries(in_) > 0) return Fault::kEncrypted;
  // Some formats have only words for it.
  const char* const message = archive_error_string(in_);
  if (message != nullptr && std::strstr(message, "ncrypt") != nullptr) {
    return Fault::kEncrypted;
  }
  return has_format ? Fault::kDamaged : Fault::kNotAnArchive;
}

void Unpacker::run() {
  for (;;) {
    archive_entry* entry = nullptr;
    const int got = archive_read_next_header(in_, &entry);
    if (got == ARCHIVE_EOF) return;
    if (++members_ > kMaxArchiveMembers) refuse(Fault::kTooManyMembers);
    note_effort(members_, unpacked_);
    if (got == ARCHIVE_RETRY) continue;
    if (got != ARCHIVE_OK && got != ARCHIVE_WARN) refuse(cause());
    member(entry);
  }
}

void Unpacker::member(archive_entry* entry) {
  // Folders say nothing, links and devices are never followed.
  if (archive_entry_filetype(entry) != AE_IFREG) return;
  if (archive_entry_hardlink(entry) != nullptr) return;
  const std::string name(name_of(entry));
  const bool sized = archive_entry_size_is_set(entry) != 0;
  const std::uint64_t declared =
      sized ? static_cast<std::uint64_t>(archive_entry_size(entry)) : kUnknown;
  filled_ = 0;
  if (path_is_clutter(name)) return skip(declared);
  if (refused_unread(entry, name)) return skip(declared);
  deliver(name, declared);
}

bool Unpacker::refused_unread(archive_entry* entry, std::string_view name) {
  const bool sized = archive_entry_size_is_set(entry) != 0;
  if (sized && archive_entry_size(entry) > static_cast<la_int64_t>(kMaxFileBytes)) {
    send_bad_member(name, Fault::kMemberTooLarge);
    return true;
  }
  if (archive_entry_is_encrypted(entry) != 0) {
    if (name_claims_document(name)) send_bad_member(name, Fault::kEncrypted);
    return true;
  }
  return false;
}

void Unpacker::deliver(std::string_view name, std::uint64_t declared) {
  damaged_ = false;
  fill(kSniffBytes);
  const bool claims = name_claims_document(name);
  if (damaged_ || filled_ == 0) {
    if (claims) send_bad_member(name, damaged_ ? cause() : Fault::kEmpty);
    return;
  }
  const Sniffed what = sniff(ByteView(block_).first(filled_));
  if (what.kind != ContentKind::kImage && what.kind != ContentKind::kArchive) {
    const bool office = what.kind == ContentKind::kOffice;
    if (claims) send_bad_member(name, office ? Fault::kOffice : Fault::kNotAnImage);
    return skip(declared);
  }
  send_member(
      name, what.kind == ContentKind::kImage ? MemberKind::kImage : MemberKind::kArchive,
      declared);
  send_rest(declared);
}

// Reads on until the block holds `at_least` bytes or the member ends.
std::size_t Unpacker::fill(std::size_t at_least) {
  while (filled_ < at_least) {
    const la_ssize_t got =
        archive_read_data(in_, block_.data() + filled_, block_.size() - filled_);
    if (got < 0) damaged_ = true;
    if (got <= 0) break;
    filled_ += static_cast<std::size_t>(got);
    count(static_cast<std::uint64_t>(got));
  }
  return filled_;
}

void Unpacker::send_rest(std::uint64_t declared) {
  const std::uint64_t limit = std::min(declared, kMaxFileBytes);
  std::uint64_t total = 0;
  while (filled_ > 0 && !damaged_) {
    total += filled_;
    // More than it declared: a lie, whatever it holds.
    if (total > limit) {
      return send_member_end(declared == kUnknown ? Fault::kMemberTooLarge
                                                  : Fault::kDamaged);
    }
    send_chunk(ByteView(block_).first(filled_));
    filled_ = 0;
    fill(kBlock);
  }
  if (declared != kUnknown && total != declared) damaged_ = true;
  send_member_end(damaged_ ? Fault::kDamaged : Fault::kNone);
}

// Passing over a member costs nothing in a ZIP that declares its size; elsewhere it must
// be unpacked, and counts.
void Unpacker::skip(std::uint64_t declared) {
  const bool free =
      (archive_format(in_) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
  if (declared != kUnknown) return free ? void() : count(declared);
  std::uint64_t total = filled_;
  for (;;) {
    const la_ssize_t got = archive_read_data(in_, block_.data(), block_.size());
    if (got <= 0) return;
    count(static_cast<std::uint64_t>(got));
    total += static_cast<std::uint64_t>(got);
    if (total > kMaxFileBytes) refuse(Fault::kArchiveTooLarge);
  }
}

void Unpacker::count(std::uint64_t bytes) {
  unpacked_ += bytes;
  note_effort(members_, unpacked_);
  if (unpacked_ > kMaxArchiveBytes) refuse(Fault::kArchiveTooLarge);
}

}  // namespace

void unpack_archive(int file) {
  Unpacker(file).run();
}

}  // namespace tangthu::scanner
