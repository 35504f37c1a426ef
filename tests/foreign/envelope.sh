#!/usr/bin/env bash
# Envelopes, authorisations, key sets and letters, checked with npm jose, openssl, coreutils and age alone, and each
# tampered twin refused by them. Usage: tests/foreign/envelope.sh [BUILD], default build/dev. Exit status 77: node,
# jose, openssl or age is not there.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-${COMITY_BIN:-$root/build/dev}}
for tool in node openssl age; do
  command -v $tool >/dev/null || { echo "skipped: needs $tool"; exit 77; }
done
if [ ! -d "$root/tests/foreign/node_modules/jose" ]; then
  echo "skipped: needs 'npm ci' in tests/foreign"
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
expect() { # expect ok|refused WHAT COMMAND...
  local answer=refused wanted=$1 what=$2
  shift 2
  "$@" >"$work/out" 2>"$work/why" && answer=ok
  if [ $answer = "$wanted" ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: $what is $answer, expected $wanted: $(tail -n 3 "$work/why")"
  fi
}

jose() { node "$root/tests/foreign/envelope.mjs" "$@"; }

# member FILE NAME: one member of a JSON file.
member() { node -pe 'JSON.parse(require("fs").readFileSync(process.argv[1]))[process.argv[2]]' "$1" "$2"; }
edit() { # edit FROM TO EXPRESSION
  node -e 'const fs = require("fs"); const j = JSON.parse(fs.readFileSync(process.argv[1]));
    eval(process.argv[3]); fs.writeFileSync(process.argv[2], JSON.stringify(j));' "$1" "$2" "$3"
}

decode() { node -e 'process.stdout.write(Buffer.from(process.argv[1], "base64url"))' "$1"; }

# raw_to_der: 64 octets r || s on standard input become the DER that openssl wants.
raw_to_der() {
  local hex
  hex=$(od -An -v -tx1 | tr -d ' \n')
  printf 'asn1=SEQUENCE:rs\n[rs]\nr=INTEGER:0x%s\ns=INTEGER:0x%s\n' "${hex:0:64}" "${hex:64:64}" >"$work/rs"
  openssl asn1parse -genconf "$work/rs" -noout -out "$1"
}

# openssl_verify CERTIFICATE.der PROTECTED PAYLOAD SIGNATURE
openssl_verify() {
  printf '%s.%s' "$2" "$3" >"$work/input"
  decode "$4" | raw_to_der "$work/signature.der"
  openssl x509 -inform DER -in "$1" -noout -pubkey >"$work/key.pem"
  openssl dgst -sha256 -verify "$work/key.pem" -signature "$work/signature.der" "$work/input"
}

openssl_envelope() { # openssl_envelope FILE CERTIFICATE.der
  openssl_verify "$2" "$(member "$1" protected)" "$(member "$1" payload)" "$(member "$1" signature)"
}

# The digest in the header, recomputed by sha256sum.
auth_digest() {
  local said computed
  said=$(decode "$(member "$1" protected)" | node -pe 'Buffer.from(JSON.parse(require("fs").readFileSync(0)).auth, "base64url").toString("hex")')
  computed=$({ echo comity/authorisations/v1; node -pe 'JSON.parse(require("fs").readFileSync(process.argv[1])).authorisations.join("\n")' "$1"; } |
    sha256sum | cut -d ' ' -f 1)
  [ "$said" = "$computed" ]
}

openssl_chain() { # openssl_chain ROOT.der LEAF.der
  openssl x509 -inform DER -in "$1" -out "$work/root.pem"
  openssl x509 -inform DER -in "$2" -out "$work/leaf.pem"
  openssl verify -check_ss_sig -attime 1793671200 -CAfile "$work/root.pem" "$work/leaf.pem"
}

open_letter() { # open_letter FOLDER LETTER: what age finds in it is the slip and the exact envelope
  tail -n +2 "$2" | age -d -i "$1/letter/identity.txt" >"$work/opened" || return 1
  { cat "$1/letter/slip.json"; echo; cat "$1/envelope/envelope.json"; echo; } | cmp - "$work/opened"
}

check() { # check FOLDER: one set of files, and its twins
  local files=$1 e=$1/envelope l=$1/letter twin=$work/twin.json name
  expect ok "envelope under jose" jose envelope "$e/envelope.json" "$e/tomas.der" "$e/vera.der"
  expect ok "key set under jose" jose envelope "$e/key_set.json" "$e/idris.der" "$e/maryam.der"
  expect refused "authorisations under other keys" jose envelope "$e/envelope.json" "$e/vera.der" "$e/tomas.der"
  edit "$e/envelope.json" "$twin" 'j.authorisations.pop()'
  expect refused "stripped authorisation" jose envelope "$twin" "$e/tomas.der"
  expect refused "stripped authorisation by sha256sum" auth_digest "$twin"
  edit "$e/envelope.json" "$twin" 'j.authorisations.reverse()'
  expect refused "reordered authorisations" jose envelope "$twin" "$e/vera.der" "$e/tomas.der"
  expect refused "reordered authorisations by sha256sum" auth_digest "$twin"
  edit "$e/envelope.json" "$twin" 'j.header = {kid: "7"}'
  expect refused "unprotected header" jose envelope "$twin" "$e/tomas.der" "$e/vera.der"
  edit "$e/envelope.json" "$twin" 'j.payload = Buffer.from(Buffer.from(j.payload, "base64url").toString().replace("xb.desk", "xc.desk")).toString("base64url")'
  expect refused "altered payload" jose envelope "$twin" "$e/tomas.der" "$e/vera.der"
  expect refused "altered payload under openssl" openssl_envelope "$twin" "$e/desk.der"

  expect ok "envelope under openssl" openssl_envelope "$e/envelope.json" "$e/desk.der"
  expect ok "key set under openssl" openssl_envelope "$e/key_set.json" "$e/root.der"
  expect refused "envelope under the root's key" openssl_envelope "$e/envelope.json" "$e/root.der"
  expect ok "auth digest by sha256sum" auth_digest "$e/envelope.json"
  for name in desk tomas vera idris maryam; do
    expect ok "certificate of $name under openssl" openssl_chain "$e/root.der" "$e/$name.der"
  done
  expect refused "a leaf as its own issuer" openssl_chain "$e/desk.der" "$e/tomas.der"
  decode "$(member "$e/envelope.json" payload)" >"$work/payload"
  expect ok "payload" cmp "$work/payload" "$e/payload.json"

  expect ok "letter under jose" jose letter "$l/letter"
  expect ok "letter opened by age" open_letter "$files" "$l/letter"
  head -c -1 "$l/letter" >"$work/cut"
  expect refused "cut letter under jose" jose letter "$work/cut"
  expect refused "cut letter under age" open_letter "$files" "$work/cut"
  { head -n 1 "$l/letter" | sed 's/\.[^.]*\./.e30./'; tail -n +2 "$l/letter"; } >"$work/forged"
  expect refused "letter with another header" jose letter "$work/forged"
  { cat "$l/slip.json"; echo; cat "$e/envelope.json"; echo; } >"$work/lines"
  expect ok "enclosure is two lines" cmp "$work/lines" "$l/enclosure"
}

# What age seals, our program opens; not with one octet changed, nor with another identity.
ours() {
  local l=$1/letter comity=$build/comity
  age -r "$(cat "$l/recipient.txt")" -o "$work/sealed" "$l/enclosure"
  install -m 600 "$l/identity.txt" "$work/identity"
  expect ok "age's file with comity age" "$comity" age -d -i "$work/identity" -o "$work/ours" "$work/sealed"
  expect ok "what comity age opened" cmp "$work/ours" "$l/enclosure"
  head -c -1 "$work/sealed" >"$work/sealed.cut"
  expect refused "age's cut file" "$comity" age -d -i "$work/identity" -o "$work/none" "$work/sealed.cut"
  expect refused "what was left of it" test -e "$work/none"
  age-keygen -o "$work/stranger" 2>/dev/null
  expect refused "another identity" "$comity" age -d -i "$work/stranger" -o "$work/none" "$work/sealed"
}

"$build/foreign_make_envelope" "$work/fresh"
check "$work/fresh"
check "$root/docs/protocol/vectors"
if [ -x "$build/comity" ]; then
  ours "$work/fresh"
else
  failed=$((failed + 1))
  echo "FAILED: $build/comity is not there"
fi
echo "envelope: $passed as expected, $failed not"
[ "$failed" = 0 ]
