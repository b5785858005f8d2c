#include "vault/token.h"

#include <algorithm>
#include <array>
#include <vector>

#include <p11-kit/p11-kit.h>
#include <p11-kit/pkcs11.h>

namespace tangthu::vault {
namespace {

constexpr CK_ULONG kModulusBits = 3072;
constexpr std::size_t kMaxWrappedBytes = 1024;  // RSA of 8192 bits
constexpr std::size_t kMaxSlots = 256;

CK_MECHANISM oaep(CK_RSA_PKCS_OAEP_PARAMS& parameters) {
  parameters = {CKM_SHA_1, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, nullptr, 0};
  return {CKM_RSA_PKCS_OAEP, &parameters, sizeof parameters};
}

// The interface of C takes pointers to what it only reads.
CK_BYTE* unconst(ByteView bytes) {
  return const_cast<CK_BYTE*>(bytes.data());
}

template <typename T>
CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, T& value) {
  return {type, &value, sizeof value};
}
CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const std::string& text) {
  return {type, unconst(as_bytes(text)), text.size()};
}

Failure token_failed(const std::string& label) {
  return fail(ErrorCode::kStorage, "the token does not do what it is asked",
              "check that it is plugged in and supports RSA with OAEP", label);
}

// Labels are padded with spaces to a fixed width.
std::string trimmed(std::span<const unsigned char> padded) {
  std::string text(as_text(padded));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

Failure pin_refused(CK_RV answer, CK_FLAGS flags, const std::string& label) {
  if (answer == CKR_PIN_LOCKED || (flags & CKF_USER_PIN_LOCKED) != 0) {
    return fail(ErrorCode::kAuthentication, "the PIN of the token is locked",
                "unlock it with its security officer's PIN and the maker's program",
                label);
  }
  if ((flags & CKF_USER_PIN_FINAL_TRY) != 0) {
    return fail(ErrorCode::kAuthentication,
                "the token refused the PIN, and one more wrong PIN locks it",
                "try again only when you are certain of the PIN", label);
  }
  return fail(ErrorCode::kAuthentication, "the token refused the PIN",
              "check the PIN; most tokens lock after three wrong ones in a row", label);
}

// A loaded and initialised driver.
class Module {
 public:
  static Result<Module> load(const std::filesystem::path& path) {
    CK_FUNCTION_LIST* functions =
        path.is_absolute() ? p11_kit_module_load(path.c_str(), 0) : nullptr;
    if (functions != nullptr && p11_kit_module_initialize(functions) != CKR_OK) {
      p11_kit_module_release(functions);
      functions = nullptr;
    }
    if (functions == nullptr) {
      return fail(ErrorCode::kNotFound, "the token's driver can't be loaded",
                  "name the PKCS#11 module of the token by its full path", path.string());
    }
    return Module(functions);
  }
  Module(Module&& other) noexcept
      : functions_(std::exchange(other.functions_, nullptr)) {}
  Module& operator=(Module&&) = delete;
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;
  ~Module() {
    if (functions_ == nullptr) return;
    p11_kit_module_finalize(functions_);
    p11_kit_module_release(functions_);
  }
  const CK_FUNCTION_LIST& call() const { return *functions_; }

 private:
  explicit Module(CK_FUNCTION_LIST* functions) : functions_(functions) {}
  CK_FUNCTION_LIST* functions_;
};

Result<CK_SLOT_ID> find_token(const Module& module, const std::string& label) {
  std::array<CK_SLOT_ID, kMaxSlots> slots{};
  CK_ULONG count = slots.size();
  if (module.call().C_GetSlotList(CK_TRUE, slots.data(), &count) != CKR_OK) count = 0;
  std::vector<CK_SLOT_ID> found;
  for (CK_ULONG i = 0; i < count; ++i) {
    CK_TOKEN_INFO info{};
    if (module.call().C_GetTokenInfo(slots.at(i), &info) == CKR_OK &&
        trimmed(info.label) == label) {
      found.push_back(slots.at(i));
    }
  }
  if (found.empty()) {
    return fail(ErrorCode::kNotFound, "there is no token of this name",
                "plug it in, and check its label", label);
  }
  if (found.size() > 1) {
    return fail(ErrorCode::kUsage, "there are several tokens of this name",
                "leave only the right one plugged in", label);
  }
  return found.front();
}

}  // namespace

class Token::Session {
 public:
  Session(Module module, CK_SLOT_ID slot, std::string label)
      : module_(std::move(module)), slot_(slot), label_(std::move(label)) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() {
    if (handle_ != CK_INVALID_HANDLE) call().C_CloseSession(handle_);
  }

  const CK_FUNCTION_LIST& call() const { return module_.call(); }
  CK_SESSION_HANDLE handle() const { return handle_; }
  const std::string& label() const { return label_; }

  Result<void> log_in(const Passphrase& pin) {
    if (call().C_OpenSession(slot_, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr,
                             &handle_) != CKR_OK) {
      return token_failed(label_);
    }
    const CK_RV answer =
        call().C_Login(handle_, CKU_USER, unconst(pin.reveal()), pin.reveal().size());
    if (answer == CKR_OK || answer == CKR_USER_ALREADY_LOGGED_IN) return {};
    CK_TOKEN_INFO info{};
    static_cast<void>(call().C_GetTokenInfo(slot_, &info));
    return pin_refused(answer, info.flags, label_);
  }

  // Nothing when there is none; kUsage when there are several.
  Result<std::optional<CK_OBJECT_HANDLE>> find_key(CK_OBJECT_CLASS key_class,
                                                   const std::string& key_label) const {
    std::array<CK_ATTRIBUTE, 2> wanted{attribute(CKA_CLASS, key_class),
                                       attribute(CKA_LABEL, key_label)};
    std::array<CK_OBJECT_HANDLE, 2> found{};
    CK_ULONG count = 0;
    if (call().C_FindObjectsInit(handle_, wanted.data(), wanted.size()) != CKR_OK)
      return token_failed(label_);
    const CK_RV answer =
        call().C_FindObjects(handle_, found.data(), found.size(), &count);
    call().C_FindObjectsFinal(handle_);
    if (answer != CKR_OK) return token_failed(label_);
    if (count > 1) {
      return fail(ErrorCode::kUsage, "the token has several keys of this name",
                  "choose another name for the key", key_label);
    }
    if (count == 0) return std::optional<CK_OBJECT_HANDLE>();
    return std::optional<CK_OBJECT_HANDLE>(found[0]);
  }

  Result<CK_OBJECT_HANDLE> key(CK_OBJECT_CLASS key_class,
                               const std::string& key_label) const {
    const auto found = TRY(find_key(key_class, key_label));
    if (found) return *found;
    return fail(ErrorCode::kNotFound, "the token has no key of this name",
                "use the token that was set up for this vault", key_label);
  }

 private:
  Module module_;
  CK_SLOT_ID slot_;
  std::string label_;
  CK_SESSION_HANDLE handle_ = CK_INVALID_HANDLE;
};

Token::Token(std::unique_ptr<Session> session) : session_(std::move(session)) {}
Token::Token(Token&&) noexcept = default;
Token& Token::operator=(Token&&) noexcept = default;
Token::~Token() = default;

const std::string& Token::label() const {
  return session_->label();
}

Result<Token> Token::open(const TokenPlace& place, const Passphrase& pin) {
  Module module = TRY(Module::load(place.module));
  const CK_SLOT_ID slot = TRY(find_token(module, place.label));
  auto session = std::make_unique<Session>(std::move(module), slot, place.label);
  TRY(session->log_in(pin));
  return Token(std::move(session));
}

Result<void> Token::make_key(const std::string& key_label) {
  if (TRY(session_->find_key(CKO_PRIVATE_KEY, key_label)) ||
      TRY(session_->find_key(CKO_PUBLIC_KEY, key_label))) {
    return fail(ErrorCode::kUsage, "the token has a key of this name already",
                "choose another name for the key", key_label);
  }
  CK_BBOOL yes = CK_TRUE;
  CK_BBOOL no = CK_FALSE;
  CK_ULONG bits = kModulusBits;
  std::array<CK_BYTE, 3> exponent{1, 0, 1};
  std::array<CK_ATTRIBUTE, 6> for_public{
      attribute(CKA_TOKEN, yes),       attribute(CKA_PRIVATE, no),
      attribute(CKA_ENCRYPT, yes),     attribute(CKA_MODULUS_BITS, bits),
      attribute(CKA_LABEL, key_label), attribute(CKA_PUBLIC_EXPONENT, exponent)};
  std::array<CK_ATTRIBUTE, 6> for_private{
      attribute(CKA_TOKEN, yes),     attribute(CKA_PRIVATE, yes),
      attribute(CKA_SENSITIVE, yes), attribute(CKA_EXTRACTABLE, no),
      attribute(CKA_DECRYPT, yes),   attribute(CKA_LABEL, key_label)};
  CK_MECHANISM mechanism{CKM_RSA_PKCS_KEY_PAIR_GEN, nullptr, 0};
  CK_OBJECT_HANDLE public_key = 0;
  CK_OBJECT_HANDLE private_key = 0;
  if (session_->call().C_GenerateKeyPair(
          session_->handle(), &mechanism, for_public.data(), for_public.size(),
          for_private.data(), for_private.size(), &public_key, &private_key) != CKR_OK) {
    return token_failed(label());
  }
  return {};
}

Result<Bytes> Token::wrap(const std::string& key_label,
                          std::span<const std::uint8_t, kKeySize> secret) {
  const auto key = TRY(session_->key(CKO_PUBLIC_KEY, key_label));
  CK_RSA_PKCS_OAEP_PARAMS parameters;
  CK_MECHANISM mechanism = oaep(parameters);
  Bytes out(kMaxWrappedBytes);
  CK_ULONG size = out.size();
  const auto& call = session_->call();
  if (call.C_EncryptInit(session_->handle(), &mechanism, key) != CKR_OK ||
      call.C_Encrypt(session_->handle(), unconst(secret), secret.size(), out.data(),
                     &size) != CKR_OK) {
    return token_failed(label());
  }
  out.resize(size);
  return out;
}

Result<void> Token::unwrap(const std::string& key_label, ByteView wrapped,
                           std::span<std::uint8_t, kKeySize> out) {
  const auto key = TRY(session_->key(CKO_PRIVATE_KEY, key_label));
  CK_RSA_PKCS_OAEP_PARAMS parameters;
  CK_MECHANISM mechanism = oaep(parameters);
  const auto& call = session_->call();
  if (call.C_DecryptInit(session_->handle(), &mechanism, key) != CKR_OK)
    return token_failed(label());
  // As large as the modulus: drivers may refuse a buffer that is not.
  LockedBuffer plain(kMaxWrappedBytes);
  CK_ULONG size = plain.size();
  const CK_RV answer = call.C_Decrypt(session_->handle(), unconst(wrapped),
                                      wrapped.size(), plain.span().data(), &size);
  if (answer == CKR_DEVICE_ERROR || answer == CKR_DEVICE_REMOVED ||
      answer == CKR_TOKEN_NOT_PRESENT) {
    return token_failed(label());
  }
  if (answer != CKR_OK || size != out.size()) {
    return fail(ErrorCode::kCorrupt, "the token can't open what is stored for it",
                "restore the file from a backup", "unseal");
  }
  std::copy_n(plain.span().begin(), out.size(), out.begin());
  return {};
}

}  // namespace tangthu::vault
