// unstretched PASSPHRASE_FILE KEY...: seals each key file again under the same passphrase, without
// the stretching that makes a guess expensive. It protects nothing in a test, and would be most of
// the work of each start.
#include "keys/key_file.h"
#include "keys/passphrase.h"
#include "keys/private_file.h"

#include <filesystem>
#include <iostream>
#include <string>

namespace {

namespace keys = comity::keys;

bool sealed_again(const std::filesystem::path& file, const keys::Passphrase& passphrase) {
  const auto key = keys::load_key(file, passphrase);
  if (!key) {
    std::cerr << file << ": " << key.error().code.text() << " " << key.error().detail << "\n";
    return false;
  }
  std::filesystem::remove(file);
  return keys::save_key(file, *key, passphrase, keys::Stretch::demonstration).has_value();
}

}  // namespace

int main(int count, char** words) {
  const auto text = keys::read_private_file(count > 2 ? words[1] : "");
  if (!text) {
    std::cerr << "usage: unstretched PASSPHRASE_FILE KEY...\n";
    return 2;
  }
  const keys::Passphrase passphrase(text->substr(0, text->find('\n')));
  for (int at = 2; at < count; ++at) {
    if (!sealed_again(words[at], passphrase)) {
      return 1;
    }
  }
  return 0;
}
