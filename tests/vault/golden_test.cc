// The worked example of docs/FORMAT.md. It never changes: what a vault once wrote must
// open for ever.
#include <gtest/gtest.h>

#include "tests/vault/hex.h"
#include "vault/submission.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kPayload =
    "010010000eb7ec66f7d54b8598b7108f1e9744ee52b2f5b0ddd33e6d88ee9fee186ac9d511d95ddb"
    "9614ebecd1e096ef2a22fc582fae75dad9467511d3b1240dc212371bdf3178091ee3da0335191885"
    "b539dfa77ac2bb15996be529";
constexpr std::string_view kWrap =
    "01001ad7946d6929e00b4d2b6b7203fdedfa20009825d92148048e35c24ed35f7ba3d4e058067646"
    "50923ded0122a29351f4a3170e1a80858e582105e9f224538bba0415f872aed32f1172baf81cf3f4"
    "f3071f9d48000000a735d9525407b2881e92e6b615cf5eb914a761f00caf7995fab5dc0c191ab43e"
    "3162ac45010ae55b900ceb6b70ecc67f074ef989becfecc3b28eab520e094e80478b0cf1d3886050";
constexpr std::string_view kContext =
    "74616e6774687520646f63756d656e74206b6579207631202122232425262728292a2b2c2d2e2f01"
    "0000000e000000010100070000006e68616e2d737501000000";

// first, first + 1, …
template <std::size_t N>
std::array<std::uint8_t, N> counting_from(std::uint8_t first) {
  std::array<std::uint8_t, N> out;
  for (std::size_t i = 0; i < N; ++i)
    out[i] = static_cast<std::uint8_t>(first + i);
  return out;
}

const DocumentId kDocument = DocumentId::from_bytes(counting_from<16>(0x20));

TEST(GoldenTest, ThePayloadOfTheWorkedExampleOpens) {
  const auto key = DocumentKey::copy_of(counting_from<32>(0));
  const Bytes payload = from_hex(kPayload);
  const PayloadSource source = [&](std::uint64_t offset,
                                   std::uint64_t length) -> Result<Bytes> {
    return to_bytes(ByteView(payload).subspan(offset, length));
  };
  const auto reader =
      PayloadReader::open(key, kDocument, {ObjectKind::kText, 1}, payload.size(), source);
  ASSERT_TRUE(reader);
  EXPECT_EQ(as_text(reader->read(0, 100).value()), "Hồ sơ");
}

TEST(GoldenTest, TheWrapOfTheWorkedExampleOpens) {
  const auto own = PrivateKey::copy_of(counting_from<32>(0x40));
  const Label label{Level::kMat, {"nhan-su"}};
  const Bytes context = document_key_context(kDocument, 1, label, 1);
  EXPECT_EQ(context, from_hex(kContext));
  DocumentKey key;
  ASSERT_TRUE(unwrap_secret(own, public_key_of(own), from_hex(kWrap), context,
                            key.reveal_writable()));
  const auto expected = counting_from<32>(0);
  EXPECT_TRUE(equal_in_constant_time(key.reveal(), expected));
}

}  // namespace
}  // namespace tangthu::vault
