#include "evidence/verdict.h"

#include "value/result.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

namespace comity::evidence {

Meaning meaning_of(CheckKind kind) {
  switch (kind) {
    case CheckKind::outer_signature:
      return {
          "outer signature",
          "the outer manifest is, byte for byte, what the holder of this certificate's key signed",
          "whose certificate it is, or when it was signed"};
    case CheckKind::sender_trusted:
      return {"sender",
              "the certificate is the sender's own by the key sets that the verifier was given",
              "that the key was in the right hands"};
    case CheckKind::addressed:
      return {"addressed here", "the signer meant this desk to have the package",
              "that no other desk was given a copy"};
    case CheckKind::in_time:
      return {"in time", "the package was taken in before its end of acceptance",
              "when it was made: that time is the sender's claim"};
    case CheckKind::announced:
      return {"announced", "this is the package that the statement in the case announces",
              "that it is all that was asked for"};
    case CheckKind::sealed_object:
      return {"sealed object", "the ciphertext is whole and as the signer saw it",
              "anything about what is inside"};
    case CheckKind::inner_opened:
      return {"inner manifest opened", "it was sealed to this desk's key",
              "who sealed it: the signature inside does"};
    case CheckKind::inner_commitment:
      return {"inner commitment", "this is the inner manifest that the outer one was signed over",
              "that its contents are true"};
    case CheckKind::inner_signature:
      return {"inner signature", "the key that signed the outer manifest signed this inner one",
              "that its contents are true"};
    case CheckKind::inner_tied:
      return {"inner and outer agree",
              "both name the same package, statement, sender, recipients and number of objects; "
              "nobody has forwarded it under another cover",
              "that its contents are true"};
    case CheckKind::midstates:
      return {"midstates", "the sidecar is the one that the inner manifest names",
              "the plaintext: that is checked against it apart"};
    case CheckKind::plaintext:
      return {"plaintext",
              "the file has the length and the SHA-256 that the sender signed, at each MiB",
              "how it came to the sender, or that it was not changed before it was sealed"};
  }
  return {};
}

value::Result<void> Verdict::add(CheckKind kind, std::optional<std::uint32_t> object,
                                 const value::Result<void>& result) {
  checks_.push_back(
      {kind, object, result ? std::nullopt : std::optional<value::Error>(result.error())});
  return result;
}

bool Verdict::good() const {
  return !checks_.empty() && std::all_of(checks_.begin(), checks_.end(),
                                         [](const Check& check) { return !check.error; });
}

std::string Verdict::text() const {
  std::string text;
  for (const Check& check : checks_) {
    text += check.error ? std::string(check.error->code.text()) : "ok";
    text += " " + std::string(meaning_of(check.kind).name);
    if (check.object) {
      text += ", object " + std::to_string(*check.object);
    }
    if (check.error) {
      text += ": " + check.error->detail;
    }
    text += "\n";
  }
  return text;
}

}  // namespace comity::evidence
