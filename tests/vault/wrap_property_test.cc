#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/id.h"
#include "tests/vault/anywhere.h"
#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

Bytes arbitrary_bytes() {
  return *rc::gen::arbitrary<Bytes>();
}

struct Wrapped {
  Wrapped() : recipient(make_key_pair()), context(arbitrary_bytes()) {
    random_bytes(secret.reveal_writable());
    bytes = wrap_secret(recipient.public_key, secret.reveal(), context);
  }
  static bool opens(const KeyPair& pair, ByteView wrapped, ByteView said) {
    DocumentKey out;
    return unwrap_secret(pair.private_key, pair.public_key, wrapped, said,
                         out.reveal_writable())
        .has_value();
  }

  KeyPair recipient;
  Bytes context;
  DocumentKey secret;
  Bytes bytes;
};

TEST(WrapPropertyTest, ASecretComesBackInItsContext) {
  EXPECT_TRUE(rc::check([] {
    const Wrapped one;
    DocumentKey out;
    RC_ASSERT(unwrap_secret(one.recipient.private_key, one.recipient.public_key,
                            one.bytes, one.context, out.reveal_writable())
                  .has_value());
    RC_ASSERT(equal_in_constant_time(out.reveal(), one.secret.reveal()));
  }));
}

TEST(WrapPropertyTest, AnyOtherContextIsRefused) {
  EXPECT_TRUE(rc::check([] {
    const Wrapped one;
    const Bytes other = arbitrary_bytes();
    Bytes longer = one.context;
    longer.push_back(0);
    RC_ASSERT(!Wrapped::opens(one.recipient, one.bytes, longer));
    RC_ASSERT(other == one.context || !Wrapped::opens(one.recipient, one.bytes, other));
  }));
}

TEST(WrapPropertyTest, AnyOtherRecipientIsRefused) {
  EXPECT_TRUE(rc::check([] {
    const Wrapped one;
    const KeyPair other = make_key_pair();
    RC_ASSERT(!Wrapped::opens(other, one.bytes, one.context));
    // Neither one's key under the other's name.
    const KeyPair mixed{one.recipient.public_key, other.private_key.clone()};
    RC_ASSERT(!Wrapped::opens(mixed, one.bytes, one.context));
  }));
}

TEST(WrapPropertyTest, PartsOfTwoWrapsDoNotMakeAThird) {
  EXPECT_TRUE(rc::check([] {
    const Wrapped one;
    const Bytes two =
        wrap_secret(one.recipient.public_key, one.secret.reveal(), one.context);
    RC_ASSERT(two.size() == one.bytes.size());
    const auto cut = anywhere<std::size_t>(0, two.size() + 1);
    Bytes mixed = to_bytes(ByteView(one.bytes).first(cut));
    mixed.insert(mixed.end(), two.begin() + static_cast<std::ptrdiff_t>(cut), two.end());
    const bool whole = mixed == one.bytes || mixed == two;
    RC_ASSERT(Wrapped::opens(one.recipient, mixed, one.context) == whole);
  }));
}

TEST(WrapPropertyTest, ChangedSealedBytesAreRefused) {
  EXPECT_TRUE(rc::check([] {
    const KeyPair recipient = make_key_pair();
    const Bytes plain = arbitrary_bytes();
    const Bytes context = arbitrary_bytes();
    Bytes sealed = seal_to(recipient.public_key, plain, context);
    const auto opened = [&](ByteView bytes) {
      return open_sealed(recipient.private_key, recipient.public_key, bytes, context);
    };
    RC_ASSERT(opened(sealed).has_value() && *opened(sealed) == plain);
    const auto at = anywhere<std::size_t>(0, sealed.size());
    RC_ASSERT(!opened(ByteView(sealed).first(at)).has_value());
    sealed[at] ^= static_cast<std::uint8_t>(1U << anywhere(0, 8));
    RC_ASSERT(!opened(sealed).has_value());
  }));
}

}  // namespace
}  // namespace tangthu::vault
