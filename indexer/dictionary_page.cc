#include "indexer/dictionary_page.h"

#include <algorithm>

namespace tangthu::indexer {
namespace {

std::uint8_t byte(char c) {
  return static_cast<std::uint8_t>(c);
}

std::size_t common_prefix(std::string_view a, std::string_view b) {
  const auto end = a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size()));
  return static_cast<std::size_t>(std::mismatch(a.begin(), end, b.begin()).first -
                                  a.begin());
}

}  // namespace

// As it stands in the page, which it points into.
struct PageReader::Variant {
  std::string_view marked;
  std::uint32_t documents = 0;
  std::uint32_t occurrences = 0;
  std::uint32_t bytes = 0;
  std::uint32_t head = 0;
  std::uint64_t offset = 0;
  ByteView here;

  TermVariant of(const std::string& folded) const {
    TermVariant out;
    out.marked = marked.empty() ? std::string_view(folded) : marked;
    out.documents = documents;
    out.occurrences = occurrences;
    out.bytes = bytes;
    out.head = head;
    out.offset = offset;
    out.here = to_bytes(here);
    return out;
  }
};

PageReader::PageReader(ByteView page) : in_(page) {
  ByteReader offset(in_.raw(sizeof(std::uint64_t)));
  offset_ = offset.integer<std::uint64_t>();
}

bool PageReader::find(std::string_view wanted, TermGroup& group, bool& found) {
  found = false;
  // So much of `wanted` begins the key at hand, which is before it.
  std::size_t same = 0;
  while (!done()) {
    const std::uint32_t shared = in_.varint(kMaxKeyBytes);
    const std::string_view rest = in_.text(kMaxKeyBytes);
    if (in_.failed()) return false;
    if (shared < same) return true;
    if (shared == same) {
      const std::string_view ahead = wanted.substr(same);
      const std::size_t alike = common_prefix(rest, ahead);
      same += alike;
      found = alike == rest.size() && alike == ahead.size();
      if (found) group.folded.assign(wanted, wanted.find('\0') + 1);
      // Behind it: what ends first is before.
      if (!found && (alike == ahead.size() ||
                     (alike < rest.size() && byte(rest[alike]) > byte(ahead[alike])))) {
        return true;
      }
    }
    if (!read_variants(found, group)) return false;
    if (found) return true;
  }
  return true;
}

bool PageReader::next(std::string_view from, TermGroup& group) {
  const std::uint32_t shared = in_.varint(key_.size());
  const std::string_view rest = in_.text(kMaxKeyBytes);
  if (in_.failed()) return false;
  key_.resize(shared);
  key_ += rest;
  const std::size_t zero = key_.find('\0');
  if (zero == std::string::npos) return false;
  const bool wanted = key_ >= from;
  if (wanted) group.folded.assign(key_, zero + 1);
  return read_variants(wanted, group);
}

// Of the key at hand; into `group`, which has its folded term, where they are wanted.
bool PageReader::read_variants(bool wanted, TermGroup& group) {
  group.documents = in_.varint(kMaxSegmentDocuments);
  const std::uint32_t variants = in_.varint();
  if (in_.failed() || variants == 0 || variants > in_.remaining()) return false;
  group.variants.clear();
  if (wanted) group.variants.reserve(variants);
  for (std::uint32_t i = 0; i < variants; ++i) {
    Variant variant;
    if (!read(variant)) return false;
    if (wanted) group.variants.push_back(variant.of(group.folded));
  }
  return true;
}

bool PageReader::read(Variant& variant) {
  variant.marked = in_.text(kMaxKeyBytes);
  variant.documents = in_.varint(kMaxSegmentDocuments);
  const std::uint32_t more = in_.varint();
  const std::uint32_t size = in_.varint();
  variant.bytes = size >> 1;
  variant.occurrences = variant.documents + more;
  if (variant.documents == 0 || variant.occurrences < more) return false;
  if ((size & 1) != 0) {
    variant.here = in_.raw(variant.bytes);
  } else {
    variant.head = in_.varint(variant.bytes);
    variant.offset = offset_;
    offset_ += variant.bytes;
    if (variant.head == 0) return false;
  }
  return !in_.failed();
}

}  // namespace tangthu::indexer
