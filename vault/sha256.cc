// SHA-256 by OpenSSL, which uses the processor's instructions for it: libsodium's is
// written for any machine and takes four times as long. The only file that includes
// OpenSSL's headers.
#include <memory>
#include <new>
#include <stdexcept>

#include <openssl/evp.h>

#include "vault/crypto.h"

namespace tangthu::vault {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

EVP_MD_CTX* context_of_this_thread() {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  if (!context) throw std::bad_alloc();
  return context.get();
}

// Looked up once: asking by name costs more than a small hash.
const EVP_MD* algorithm() {
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (sha256 == nullptr) throw std::runtime_error("OpenSSL has no SHA-256");
  return sha256;
}

}  // namespace

Hash32 sha256(std::initializer_list<ByteView> parts) {
  EVP_MD_CTX* const context = context_of_this_thread();
  bool done = EVP_DigestInit_ex2(context, algorithm(), nullptr) == 1;
  for (const ByteView part : parts)
    done = done && EVP_DigestUpdate(context, part.data(), part.size()) == 1;
  Hash32 out{};
  done = done && EVP_DigestFinal_ex(context, out.data(), nullptr) == 1;
  if (!done) throw std::runtime_error("SHA-256 failed");
  return out;
}

struct Sha256::State {
  std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  if (!state_->context) throw std::bad_alloc();
  if (EVP_DigestInit_ex2(state_->context.get(), algorithm(), nullptr) != 1)
    throw std::runtime_error("SHA-256 failed");
}

Sha256::~Sha256() = default;

void Sha256::add(ByteView part) {
  if (EVP_DigestUpdate(state_->context.get(), part.data(), part.size()) != 1)
    throw std::runtime_error("SHA-256 failed");
}

Hash32 Sha256::finish() {
  Hash32 out{};
  if (EVP_DigestFinal_ex(state_->context.get(), out.data(), nullptr) != 1)
    throw std::runtime_error("SHA-256 failed");
  return out;
}

}  // namespace tangthu::vault
