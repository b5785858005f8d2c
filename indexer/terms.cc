#include "indexer/terms.h"

#include <algorithm>
#include <cstring>
#include <random>

#include "base/number.h"

namespace tangthu::indexer {
namespace {

constexpr TermNumber kFree = UINT32_MAX;
constexpr std::size_t kFirstSlots = 512;

// Another one in each process, so that nobody can make a text whose words collide.
std::uint64_t process_seed() {
  static const std::uint64_t value = [] {
    std::random_device device;
    return std::uint64_t{device()} << 32U | device();
  }();
  return value;
}

__extension__ using Product = unsigned __int128;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  const Product product = static_cast<Product>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

template <typename Number>
std::uint64_t load(const char* at) {
  Number number;
  std::memcpy(&number, at, sizeof number);
  return number;
}

// All bytes of a text of at most eight; of three or fewer by their number too.
std::uint64_t load_short(std::string_view text) {
  const char* const end = text.data() + text.size();
  if (text.size() >= 4) {
    return load<std::uint32_t>(text.data()) << 32U | load<std::uint32_t>(end - 4);
  }
  if (text.empty()) return 0;
  const auto byte = [&](std::size_t i) {
    return std::uint64_t{static_cast<unsigned char>(text[i])};
  };
  return byte(0) << 16U | byte(text.size() / 2) << 8U | byte(text.size() - 1);
}

std::uint32_t hash_of(std::string_view text, std::uint64_t seed) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;
  std::uint64_t hash = seed ^ text.size();
  while (text.size() > sizeof(std::uint64_t)) {
    hash = mix(hash ^ load<std::uint64_t>(text.data()), kOdd ^ seed);
    text.remove_prefix(sizeof(std::uint64_t));
  }
  return static_cast<std::uint32_t>(mix(hash ^ load_short(text), kOdd ^ seed) >> 32U);
}

DatePart date_part_of(std::string_view folded) {
  DatePart part;
  if (folded == "ngay") part.name = DatePart::Name::kNgay;
  if (folded == "thang") part.name = DatePart::Name::kThang;
  if (folded == "nam") part.name = DatePart::Name::kNam;
  constexpr std::size_t kMostDigits = 4;
  if (folded.size() > kMostDigits) return part;
  const auto number = parse_number<std::uint16_t>(folded);
  if (!number) return part;
  part.number = *number;
  part.digits = static_cast<std::uint8_t>(folded.size());
  return part;
}

}  // namespace

TermSet::TermSet() : seed_(process_seed()), slots_(kFirstSlots, kFree) {}

std::size_t TermSet::slot_of(std::string_view marked, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  while (slots_[slot] != kFree) {
    const TermNumber term = slots_[slot];
    if (terms_[term].hash == hash && this->marked(term) == marked) break;
    slot = (slot + 1) & mask;
  }
  return slot;
}

std::optional<TermNumber> TermSet::find(std::string_view marked) const {
  const TermNumber term = slots_[slot_of(marked, hash_of(marked, seed_))];
  if (term == kFree) return std::nullopt;
  return term;
}

TermNumber TermSet::add(std::string_view marked, std::string_view folded) {
  const std::uint32_t hash = hash_of(marked, seed_);
  std::size_t slot = slot_of(marked, hash);
  if (slots_[slot] != kFree) return slots_[slot];
  if (terms_.size() * 2 >= slots_.size()) {
    grow();
    slot = slot_of(marked, hash);
  }
  Entry entry;
  entry.at = static_cast<std::uint32_t>(bytes_.size());
  entry.hash = hash;
  entry.marked_size = static_cast<std::uint8_t>(marked.size());
  entry.folded_size =
      marked == folded ? std::uint8_t{0} : static_cast<std::uint8_t>(folded.size());
  entry.date_part = date_part_of(folded);
  bytes_ += marked;
  if (entry.folded_size > 0) bytes_ += folded;
  slots_[slot] = static_cast<TermNumber>(terms_.size());
  terms_.push_back(entry);
  return slots_[slot];
}

void TermSet::grow() {
  slots_.assign(slots_.size() * 2, kFree);
  const std::size_t mask = slots_.size() - 1;
  for (TermNumber term = 0; term < terms_.size(); ++term) {
    std::size_t slot = terms_[term].hash & mask;
    while (slots_[slot] != kFree) {
      slot = (slot + 1) & mask;
    }
    slots_[slot] = term;
  }
}

}  // namespace tangthu::indexer
