#include "store/s3_signature.h"

#include "crypto/hmac.h"
#include "crypto/sha256.h"
#include "value/bytes.h"
#include "value/instant.h"

#include <map>
#include <string>
#include <string_view>

namespace comity::store {

namespace {

/// "20130524T000000Z"
std::string basic_time(value::Instant now) {
  std::string out;
  for (const char c : now.text().substr(0, 19)) {
    if (c != '-' && c != ':') {
      out += c;
    }
  }
  return out + "Z";
}

value::Bytes keyed(value::BytesView key, std::string_view text) {
  const auto mac = crypto::hmac_sha256(key, value::bytes_of(text));
  return {mac.begin(), mac.end()};
}

/// "host;x-amz-date"
std::string names_of(const std::map<std::string, std::string>& headers) {
  std::string out;
  for (const auto& [name, text] : headers) {
    out += (out.empty() ? "" : ";") + name;
  }
  return out;
}

std::string canonical(const S3Request& request, const std::map<std::string, std::string>& headers) {
  std::string out =
      request.method + "\n" + s3_encode(request.path, "/") + "\n" + s3_query(request.query) + "\n";
  for (const auto& [name, text] : headers) {
    out.append(name).append(":").append(text).append("\n");
  }
  return out + "\n" + names_of(headers) + "\n" + request.body_hash;
}

}  // namespace

std::string s3_encode(std::string_view text, std::string_view keep) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    if (plain || keep.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto octet = static_cast<unsigned char>(c);
      out += '%';
      out += digits[octet >> 4U];
      out += digits[octet & 0xfU];
    }
  }
  return out;
}

std::string s3_query(const std::map<std::string, std::string>& query) {
  std::string out;
  for (const auto& [name, text] : query) {
    out += (out.empty() ? "" : "&") + s3_encode(name, "") + "=" + s3_encode(text, "");
  }
  return out;
}

std::map<std::string, std::string> s3_signature(const S3Request& request,
                                                const S3Signatory& signatory, value::Instant now) {
  const std::string time = basic_time(now);
  const std::string day = time.substr(0, 8);
  auto signed_headers = request.headers;
  signed_headers.insert_or_assign("host", request.host);
  signed_headers.insert_or_assign("x-amz-date", time);
  signed_headers.insert_or_assign("x-amz-content-sha256", request.body_hash);
  const std::string scope = day + "/" + signatory.region + "/s3/aws4_request";
  const auto hash = crypto::sha256(value::bytes_of(canonical(request, signed_headers)));
  const std::string text =
      "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + value::to_hex(hash.view());
  value::Bytes key = keyed(value::bytes_of("AWS4" + signatory.credentials.secret_key), day);
  for (const std::string_view part : {std::string_view(signatory.region), std::string_view("s3"),
                                      std::string_view("aws4_request")}) {
    key = keyed(key, part);
  }
  return {{"host", request.host},
          {"x-amz-date", time},
          {"x-amz-content-sha256", request.body_hash},
          {"authorization", "AWS4-HMAC-SHA256 Credential=" + signatory.credentials.access_key +
                                "/" + scope + ",SignedHeaders=" + names_of(signed_headers) +
                                ",Signature=" + value::to_hex(keyed(key, text))}};
}

}  // namespace comity::store
