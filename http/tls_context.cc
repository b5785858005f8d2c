#include "http/tls_context.h"

#include <filesystem>
#include <memory>
#include <string>

#include <openssl/x509.h>

namespace tangthu::http {
namespace {

namespace ssl = boost::asio::ssl;

// Both are forward secret and authenticated; AES-128 is left out for keys of one length.
constexpr const char* kSuites = "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* kGroups = "X25519:P-256:P-384";

// The file, and what OpenSSL says of it.
std::string about(const std::filesystem::path& file,
                  const boost::system::error_code& error) {
  return error ? file.string() + ": " + error.message() : file.string();
}

}  // namespace

Result<ssl::context> make_tls_context(const TlsFiles& files) {
  ssl::context out(ssl::context::tls_server);
  SSL_CTX* raw = out.native_handle();
  SSL_CTX_set_options(raw, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION |
                               SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(raw, 0);
  SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_min_proto_version(raw, TLS1_3_VERSION);
  if (SSL_CTX_set_ciphersuites(raw, kSuites) != 1 ||
      SSL_CTX_set1_groups_list(raw, kGroups) != 1) {
    return fail(ErrorCode::kUnexpected, "this OpenSSL lacks TLS 1.3's strong suites",
                "install Debian's OpenSSL 3");
  }
  boost::system::error_code error;
  out.use_certificate_chain_file(files.certificate.string(), error);
  if (error) {
    return fail(ErrorCode::kUsage, "the server's certificate can't be used",
                "give a PEM file with the certificate and its chain",
                about(files.certificate, error));
  }
  out.use_private_key_file(files.key.string(), ssl::context::pem, error);
  if (error || SSL_CTX_check_private_key(raw) != 1) {
    return fail(ErrorCode::kUsage, "the server's key can't be used",
                "give the PEM file of the key that the certificate is for",
                about(files.key, error));
  }
  if (files.clients.empty()) return out;
  out.load_verify_file(files.clients.string(), error);
  if (error) {
    return fail(ErrorCode::kUsage, "the certificates of who signs clients can't be used",
                "give a PEM file of certificate authorities",
                about(files.clients, error));
  }
  STACK_OF(X509_NAME)* names = SSL_load_client_CA_file(files.clients.c_str());
  SSL_CTX_set_client_CA_list(raw, names);
  // Asked for and, where one is shown, verified; whether one is needed the routes say.
  out.set_verify_mode(ssl::verify_peer);
  return out;
}

std::optional<CertificateId> certificate_of(SSL* connection) {
  const std::unique_ptr<X509, decltype(&X509_free)> shown(
      SSL_get1_peer_certificate(connection), X509_free);
  if (!shown) return std::nullopt;
  CertificateId out{};
  unsigned size = 0;
  if (X509_digest(shown.get(), EVP_sha256(), out.data(), &size) != 1) return std::nullopt;
  return out;
}

}  // namespace tangthu::http
