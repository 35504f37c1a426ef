// Endpoints of peers: whatever is accepted has one spelling, and gives it back.
#include "net/endpoint.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const auto endpoint = comity::net::parse_endpoint(text);
  if (endpoint && "https://" + endpoint->authority() != text) {
    std::abort();
  }
  return 0;
}
