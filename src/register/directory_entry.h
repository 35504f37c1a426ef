// Desks, persons and providers as a State's profile lists them. The signed directory of peers'
// nodes, with keys and endpoints, is another file of this room.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace comity::registers {

struct Contact {
  std::string name;
  std::string function;
  std::string phone;
  std::string email;
};

struct Desk {
  std::string id;
  std::string name;
  std::string role;  // cl_authority_role
  std::string function;
  std::string subdivision;              // ISO 3166-2, empty when the desk serves the whole State
  std::vector<std::string> competence;  // kinds it may send and receive (Art. 40(12))
  std::vector<std::string> languages;
  std::string hours;
  std::string time_zone;
  std::string channel;
  std::string address;
  Contact contact;
  std::string callback;  // the number to call back, never one from a message
  Contact verification;

  [[nodiscard]] bool competent_for(std::string_view kind) const;
};

struct Person {
  std::string id;
  std::string desk;
  std::string function;
};

struct Provider {
  std::string directory_id;
  std::string name;
  std::string provider_type;
  std::vector<std::string> services;
  bool end_to_end_encrypted = false;
  std::int64_t asn = 0;
  std::vector<std::string> networks;  // prefixes, "203.0.113.0/25"
  /// Days by data subtype; a subtype without a number is kept without a fixed end.
  std::map<std::string, std::optional<std::int64_t>, std::less<>> retention;
  std::optional<bool> port_logged;  // none: not a question for this provider
  std::string contact_desk;
};

}  // namespace comity::registers
