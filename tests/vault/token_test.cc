// Against a real PKCS#11 driver: SoftHSM2, its tokens in a folder of the test.
#include "vault/token.h"

#include <gtest/gtest.h>

#include "base/id.h"
#include "tests/support/temporary_folder.h"
#include "tests/vault/hex.h"
#include "vault/login_card.h"
#include "vault/unseal_slots.h"

namespace tangthu::vault {
namespace {

constexpr const char* kKey = "tangthu key";

std::filesystem::path softhsm() {
  for (const char* path : {"/usr/lib/softhsm/libsofthsm2.so",
                           "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"}) {
    if (std::filesystem::exists(path)) return path;
  }
  return {};
}

template <typename T>
ErrorCode code_of(const Result<T>& result) {
  return result ? ErrorCode::kUnexpected : result.error().code();
}

class TokenTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<test::TemporaryFolder>();
    const auto configuration = folder_->path() / "softhsm2.conf";
    std::filesystem::create_directory(folder_->path() / "tokens");
    test::write_file(configuration, as_bytes("directories.tokendir = " +
                                             (folder_->path() / "tokens").string() +
                                             "\nobjectstore.backend = file\n"
                                             "log.level = ERROR\n"));
    setenv("SOFTHSM2_CONF", configuration.c_str(), 1);
    for (const char* label : {"archive", "twin", "twin"}) {
      const std::string command =
          std::string("softhsm2-util --init-token --free --label ") + label +
          " --pin 1234 --so-pin 5678 >/dev/null";
      ASSERT_EQ(std::system(command.c_str()), 0) << "softhsm2 is in packages.txt";
    }
    auto token = open();
    ASSERT_TRUE(token) << token.error().text();
    ASSERT_TRUE(token->make_key(kKey));
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static Result<Token> open(const std::string& label = "archive",
                            std::string_view pin = "1234") {
    return Token::open({softhsm(), label}, Passphrase(as_bytes(pin)));
  }

  static std::unique_ptr<test::TemporaryFolder> folder_;
};
std::unique_ptr<test::TemporaryFolder> TokenTest::folder_;

TEST_F(TokenTest, WhatTheTokenWrapsItUnwraps) {
  auto token = open();
  ASSERT_TRUE(token);
  const DocumentKey secret = DocumentKey::copy_of(hex_array<32>(std::string(64, '7')));
  const auto wrapped = token->wrap(kKey, secret.reveal());
  ASSERT_TRUE(wrapped);
  EXPECT_EQ(wrapped->size(), 3072U / 8);
  DocumentKey again;
  ASSERT_TRUE(token->unwrap(kKey, *wrapped, again.reveal_writable()));
  EXPECT_TRUE(equal_in_constant_time(secret.reveal(), again.reveal()));
}

TEST_F(TokenTest, ChangedBytesAreNotUnwrapped) {
  auto token = open();
  DocumentKey out;
  Bytes wrapped = *token->wrap(kKey, out.reveal());
  for (std::size_t at = 0; at < wrapped.size(); at += 41) {
    Bytes changed = wrapped;
    changed[at] ^= 1;
    EXPECT_EQ(code_of(token->unwrap(kKey, changed, out.reveal_writable())),
              ErrorCode::kCorrupt)
        << at;
  }
  wrapped.pop_back();
  EXPECT_EQ(code_of(token->unwrap(kKey, wrapped, out.reveal_writable())),
            ErrorCode::kCorrupt);
}

TEST_F(TokenTest, AWrongPinIsAnAuthenticationErrorThatWarns) {
  const auto token = open("archive", "9999");
  ASSERT_EQ(code_of(token), ErrorCode::kAuthentication);
  EXPECT_NE(std::string(token.error().remedy()).find("lock"), std::string::npos);
  EXPECT_TRUE(open());
}

TEST_F(TokenTest, AMissingModuleTokenOrKeyIsNamed) {
  const Passphrase pin(as_bytes("1234"));
  EXPECT_EQ(code_of(Token::open({"/nowhere/module.so", "archive"}, pin)),
            ErrorCode::kNotFound);
  EXPECT_EQ(code_of(Token::open({"libsofthsm2.so", "archive"}, pin)),
            ErrorCode::kNotFound);
  const auto absent = open("elsewhere");
  EXPECT_EQ(code_of(absent), ErrorCode::kNotFound);
  EXPECT_EQ(absent.error().subject(), "elsewhere");
  auto token = open();
  const auto wrapped = token->wrap("no such key", DocumentKey().reveal());
  EXPECT_EQ(code_of(wrapped), ErrorCode::kNotFound);
  EXPECT_EQ(wrapped.error().subject(), "no such key");
}

TEST_F(TokenTest, TwoTokensOfOneNameAreRefused) {
  EXPECT_EQ(code_of(open("twin")), ErrorCode::kUsage);
}

TEST_F(TokenTest, AKeysNameIsGivenOnce) {
  EXPECT_EQ(code_of(open()->make_key(kKey)), ErrorCode::kUsage);
}

TEST_F(TokenTest, ATokenSlotOpensTheVaultWithItsTokenOnly) {
  VaultId vault;
  random_bytes(vault);
  RootKey root;
  random_bytes(root.reveal_writable());
  auto token = open();
  const auto slot = make_token_slot(vault, root, "hardware", *token, kKey);
  ASSERT_TRUE(slot);
  const test::TemporaryFolder folder;
  ASSERT_TRUE(add_unseal_slot(folder.path(), vault, *slot));
  UnsealSlots slots = *read_unseal_slots(folder.path());
  const auto opened = open_with_token(slots, *token);
  ASSERT_TRUE(opened);
  EXPECT_TRUE(equal_in_constant_time(opened->reveal(), root.reveal()));

  slots.slots[0].key_label = "another";
  EXPECT_EQ(code_of(open_with_token(slots, *token)), ErrorCode::kNotFound);
  slots.slots[0].key_label = kKey;
  slots.slots[0].wrapped_secret[5] ^= 1;
  EXPECT_EQ(code_of(open_with_token(slots, *token)), ErrorCode::kCorrupt);
  slots.slots[0].token_label = "another";
  EXPECT_EQ(code_of(open_with_token(slots, *token)), ErrorCode::kAuthentication);
}

TEST_F(TokenTest, ALoginCardIsOnePassphraseToItsTokenAndNothingToOthers) {
  auto token = open();
  const auto card = make_login_card(*token, kKey);
  ASSERT_TRUE(card);
  EXPECT_LE(card->size(), kMaxLoginCardBytes);
  EXPECT_TRUE(is_login_card(*card));
  EXPECT_FALSE(is_login_card(as_bytes("tangthu card1\n")));
  const auto passphrase = read_login_card(*card, *token, "card");
  ASSERT_TRUE(passphrase);
  EXPECT_EQ(passphrase->reveal().size(), 64U);
  const auto again = read_login_card(*card, *token, "card");
  EXPECT_TRUE(equal_in_constant_time(passphrase->reveal(), again->reveal()));
  const auto another = read_login_card(*make_login_card(*token, kKey), *token, "card");
  EXPECT_FALSE(equal_in_constant_time(passphrase->reveal(), another->reveal()));
  EXPECT_EQ(as_text(*card).find(as_text(passphrase->reveal())), std::string::npos);
  EXPECT_EQ(code_of(make_login_card(*token, "no such key")), ErrorCode::kNotFound);
}

TEST_F(TokenTest, AChangedLoginCardIsDamagedAtEveryByte) {
  auto token = open();
  const Bytes card = *make_login_card(*token, kKey);
  for (std::size_t at = 0; at < card.size(); ++at) {
    Bytes changed = card;
    changed[at] ^= 1;
    const auto read = read_login_card(changed, *token, "card");
    ASSERT_EQ(code_of(read), ErrorCode::kCorrupt) << at;
    EXPECT_EQ(read.error().subject(), "card");
  }
  for (std::size_t size = 0; size < card.size(); ++size) {
    EXPECT_EQ(code_of(read_login_card(ByteView(card).first(size), *token, "card")),
              ErrorCode::kCorrupt);
  }
}

}  // namespace
}  // namespace tangthu::vault
