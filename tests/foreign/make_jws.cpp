// Writes signatures for another implementation to check, or checks one that it made:
// foreign_make_jws OUT, or foreign_make_jws --check CERTIFICATE.der TYPE < compact.jws
#include "codec/json.h"
#include "crypto/certificate.h"
#include "crypto/jws.h"
#include "fakes/organisation.h"
#include "value/bytes.h"
#include "value/result.h"

#include <filesystem>
#include <fstream>
#include <ios>
#include <iostream>
#include <istream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace comity;  // NOLINT(google-build-using-namespace): one program, one file

std::string all_of(const std::istream& in) {
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The compact form (authorisations, letters) and the flattened one (envelopes) of one signature.
int make(const std::filesystem::path& out) {
  const fakes::Organisation arvandia("xa");
  const auto signer = arvandia.signer("xa.247");
  const std::vector<crypto::Certificate> chain{signer->certificate(), arvandia.root()};
  const std::string payload = codec::write_json(codec::Json::Object{
      {"schema", "letter/1"}, {"from_desk", "xa.247"}, {"note", "caf\xC3\xA9 \xE2\x82\xAC"}});
  const auto jws = crypto::sign_jws({{"typ", "comity-letter+json"}, {"x5c", crypto::x5c_of(chain)}},
                                    value::bytes_of(payload), *signer);
  if (!jws) {
    std::cerr << jws.error().code.text() << ": " << jws.error().detail << '\n';
    return 1;
  }
  std::filesystem::create_directories(out);
  std::ofstream(out / "payload.json") << payload;
  std::ofstream(out / "compact.jws") << crypto::compact_text(*jws);
  std::ofstream(out / "flattened.json")
      << codec::write_json(codec::Json::Object{{"protected", jws->protected_text},
                                               {"payload", jws->payload_text},
                                               {"signature", jws->signature_text}});
  return 0;
}

int check(const std::filesystem::path& certificate, const std::string& type) {
  const std::ifstream file(certificate, std::ios::binary);
  const std::string der = all_of(file);
  const auto key = crypto::Certificate::parse(value::bytes_of(der));
  const auto jws = crypto::parse_compact(all_of(std::cin), type);
  const auto verified = !key  ? value::Result<void>(value::fail(key.error()))
                        : jws ? crypto::verify_jws(*jws, *key)
                              : value::Result<void>(value::fail(jws.error()));
  if (!verified) {
    std::cout << verified.error().code.text() << '\n';
    return 1;
  }
  std::cout << value::text_of(jws->payload) << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() == 1) {
    return make(words[0]);
  }
  if (words.size() == 3 && words[0] == "--check") {
    return check(words[1], words[2]);
  }
  std::cerr << "usage: foreign_make_jws OUT | --check CERTIFICATE.der TYPE < compact.jws\n";
  return 2;
}
