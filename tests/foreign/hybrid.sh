#!/usr/bin/env bash
# The hybrid suite against other implementations: key exchanges on random inputs with npm @noble/post-quantum, files in
# both directions with npm age-encryption, and the age test kit (npm cctv-age), X25519 and hybrid.
# Usage: tests/foreign/hybrid.sh [BUILD [COUNT]], default build/dev and 1000. Exit status 77: node, a package, or the
# hybrid suite is not there.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-${COMITY_BIN:-$root/build/dev}}
count=${2:-1000}
for package in @noble/post-quantum age-encryption cctv-age; do
  if ! command -v node >/dev/null || [ ! -d "$root/tests/foreign/node_modules/$package" ]; then
    echo "skipped: needs node and 'npm ci' in tests/foreign"
    exit 77
  fi
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
other() { node "$root/tests/foreign/hybrid.mjs" "$@"; }
comity=$build/comity
fail() { echo "FAILED: $1"; tail -n 3 "$work/err" 2>/dev/null; exit 1; }

status=0
"$build/foreign_make_hybrid" "$count" "$(od -An -N4 -tu4 /dev/urandom)" >"$work/ours" 2>"$work/err" || status=$?
if [ $status -eq 77 ]; then
  echo "skipped: $(cat "$work/err")"
  exit 77
fi
[ $status -eq 0 ] || fail "making exchanges"
other exchange "$work/ours"
# The check itself must be able to fail.
{ head -n 1 "$work/ours" | sed 's/....$/0000/'; tail -n +2 "$work/ours"; } >"$work/forged"
if other exchange "$work/forged" 2>/dev/null; then fail "a forged exchange agreed"; fi
other send "$count" "$work"
"$build/foreign_make_hybrid" --receive <"$work/shares" | cmp - "$work/secrets" || fail "a secret of theirs"
echo "$count exchanges of theirs agree, half of them altered"

other identity "$work/one"
other identity "$work/two"
for size in 0 1 65535 65536 65537 200000; do
  head -c "$size" /dev/urandom >"$work/plain"
  "$comity" age -r "$(cat "$work/one.pub")" -o "$work/sealed" "$work/plain"
  other open "$work/one" "$work/sealed" "$work/opened" && cmp "$work/plain" "$work/opened" || fail "ours of $size octets"
  cat "$work/one.pub" "$work/two.pub" >"$work/both.pub"
  "$comity" age -R "$work/both.pub" -o "$work/sealed.both" "$work/plain"
  other open "$work/two" "$work/sealed.both" "$work/opened" && cmp "$work/plain" "$work/opened" || fail "ours for two"
  other seal "$work/plain" "$work/theirs" "$work/two.pub" "$work/one.pub"
  "$comity" age -d -i "$work/one" -o "$work/back" "$work/theirs" && cmp "$work/plain" "$work/back" || fail "theirs of $size"
  rm "$work/sealed" "$work/sealed.both" "$work/back"
done
echo "files of six sizes pass in both directions"

refused() { # refused CODE COMMAND...
  local code=$1
  shift
  if "$@" >"$work/out" 2>"$work/err"; then fail "not refused: $*"; fi
  grep -q "$code" "$work/err" "$work/out" || fail "not $code: $*"
}
other seal "$work/plain" "$work/theirs" "$work/two.pub"
refused AGE-04 "$comity" age -d -i "$work/one" -o "$work/none" "$work/theirs"
printf '%s\n' age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p >"$work/x25519.pub"
refused AGE-13 "$comity" age -R "$work/one.pub" -R "$work/x25519.pub" -o "$work/none" "$work/plain"
refused AGE-13 "$comity" age -R "$work/x25519.pub" -R "$work/one.pub" -o "$work/none" "$work/plain"
"$comity" age -R "$work/one.pub" -o "$work/sealed" "$work/plain"
printf 'A' | dd of="$work/sealed" bs=1 seek=900 conv=notrunc status=none
if other open "$work/one" "$work/sealed" "$work/opened" 2>/dev/null; then fail "they opened an altered file"; fi
refused AGE-0 "$comity" age -d -i "$work/one" -o "$work/none" "$work/sealed"
[ ! -e "$work/none" ] || fail "something was left of a refused file"
echo "mixed suites, a stranger's key and an altered stanza are refused"

# expected OUTCOME: the codes with which we refuse it.
expected() {
  case $1 in
    no-match) echo 'AGE-04' ;;
    header-failure) echo 'AGE-0[123579]' ;; # 07: cut inside the header
    HMAC-failure) echo 'AGE-05' ;;
    payload-failure) echo 'AGE-0[678]' ;;
    *) echo 'no such outcome' ;;
  esac
}
other kit "$work"
passed=0
while read -r name outcome payload; do
  vector=$work/$name
  if [ "$outcome" = success ]; then
    "$comity" age -d -i "$vector/identities" -o "$vector/out" "$vector/file.age" || fail "the kit's $name"
    [ "$(sha256sum <"$vector/out" | cut -d ' ' -f 1)" = "$payload" ] || fail "the payload of the kit's $name"
  else
    refused "$(expected "$outcome")" "$comity" age -d -i "$vector/identities" -o "$vector/out" "$vector/file.age"
  fi
  passed=$((passed + 1))
done <"$work/list"
[ "$passed" -gt 60 ] || fail "only $passed vectors in the kit"
echo "$passed vectors of the age test kit are judged as they say"
