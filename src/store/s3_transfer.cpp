#include "store/s3_transfer.h"

#include "store/trimmed.h"
#include "value/bytes.h"
#include "value/result.h"

#include <curl/curl.h>
#include <curl/easy.h>
#include <curl/system.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace comity::store {

namespace {

constexpr long connect_ms = 5'000;
constexpr long slowest_octets = 1024;
constexpr long slowest_seconds = 10;
constexpr std::size_t largest_header = std::size_t{16} * 1024;

struct Coming {
  HttpAnswer answer;
  std::size_t largest = 0;
  std::size_t header_octets = 0;
  bool too_large = false;
};

struct Going {
  value::BytesView rest;
};

std::size_t take_body(char* data, std::size_t one, std::size_t count, void* to) {
  auto& coming = *static_cast<Coming*>(to);
  const std::size_t size = one * count;
  if (coming.answer.body.size() + size > coming.largest) {
    coming.too_large = coming.answer.status < 400;
    return coming.too_large ? 0 : size;  // 0 ends the exchange
  }
  const value::BytesView octets = value::bytes_of(std::string_view(data, size));
  coming.answer.body.insert(coming.answer.body.end(), octets.begin(), octets.end());
  return size;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

/// "HTTP/1.1 403 Forbidden"; 0 for a header.
long status_of(std::string_view line) {
  long status = 0;
  const auto space = line.find(' ');
  if (line.starts_with("HTTP/") && space != std::string_view::npos) {
    const std::string_view digits = line.substr(space + 1);
    std::from_chars(digits.data(), digits.data() + digits.size(), status);
  }
  return status;
}

std::size_t take_header(char* data, std::size_t one, std::size_t count, void* to) {
  auto& coming = *static_cast<Coming*>(to);
  const std::string_view line(data, one * count);
  coming.header_octets += line.size();
  if (coming.header_octets > largest_header) {
    return 0;
  }
  if (const long status = status_of(line); status != 0) {
    coming.answer.status = status;  // the last one counts: "100 Continue" comes before
    coming.answer.headers.clear();
  }
  const auto colon = line.find(':');
  if (colon != std::string_view::npos) {
    coming.answer.headers[lower(line.substr(0, colon))] = trimmed(line.substr(colon + 1));
  }
  return line.size();
}

std::size_t give_body(char* to, std::size_t one, std::size_t count, void* from) {
  auto& going = *static_cast<Going*>(from);
  const std::size_t size = std::min(one * count, going.rest.size());
  std::memcpy(to, going.rest.data(), size);
  going.rest = going.rest.subspan(size);
  return size;
}

int rewind_body(void* from, curl_off_t /*offset*/, int /*origin*/) {
  (void)from;
  return CURL_SEEKFUNC_CANTSEEK;  // the caller begins again, with a new signature
}

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using List = std::unique_ptr<curl_slist, FreeList>;

List header_lines(const HttpCall& call) {
  List list;
  const auto add = [&list](const std::string& line) {
    // The first call makes the list; later ones keep it where it is.
    if (curl_slist* made = curl_slist_append(list.get(), line.c_str()); !list) {
      list.reset(made);
    }
  };
  for (const auto& [name, text] : call.headers) {
    add(std::string(name).append(": ").append(text));
  }
  add("Expect:");  // no round trip before the body
  return list;
}

}  // namespace

struct S3Transfer::Handle {
  struct Cleanup {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  };

  std::unique_ptr<CURL, Cleanup> curl{curl_easy_init()};
};

S3Transfer::S3Transfer(std::filesystem::path ca_file) : ca_file_(std::move(ca_file)) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)ready;
}

S3Transfer::~S3Transfer() = default;

std::unique_ptr<S3Transfer::Handle> S3Transfer::borrow() {
  const std::scoped_lock lock(mutex_);
  if (idle_.empty()) {
    return std::make_unique<Handle>();
  }
  auto handle = std::move(idle_.back());
  idle_.pop_back();
  return handle;
}

namespace {

void limit(CURL* curl, const HttpCall& call) {
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");  // what is sealed goes where the operator said
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(call.at_most.count()));
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, slowest_octets);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, slowest_seconds);
}

void describe(CURL* curl, const HttpCall& call, Coming& coming, Going& going) {
  curl_easy_setopt(curl, CURLOPT_URL, call.url.c_str());
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, call.method.c_str());
  curl_easy_setopt(curl, CURLOPT_NOBODY, call.method == "HEAD" ? 1L : 0L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &coming);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &coming);
  if (call.method == "PUT") {
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, &give_body);
    curl_easy_setopt(curl, CURLOPT_READDATA, &going);
    curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, &rewind_body);
  }
}

value::Failure failure_of(CURLcode done, const Coming& coming) {
  if (coming.too_large) {
    return value::fail("STORE-23", "more than " + std::to_string(coming.largest) + " octets");
  }
  const bool distrust = done == CURLE_PEER_FAILED_VERIFICATION ||
                        done == CURLE_SSL_CACERT_BADFILE || done == CURLE_SSL_ISSUER_ERROR;
  return value::fail(distrust ? value::Code("STORE-22") : value::Code("STORE-17"),
                     curl_easy_strerror(done));
}

}  // namespace

value::Result<HttpAnswer> S3Transfer::call(const HttpCall& call) {
  auto handle = borrow();
  CURL* curl = handle->curl.get();
  if (curl == nullptr) {
    return value::fail("STORE-17", "libcurl cannot start");
  }
  curl_easy_reset(curl);
  Coming coming{{}, call.largest_answer, 0, false};
  Going going{call.body};
  const List lines = header_lines(call);
  limit(curl, call);
  describe(curl, call, coming, going);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines.get());
  if (!ca_file_.empty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file_.c_str());
  }
  if (const CURLcode done = curl_easy_perform(curl); done != CURLE_OK) {
    return failure_of(done, coming);  // the handle goes with its connection
  }
  const std::scoped_lock lock(mutex_);
  idle_.push_back(std::move(handle));
  return std::move(coming.answer);
}

}  // namespace comity::store
