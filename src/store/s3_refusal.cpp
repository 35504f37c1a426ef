#include "store/s3_refusal.h"

#include "store/s3_listing.h"
#include "store/s3_transfer.h"
#include "value/instant.h"
#include "value/result.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdint>
#include <string>

namespace comity::store {

namespace {

using namespace std::chrono_literals;

using value::Code;

// What S3 services allow between the two clocks (15 min), less what the way may take.
constexpr value::Duration allowed_skew = 14min;

/// "NoSuchBucket"; nothing for what is no such word.
std::string word_of(const HttpAnswer& answer) {
  std::string word = s3_element(answer.body, "Code");
  const bool plain = word.size() <= 64 && std::ranges::all_of(word, [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                     });
  return plain ? word : std::string();
}

/// An answer to HEAD has no words: then the service's own time tells.
bool clocks_differ(const HttpAnswer& answer, value::Instant now) {
  const auto said = answer.headers.find("date");
  const auto seconds =
      said == answer.headers.end() ? -1 : ::curl_getdate(said->second.c_str(), nullptr);
  if (seconds < 0) {
    return false;
  }
  const value::Duration apart = now - value::Instant{std::int64_t{seconds} * 1000};
  return apart > allowed_skew || apart < -allowed_skew;
}

Code code_of(const HttpAnswer& answer, const std::string& word, value::Instant now) {
  const long status = answer.status;
  const bool refused = status == 401 || status == 403;
  if (word == "RequestTimeTooSkewed" || (refused && word.empty() && clocks_differ(answer, now))) {
    return "STORE-18";
  }
  if (word == "NoSuchBucket" || word == "InvalidBucketName" || status == 301 || status == 307 ||
      word == "AuthorizationHeaderMalformed") {
    return "STORE-24";
  }
  if (status == 413 || word == "EntityTooLarge") {
    return "STORE-21";
  }
  if (status == 507 || word == "QuotaExceeded") {
    return "STORE-03";
  }
  return refused ? Code("STORE-16") : Code("STORE-17");
}

}  // namespace

bool s3_passing(const HttpAnswer& answer) {
  const long status = answer.status;
  return status >= 500 ? status != 501 && status != 507
                       : status == 408 || status == 409 || status == 429;
}

value::Failure s3_refusal(const HttpAnswer& answer, const std::string& what, value::Instant now) {
  const std::string word = word_of(answer);
  return value::fail(code_of(answer, word, now), what + ": " + std::to_string(answer.status) +
                                                     (word.empty() ? "" : " ") + word);
}

}  // namespace comity::store
