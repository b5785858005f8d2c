// Archives by hand: RAR, LHA and CAB, which libarchive reads and doesn't write, and a TAR
// of what is no file. After the formats' own descriptions (unrar's technote.txt, the
// header of LHA level 0, [MS-CAB]).
#include <stdexcept>

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

#include "make_files.h"

namespace tangthu::scanner::testing {
namespace {

std::uint32_t crc_of(ByteView bytes) {
  return static_cast<std::uint32_t>(
      crc32(0, bytes.data(), static_cast<uInt>(bytes.size())));
}

std::uint16_t crc16_of(ByteView bytes) {
  unsigned crc = 0;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int i = 0; i < 8; ++i)
      crc = crc >> 1 ^ (crc % 2 == 1 ? 0xA001U : 0);
  }
  return static_cast<std::uint16_t>(crc);
}

std::uint32_t size_of(ByteView bytes) {
  return static_cast<std::uint32_t>(bytes.size());
}

// A block: u16 checksum ‖ type ‖ flags ‖ size ‖ rest.
void rar4_block(ByteWriter& out, std::uint8_t type, std::uint16_t flags, ByteView rest) {
  ByteWriter block;
  block.integer(type);
  block.integer(flags);
  block.integer(static_cast<std::uint16_t>(7 + rest.size()));
  block.raw(rest);
  const Bytes bytes = block.take();
  out.integer(static_cast<std::uint16_t>(crc_of(bytes)));
  out.raw(bytes);
}

Bytes rar4(const Members& members) {
  ByteWriter out;
  out.raw(as_bytes(std::string_view("Rar!\x1a\x07\0", 7)));
  rar4_block(out, 0x73, 0, Bytes(6));
  for (const auto& [name, content] : members) {
    ByteWriter file;
    file.integer(size_of(content));
    file.integer(size_of(content));
    file.integer(std::uint8_t{3});  // Unix
    file.integer(crc_of(content));
    file.integer(std::uint32_t{0x50000000});
    file.integer(std::uint8_t{20});
    file.integer(std::uint8_t{0x30});  // stored
    file.integer(static_cast<std::uint16_t>(name.size()));
    file.integer(std::uint32_t{0100644});
    file.raw(as_bytes(name));
    rar4_block(out, 0x74, 0x8000, file.take());
    out.raw(content);
  }
  rar4_block(out, 0x7b, 0x4000, {});
  return out.take();
}

void vint(ByteWriter& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7)
    out.integer(static_cast<std::uint8_t>(value | 0x80));
  out.integer(static_cast<std::uint8_t>(value));
}

void rar5_block(ByteWriter& out, ByteView body) {
  ByteWriter block;
  vint(block, body.size());
  block.raw(body);
  const Bytes bytes = block.take();
  out.integer(crc_of(bytes));
  out.raw(bytes);
}

Bytes rar5(const Members& members) {
  ByteWriter out;
  out.raw(as_bytes(std::string_view("Rar!\x1a\x07\1\0", 8)));
  rar5_block(out, Bytes{1, 0, 0});
  for (const auto& [name, content] : members) {
    ByteWriter file;
    vint(file, 2);  // a file
    vint(file, 2);  // with data
    vint(file, content.size());
    vint(file, 4);  // with a checksum
    vint(file, content.size());
    vint(file, 0100644);
    file.integer(crc_of(content));
    vint(file, 0);  // stored
    vint(file, 1);  // Unix
    vint(file, name.size());
    file.raw(as_bytes(name));
    rar5_block(out, file.take());
    out.raw(content);
  }
  rar5_block(out, Bytes{5, 0, 0});
  return out.take();
}

Bytes lha(const Members& members) {
  ByteWriter out;
  for (const auto& [name, content] : members) {
    ByteWriter head;
    head.raw(as_bytes("-lh0-"));
    head.integer(size_of(content));
    head.integer(size_of(content));
    head.integer(std::uint32_t{0x50000000});
    head.integer(std::uint8_t{0x20});
    head.integer(std::uint8_t{0});
    head.integer(static_cast<std::uint8_t>(name.size()));
    head.raw(as_bytes(name));
    head.integer(crc16_of(content));
    const Bytes bytes = head.take();
    std::uint8_t sum = 0;
    for (const std::uint8_t byte : bytes)
      sum = static_cast<std::uint8_t>(sum + byte);
    out.integer(static_cast<std::uint8_t>(bytes.size()));
    out.integer(sum);
    out.raw(bytes);
    out.raw(content);
  }
  out.integer(std::uint8_t{0});
  return out.take();
}

Bytes cab(const Members& members) {
  constexpr std::uint32_t kHeader = 36;
  constexpr std::uint32_t kFolder = 8;
  ByteWriter files;
  ByteWriter data;
  std::uint32_t at = 0;
  for (const auto& [name, content] : members) {
    files.integer(size_of(content));
    files.integer(at);
    for (const int word : {0, 0x5000, 0, 0x20})
      files.integer(static_cast<std::uint16_t>(word));
    files.raw(as_bytes(name));
    files.integer(std::uint8_t{0});
    data.raw(content);
    at += size_of(content);
  }
  const Bytes listed = files.take();
  const Bytes bytes = data.take();
  if (bytes.size() > 32'768) throw std::runtime_error("too much for one block");
  ByteWriter out;
  out.raw(as_bytes(std::string_view("MSCF\0\0\0\0", 8)));
  const std::uint32_t first = kHeader + kFolder + size_of(listed);
  for (const std::uint32_t value :
       {first + 8 + size_of(bytes), 0U, kHeader + kFolder, 0U}) {
    out.integer(value);
  }
  out.raw(Bytes{3, 1, 1, 0});  // version 1.3, one folder
  for (const std::size_t word :
       {members.size(), std::size_t{0}, std::size_t{0}, std::size_t{0}})
    out.integer(static_cast<std::uint16_t>(word));
  out.integer(first);
  out.integer(std::uint16_t{1});
  out.integer(std::uint16_t{0});  // stored
  out.raw(listed);
  out.integer(std::uint32_t{0});  // no checksum
  out.integer(static_cast<std::uint16_t>(bytes.size()));
  out.integer(static_cast<std::uint16_t>(bytes.size()));
  out.raw(bytes);
  return out.take();
}

la_ssize_t append(archive*, void* out, const void* data, std::size_t size) {
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  static_cast<Bytes*>(out)->insert(static_cast<Bytes*>(out)->end(), bytes, bytes + size);
  return static_cast<la_ssize_t>(size);
}

struct Odd {
  const char* name;
  unsigned type;
  const char* link;
  bool hard;
};

void add_odd(archive* writer, const Odd& odd) {
  archive_entry* entry = archive_entry_new();
  archive_entry_set_pathname(entry, odd.name);
  archive_entry_set_filetype(entry, odd.type);
  archive_entry_set_perm(entry, 0644);
  if (odd.link != nullptr && odd.hard) archive_entry_set_hardlink(entry, odd.link);
  if (odd.link != nullptr && !odd.hard) archive_entry_set_symlink(entry, odd.link);
  archive_write_header(writer, entry);
  archive_entry_free(entry);
}

}  // namespace

Bytes pack_by_hand(const Members& members, HandPack pack) {
  switch (pack) {
    case HandPack::kRar4:
      return rar4(members);
    case HandPack::kRar5:
      return rar5(members);
    case HandPack::kLha:
      return lha(members);
    case HandPack::kCab:
      return cab(members);
  }
  return {};
}

Bytes make_tar_of_links(const Bytes& png) {
  Bytes out;
  archive* writer = archive_write_new();
  archive_write_set_format_pax_restricted(writer);
  archive_write_set_bytes_in_last_block(writer, 1);
  archive_write_open(writer, &out, nullptr, append, nullptr);
  for (const Odd& odd :
       {Odd{"passwd.png", AE_IFLNK, "/etc/passwd", false},
        Odd{"up.png", AE_IFLNK, "../../../../etc/passwd", false},
        Odd{"circle", AE_IFLNK, "circle", false}, Odd{"d", AE_IFLNK, ".", false},
        Odd{"d/d/d", AE_IFDIR, nullptr, false},
        Odd{"hard.png", AE_IFREG, "/etc/passwd", true},
        Odd{"pipe.png", AE_IFIFO, nullptr, false},
        Odd{"device.png", AE_IFCHR, nullptr, false}}) {
    add_odd(writer, odd);
  }
  archive_entry* entry = archive_entry_new();
  archive_entry_set_pathname(entry, "d/../../p.png");
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_size(entry, static_cast<la_int64_t>(png.size()));
  archive_write_header(writer, entry);
  archive_write_data(writer, png.data(), png.size());
  archive_entry_free(entry);
  archive_write_close(writer);
  archive_write_free(writer);
  return out;
}

}  // namespace tangthu::scanner::testing
