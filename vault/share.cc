#include "vault/share.h"

#include <algorithm>
#include <string>

#include "base/crockford.h"
#include "vault/durable_file.h"
#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kDigits = kShareBytes * 8 / 5;
constexpr std::size_t kGroup = 5;
constexpr std::size_t kCheckBytes = 4;
constexpr std::size_t kHeadBytes = kShareBytes - 32 - kCheckBytes;
constexpr std::size_t kMaxTypedBytes = 1024;
constexpr std::string_view kCheckDomain = "tangthu share v1";
constexpr std::string_view kSealedMagic = "tangthu share 1\n";
constexpr std::string_view kSealedDomain = "tangthu sealed share v1";

using Digits = SecretOf<struct ShareDigitsRole, kDigits>;
using Check = std::array<std::uint8_t, kCheckBytes>;

Check check_of(std::span<const std::uint8_t, kShareBytes> bytes) {
  const Hash16 hash =
      blake2b_16({as_bytes(kCheckDomain), bytes.first<kShareBytes - kCheckBytes>()});
  Check check;
  std::copy_n(hash.begin(), check.size(), check.begin());
  return check;
}

bool check_holds(std::span<const std::uint8_t, kShareBytes> bytes) {
  return equal_in_constant_time(check_of(bytes), bytes.last<kCheckBytes>());
}

// Both ways by arithmetic on whole groups: 8 digits are 5 bytes.
void to_digits(std::span<const std::uint8_t, kShareBytes> bytes, Digits& out) {
  const auto digits = out.reveal_writable();
  for (std::size_t i = 0; i < kDigits; ++i) {
    const std::size_t bit = 5 * i;
    const unsigned high = bytes[bit / 8];
    const unsigned low = bit / 8 + 1 < kShareBytes ? bytes[bit / 8 + 1] : 0;
    digits[i] = static_cast<std::uint8_t>((high << 8U | low) >> (11 - bit % 8) & 31U);
  }
}

void from_digits(const Digits& in, EncodedShare& out) {
  const auto bytes = out.reveal_writable();
  std::fill(bytes.begin(), bytes.end(), std::uint8_t{0});
  for (std::size_t i = 0; i < kDigits; ++i) {
    const std::size_t bit = 5 * i;
    const unsigned pair = unsigned{in.reveal()[i]} << (11 - bit % 8);
    bytes[bit / 8] |= static_cast<std::uint8_t>(pair >> 8U);
    if (bit / 8 + 1 < kShareBytes) bytes[bit / 8 + 1] |= static_cast<std::uint8_t>(pair);
  }
}

Failure mistyped(std::size_t digit) {
  return fail(ErrorCode::kBadInput, "a character in the group with this number is wrong",
              "compare the group with the paper and type the share again",
              std::to_string(digit / kGroup + 1));
}

Failure not_a_share() {
  return fail(ErrorCode::kBadInput, "this is not a share, or it was mistyped",
              "type all 16 groups of five letters and digits as they are on the paper");
}

Result<Digits> read_digits(std::string_view text) {
  if (text.size() > kMaxTypedBytes) return not_a_share();
  Digits digits;
  std::size_t count = 0;
  for (const char c : text) {
    if (c == ' ' || c == '-' || c == '\n' || c == '\r' || c == '\t') continue;
    if (count == kDigits) return not_a_share();
    const auto value = crockford_value(c);
    if (!value) return mistyped(count);
    digits.reveal_writable()[count++] = *value;
  }
  if (count != kDigits) return not_a_share();
  return digits;
}

// If exchanging one digit would mend the check, that digit's place; a share is never
// mended silently, its custodian looks at the paper again.
std::optional<std::size_t> place_of_one_error(const Digits& typed) {
  Digits tried = Digits::copy_of(typed.reveal());
  EncodedShare bytes;
  for (std::size_t place = 0; place < kDigits; ++place) {
    std::uint8_t& digit = tried.reveal_writable()[place];
    const std::uint8_t kept = digit;
    for (std::size_t value = 0; value < kCrockfordDigits.size(); ++value) {
      digit = static_cast<std::uint8_t>(value);
      from_digits(tried, bytes);
      if (check_holds(bytes.reveal())) return place;
    }
    digit = kept;
  }
  return std::nullopt;
}

Bytes sealed_context(ByteView head) {
  ByteWriter out;
  out.raw(as_bytes(kSealedDomain));
  out.raw(head);
  return out.take();
}

Failure damaged_file() {
  return fail(ErrorCode::kCorrupt, "the file with the share is damaged",
              "use another copy of the file, or ask another custodian");
}

}  // namespace

VaultPrefix vault_prefix(const Hash16& vault) {
  VaultPrefix out;
  std::copy_n(vault.begin(), out.size(), out.begin());
  return out;
}

SplitPrefix split_prefix(const Hash16& split) {
  SplitPrefix out;
  std::copy_n(split.begin(), out.size(), out.begin());
  return out;
}

EncodedShare encode_share(const Share& share) {
  EncodedShare encoded;
  const auto out = encoded.reveal_writable();
  auto at = out.begin();
  *at++ = kVersion;
  *at++ = static_cast<std::uint8_t>(share.purpose);
  at = std::copy(share.vault.begin(), share.vault.end(), at);
  at = std::copy(share.split.begin(), share.split.end(), at);
  *at++ = share.threshold;
  *at++ = share.part.number;
  const auto value = share.part.value.reveal();
  at = std::copy(value.begin(), value.end(), at);
  const Check check = check_of(encoded.reveal());
  std::copy(check.begin(), check.end(), at);
  return encoded;
}

Result<Share> decode_share(ByteView bytes) {
  if (bytes.size() != kShareBytes || !check_holds(bytes.first<kShareBytes>()))
    return not_a_share();
  ByteReader in(bytes);
  if (in.integer<std::uint8_t>() != kVersion) {
    return fail(ErrorCode::kCorrupt, "the share is of a kind this version does not know",
                "use a newer version of tangthu");
  }
  const auto purpose = static_cast<SharePurpose>(in.integer<std::uint8_t>());
  const auto vault = in.fixed<std::tuple_size_v<VaultPrefix>>();
  const auto split = in.fixed<std::tuple_size_v<SplitPrefix>>();
  const auto threshold = in.integer<std::uint8_t>();
  const auto number = in.integer<std::uint8_t>();
  const ByteView value = in.raw(Scalar::kSize);
  const bool purpose_known =
      purpose == SharePurpose::kUnseal || purpose == SharePurpose::kRecovery;
  if (!purpose_known || !check_quorum({threshold, kMaxShares}) || number == 0 ||
      number > kMaxShares || !scalar_is_reduced(value.first<Scalar::kSize>())) {
    return not_a_share();
  }
  return Share{purpose, vault, split, threshold,
               ShamirShare{number, Scalar::copy_of(value.first<Scalar::kSize>())}};
}

ShareText share_to_text(const Share& share) {
  Digits digits;
  to_digits(encode_share(share).reveal(), digits);
  ShareText text;
  const auto out = text.reveal_writable();
  std::size_t at = 0;
  for (std::size_t i = 0; i < kDigits; ++i) {
    if (i > 0 && i % kGroup == 0) out[at++] = ' ';
    out[at++] = static_cast<std::uint8_t>(kCrockfordDigits[digits.reveal()[i]]);
  }
  return text;
}

Result<Share> share_from_text(std::string_view text) {
  const Digits digits = TRY(read_digits(text));
  EncodedShare bytes;
  from_digits(digits, bytes);
  if (!check_holds(bytes.reveal())) {
    const auto place = place_of_one_error(digits);
    return place ? mistyped(*place) : not_a_share();
  }
  return decode_share(bytes.reveal());
}

Result<Bytes> seal_share(const Share& share, const PublicKey& custodian) {
  SharedSecret unused;
  if (!x25519(make_key_pair().private_key, custodian, unused)) {
    return fail(ErrorCode::kBadInput, "this is not a custodian's public key",
                "ask the custodian for the public key again");
  }
  const EncodedShare encoded = encode_share(share);
  const ByteView head = ByteView(encoded.reveal()).first(kHeadBytes);
  ByteWriter out;
  out.integer(std::uint16_t{1});
  out.raw(head);
  out.raw(key_id(custodian));
  out.sized(seal_to(custodian, encoded.reveal(), sealed_context(head)));
  return frame_file(kSealedMagic, out.view());
}

Result<Share> open_sealed_share(const PrivateKey& own, const PublicKey& own_public,
                                ByteView file) {
  const Bytes content = TRY(unframe_file(kSealedMagic, file, {}));
  ByteReader in(content);
  if (in.integer<std::uint16_t>() != 1) {
    return fail(ErrorCode::kCorrupt, "the share is of a kind this version does not know",
                "use a newer version of tangthu");
  }
  const ByteView head = in.raw(kHeadBytes);
  const auto recipient = in.fixed<16>();
  const ByteView sealed = in.sized();
  if (!in.complete()) return damaged_file();
  if (recipient != key_id(own_public)) {
    return fail(ErrorCode::kAuthentication, "the share is sealed to another custodian",
                "open it with the private key that it was sealed to");
  }
  auto opened = open_sealed(own, own_public, sealed, sealed_context(head));
  if (!opened) return damaged_file();
  auto share = decode_share(*opened);
  const bool same_head = opened->size() == kShareBytes &&
                         std::equal(head.begin(), head.end(), opened->begin());
  wipe(opened->data(), opened->size());
  if (!share || !same_head) return damaged_file();
  return share;
}

}  // namespace tangthu::vault
