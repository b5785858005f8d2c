// The words of http/ that this room speaks.
#pragma once

#include "http/message.h"
#include "http/problem.h"

namespace tangthu::server {

using http::BodyKind;
using http::CertificateId;
using http::Exchange;
using http::find_header;
using http::Headers;
using http::Lane;
using http::Peer;
using http::Plan;
using http::problem;
using http::Request;
using http::Response;
using http::Service;
using http::status_of;
using http::view_of;
using http::wiped_bytes;
using http::WipedBytes;

}  // namespace tangthu::server
