// AWS Signature Version 4, as every S3 service checks it: who asks for what, at what time. The
// requests are made in store/s3_client.h.
#pragma once

#include "store/s3_credentials.h"
#include "value/instant.h"

#include <map>
#include <string>
#include <string_view>

namespace comity::store {

/// What is signed; header names in lower case.
struct S3Request {
  std::string method;
  std::string host;  ///< with the port, when it is not the scheme's
  std::string path;  ///< not encoded, begins with '/'
  std::map<std::string, std::string> query;
  std::map<std::string, std::string> headers;
  std::string body_hash;  ///< hexadecimal SHA-256
};

/// Who signs, for which part of the service.
struct S3Signatory {
  S3Credentials credentials;
  std::string region;
};

/// The headers to add: host, x-amz-date, x-amz-content-sha256, authorization.
std::map<std::string, std::string> s3_signature(const S3Request& request,
                                                const S3Signatory& signatory, value::Instant now);

/// Percent-encoding of RFC 3986 as the signature wants it; `keep` are octets left as they are.
std::string s3_encode(std::string_view text, std::string_view keep);

/// "a=1&b=" in the order that is signed.
std::string s3_query(const std::map<std::string, std::string>& query);

}  // namespace comity::store
