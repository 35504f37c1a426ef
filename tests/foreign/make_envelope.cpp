// Writes an envelope, a letter and a chain of key sets for other implementations to check:
// foreign_make_envelope OUT. tests/foreign/envelope.sh says what is done with each file.
#include "codec/json.h"
#include "crypto/certificate.h"
#include "exchange/enclosure.h"
#include "exchange/letter.h"
#include "fakes/seeded_random.h"
#include "keys/age_identity.h"
#include "keys/private_key.h"
#include "signed/envelope.h"
#include "signed/key_set.h"
#include "support/act_log.h"
#include "support/signing_house.h"
#include "value/bytes.h"
#include "value/instant.h"
#include "value/uuid.h"

#include <exception>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace comity;  // NOLINT(google-build-using-namespace): one program, one file

class Folder {
 public:
  explicit Folder(std::filesystem::path path) : path_(std::move(path)) {
    std::filesystem::create_directories(path_);
  }

  void write(const std::string& name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

  void write(const std::string& name, value::BytesView bytes) const {
    write(name, value::text_of(bytes));
  }

  void write(const std::string& name, const crypto::Certificate& certificate) const {
    write(name + ".der", certificate.der());
  }

 private:
  std::filesystem::path path_;
};

std::string request_payload() {
  const std::string id = "0192f0c1-7f00-7000-8000-0000000000aa";
  return codec::write_json(codec::Json::Object{
      {"schema", "preservation_request/1"},
      {"statement_id", id},
      {"case_id", id},
      {"after", codec::Json::Array()},
      {"from_desk", "xa.desk"},
      {"to_desks", codec::Json::Array{"xb.desk"}},
      {"made_at", support::house_time},
      {"record", codec::Json::Object{{"subject", "caf\xC3\xA9 \xE2\x82\xAC"}}}});
}

/// The sender's key sets: the first by the root alone, the second authorised by two.
void write_chain(const Folder& out, const support::SigningHouse& house, support::ActLog& log) {
  signed_::KeySet set = house.key_set();
  set.ledger_key = log.vkey();
  const auto first = house.root_envelope(house.payload(set));
  const std::string first_lines = log.add(first) + "\n" + std::string(value::text_of(first)) + "\n";
  set.serial = 2;
  set.previous = signed_::read_envelope(first).value().payload_digest;
  const auto second = house.root_envelope(house.payload(set), {"idris", "maryam"});
  const std::string lines = log.add(second) + "\n" + std::string(value::text_of(second)) + "\n";
  out.write("chain", first_lines + lines);
  out.write("key_set.json", second);
}

void write_letter(const Folder& out, const support::SigningHouse& house, const support::ActLog& log,
                  const exchange::Enclosure& enclosure) {
  fakes::SeededRandom random(11);
  const auto key = keys::PrivateKey::generate(keys::KeyKind::x25519, random).value();
  const value::Bytes inside = exchange::write_enclosure(enclosure).value();
  exchange::LetterHeader header;
  header.letter_id = value::parse_uuid("0192f0c1-7f00-7000-8000-0000000000bb").value();
  header.from_node = "xa";
  header.to_node = "xb";
  header.from_desk = "xa.desk";
  header.to_desk = "xb.desk";
  header.made_at = value::parse_instant(support::house_time).value();
  header.expires = value::parse_instant("2026-11-10T02:14:09Z").value();
  header.checkpoint = log.checkpoint();
  out.write("letter", exchange::make_letter({header, inside, key.recipient()}, house.signer("desk"),
                                            house.organisation().root(), random)
                          .value());
  out.write("enclosure", inside);
  out.write("slip.json", enclosure.slip);
  out.write("identity.txt", keys::export_identity(key).value() + "\n");
  out.write("recipient.txt", key.recipient().text() + "\n");
}

void make(const std::filesystem::path& folder) {
  const Folder out(folder / "envelope");
  const support::SigningHouse house("xa");
  support::ActLog log(house.origin());
  write_chain(out, house, log);
  const std::string payload = request_payload();
  const std::vector<std::string> authorisations{
      house.authorised(payload, "tomas", "preservation_request"),
      house.authorised(payload, "vera", "preservation_request")};
  const value::Bytes envelope = house.envelope(payload, authorisations);
  out.write("payload.json", payload);
  out.write("envelope.json", envelope);
  out.write("root", house.organisation().root());
  for (const char* const name : {"desk", "tomas", "vera", "idris", "maryam"}) {
    out.write(name, house.signer(name).certificate());
  }
  write_letter(Folder(folder / "letter"), house, log, {log.add(envelope), envelope});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: foreign_make_envelope OUT\n";
    return 2;
  }
  try {
    make(argv[1]);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
