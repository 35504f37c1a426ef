#include "store/s3_client.h"

#include "crypto/sha256.h"
#include "store/s3_credentials.h"
#include "store/s3_listing.h"
#include "store/s3_refusal.h"
#include "store/s3_signature.h"
#include "store/s3_target.h"
#include "store/s3_transfer.h"
#include "value/bytes.h"
#include "value/ports.h"
#include "value/result.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace comity::store {

namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;
using value::fail;
using value::Result;

constexpr std::size_t largest_error = std::size_t{64} * 1024;
constexpr std::size_t largest_page = std::size_t{2} << 20U;
constexpr milliseconds first_pause{100};
constexpr milliseconds longest_pause{2'000};
constexpr std::string_view digest_header = "x-amz-meta-sha256";
constexpr long precondition_failed = 412;
constexpr long not_implemented = 501;

std::string hash_of(value::BytesView bytes) { return value::to_hex(crypto::sha256(bytes).view()); }

struct Ask {
  std::string method;
  std::string key;
  std::map<std::string, std::string> query;
  std::map<std::string, std::string> headers;
  value::BytesView body;
  std::size_t largest = largest_error;
};

class CurlClient : public S3Client {
 public:
  CurlClient(S3Target target, std::string host, S3Credentials credentials,
             const value::Clock& clock)
      : target_(std::move(target)),
        host_(std::move(host)),
        signatory_{std::move(credentials), target_.region},
        clock_(clock),
        transfer_(target_.ca_file) {}

  Result<void> put(const std::string& key, value::BytesView bytes) override;
  Result<S3Put> put_new(const std::string& key, value::BytesView bytes) override;
  Result<std::optional<value::Bytes>> get(const std::string& key, std::size_t largest) override;
  Result<void> remove(const std::string& key) override;
  Result<std::vector<S3Entry>> list(const std::string& prefix) override;

 private:
  Result<HttpAnswer> once(const Ask& ask, const std::string& hash, milliseconds at_most);
  Result<HttpAnswer> ask(const Ask& ask);
  Result<std::optional<value::Bytes>> get_once(const std::string& key, std::size_t largest);
  Result<std::optional<S3Put>> compare(const std::string& key, const std::string& hash);
  Result<S3Page> page(const std::string& prefix, const std::string& after);

  [[nodiscard]] value::Failure refusal(const HttpAnswer& answer, const std::string& key) const {
    return s3_refusal(answer, target_.bucket + "/" + target_.prefix + key, clock_.now());
  }

  S3Target target_;
  std::string host_;
  S3Signatory signatory_;
  const value::Clock& clock_;
  S3Transfer transfer_;
  std::atomic<bool> conditions_{true};  ///< until the service says that it does not know them
};

Ask asking(std::string method, const std::string& key, std::size_t largest = largest_error) {
  return {std::move(method), key, {}, {}, {}, largest};
}

Ask putting(const std::string& key, value::BytesView bytes, const std::string& hash) {
  return {"PUT", key, {}, {{std::string(digest_header), hash}}, bytes, largest_error};
}

Result<HttpAnswer> CurlClient::once(const Ask& ask, const std::string& hash, milliseconds at_most) {
  S3Request request;
  request.method = ask.method;
  request.host = host_;
  request.path = "/" + target_.bucket + (ask.key.empty() ? "" : "/" + target_.prefix + ask.key);
  request.query = ask.query;
  request.headers = ask.headers;
  request.body_hash = hash;
  HttpCall call;
  call.method = ask.method;
  call.url = target_.endpoint + s3_encode(request.path, "/") +
             (ask.query.empty() ? "" : "?" + s3_query(ask.query));
  call.headers = s3_signature(request, signatory_, clock_.now());
  call.headers.insert(ask.headers.begin(), ask.headers.end());
  call.body = ask.body;
  call.largest_answer = ask.largest;
  call.at_most = at_most;
  return transfer_.call(call);
}

/// Every request of this client can be repeated: the same bytes under the same key.
Result<HttpAnswer> CurlClient::ask(const Ask& ask) {
  const auto end = Steady::now() + target_.patience;
  const std::string hash = hash_of(ask.body);
  milliseconds pause = first_pause;
  while (true) {
    const auto rest = std::chrono::ceil<milliseconds>(end - Steady::now());
    auto answer = once(ask, hash, std::max(rest, milliseconds(1)));
    const bool passing =
        answer ? s3_passing(*answer) : answer.error().code == value::Code("STORE-17");
    if (answer && !passing) {
      return answer;
    }
    if (!passing || Steady::now() + pause >= end) {
      return answer ? refusal(*answer, ask.key)
                    : fail(answer.error().code, ask.key + ": " + answer.error().detail);
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, longest_pause);
  }
}

Result<void> CurlClient::put(const std::string& key, value::BytesView bytes) {
  const auto answer = ask(putting(key, bytes, hash_of(bytes)));
  if (!answer) {
    return fail(answer.error());
  }
  return answer->status == 200 ? Result<void>() : refusal(*answer, key);
}

/// What lies there beside what has this hash; nothing when nothing lies there.
Result<std::optional<S3Put>> CurlClient::compare(const std::string& key, const std::string& hash) {
  const auto answer = ask(asking("HEAD", key));
  if (!answer) {
    return fail(answer.error());
  }
  if (answer->status == 404) {
    return std::nullopt;
  }
  if (answer->status != 200) {
    return refusal(*answer, key);
  }
  const auto said = answer->headers.find(std::string(digest_header));
  if (said == answer->headers.end()) {
    return fail("STORE-23", key + " was not put by this program");
  }
  return said->second == hash ? S3Put::same : S3Put::other;
}

// Looking first costs a request, and protects on services that pass over a condition in silence.
Result<S3Put> CurlClient::put_new(const std::string& key, value::BytesView bytes) {
  const std::string hash = hash_of(bytes);
  const auto there = compare(key, hash);
  if (!there) {
    return fail(there.error());
  }
  if (const std::optional<S3Put>& found = *there) {
    return *found;
  }
  Ask wanted = putting(key, bytes, hash);
  if (conditions_) {
    wanted.headers.emplace("if-none-match", "*");
  }
  auto answer = ask(wanted);
  if (answer && answer->status == not_implemented && wanted.headers.erase("if-none-match") > 0) {
    conditions_ = false;
    answer = ask(wanted);
  }
  if (!answer) {
    return fail(answer.error());
  }
  if (answer->status == precondition_failed) {  // somebody was faster; or we were, unheard
    return value::required(compare(key, hash), "STORE-17", key + " comes and goes");
  }
  return answer->status == 200 ? Result<S3Put>(S3Put::put) : refusal(*answer, key);
}

Result<std::optional<value::Bytes>> CurlClient::get_once(const std::string& key,
                                                         std::size_t largest) {
  auto answer = ask(asking("GET", key, std::max(largest, largest_error)));
  if (!answer) {
    return fail(answer.error());
  }
  if (answer->status == 404 && s3_element(answer->body, "Code") == "NoSuchKey") {
    return std::nullopt;
  }
  if (answer->status != 200) {
    return refusal(*answer, key);
  }
  const auto said = answer->headers.find(std::string(digest_header));
  if (said == answer->headers.end() || answer->body.size() > largest ||
      said->second != hash_of(answer->body)) {
    return fail("STORE-23", key);
  }
  return std::move(answer->body);
}

/// What was spoilt on the way comes whole the second time.
Result<std::optional<value::Bytes>> CurlClient::get(const std::string& key, std::size_t largest) {
  auto got = get_once(key, largest);
  const bool spoilt = !got && got.error().code == value::Code("STORE-23");
  return spoilt ? get_once(key, largest) : got;
}

Result<void> CurlClient::remove(const std::string& key) {
  const auto answer = ask(asking("DELETE", key));
  if (!answer) {
    return fail(answer.error());
  }
  const bool gone = answer->status == 204 || answer->status == 200 ||
                    (answer->status == 404 && s3_element(answer->body, "Code") != "NoSuchBucket");
  return gone ? Result<void>() : refusal(*answer, key);
}

Result<S3Page> CurlClient::page(const std::string& prefix, const std::string& after) {
  Ask next = asking("GET", "", largest_page);
  next.query = {{"list-type", "2"}, {"prefix", prefix}};
  if (!after.empty()) {
    next.query.emplace("start-after", after);
  }
  const auto answer = ask(next);
  if (!answer) {
    return fail(answer.error());
  }
  return answer->status == 200 ? read_s3_page(answer->body) : refusal(*answer, "");
}

Result<std::vector<S3Entry>> CurlClient::list(const std::string& prefix) {
  const std::string whole = target_.prefix + prefix;
  std::vector<S3Entry> out;
  std::string last;
  for (bool more = true; more;) {
    auto next = page(whole, last);
    if (!next) {
      return fail(next.error());
    }
    for (S3Entry& entry : next->entries) {
      if (entry.key <= last || !entry.key.starts_with(whole)) {
        return fail("STORE-17", "the list of " + whole + " is not in order");
      }
      last = entry.key;
      entry.key.erase(0, target_.prefix.size());
      out.push_back(std::move(entry));
    }
    more = next->more;
  }
  return out;
}

}  // namespace

Result<std::unique_ptr<S3Client>> S3Client::make(const S3Target& target,
                                                 const value::Clock& clock) {
  auto host = s3_host(target);
  if (!host) {
    return fail(host.error());
  }
  auto credentials = read_s3_credentials(target.credentials_file);
  if (!credentials) {
    return fail(credentials.error());
  }
  return std::make_unique<CurlClient>(target, *std::move(host), *std::move(credentials), clock);
}

}  // namespace comity::store
