// A passphrase in memory: overwritten when it dies, never printed. Where one comes from (a prompt,
// a credential file) is for the command line and the node.
#pragma once

#include <string>
#include <string_view>

namespace comity::keys {

class Passphrase {
 public:
  explicit Passphrase(std::string_view text) : text_(text) {}

  Passphrase(const Passphrase&) = default;
  Passphrase& operator=(const Passphrase&) = delete;
  ~Passphrase();

  [[nodiscard]] std::string_view reveal() const { return text_; }

 private:
  std::string text_;
};

}  // namespace comity::keys
