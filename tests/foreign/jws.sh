#!/usr/bin/env bash
# Our JWS verify with npm jose, and what jose signs under a certificate of OpenSSL verifies with us; an altered one
# does not. Usage: tests/foreign/jws.sh [BUILD], default build/dev. Exit status 77: node or jose is not there.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-${COMITY_BIN:-$root/build/dev}}
if ! command -v node >/dev/null || [ ! -d "$root/tests/foreign/node_modules/jose" ]; then
  echo "skipped: needs node and 'npm ci' in tests/foreign"
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
jose() { node "$root/tests/foreign/jws.mjs" "$@"; }

"$build/foreign_make_jws" "$work/ours"
jose verify "$work/ours"
echo "jose verifies ours"

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/key.pem" -subj /CN=xb.247 -days 30 \
  -outform DER -out "$work/certificate.der" 2>/dev/null
type=comity-letter+json
# expect WHAT HEADER ALTERATION: what our program answers to a JWS of jose.
expect() {
  local answer
  answer=$(jose sign "$work/key.pem" '{"from_desk":"xb.247"}' "$2" | sed "$3" |
    "$build/foreign_make_jws" --check "$work/certificate.der" $type) || true
  if [ "$answer" != "$1" ]; then
    echo "a JWS with header $2, altered by '$3', gave $answer, expected $1"
    exit 1
  fi
}
expect '{"from_desk":"xb.247"}' '{"alg":"ES256","typ":"comity-letter+json"}' ''
expect JWS-05 '{"alg":"ES256","typ":"JWT"}' ''
expect JWS-04 '{"alg":"ES256","typ":"comity-letter+json","jku":"https://192.0.2.1/keys"}' ''
expect JWS-07 '{"alg":"ES256","typ":"comity-letter+json"}' 's/\.[^.]*\./.e30./'
expect JWS-01 '{"alg":"ES256","typ":"comity-letter+json"}' 's/$/=/'
echo "we verify jose's, and refuse the altered ones"
