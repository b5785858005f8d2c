// OpenSSL's settings: TLS 1.3 alone, its strong suites, no tickets, no resumption.
#pragma once

#include <optional>

#include <boost/asio/ssl/context.hpp>
#include <openssl/ssl.h>

#include "base/result.h"
#include "http/http_server.h"

namespace tangthu::http {

// kUsage names the file that can't be used.
Result<boost::asio::ssl::context> make_tls_context(const TlsFiles& files);

// Nothing when the client showed none. One that is shown was verified.
std::optional<CertificateId> certificate_of(SSL* connection);

}  // namespace tangthu::http
