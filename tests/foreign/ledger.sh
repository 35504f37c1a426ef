#!/usr/bin/env bash
# Checks ledgers of this project with Go's checksum database libraries, which share no code with it,
# and that every tampered twin fails there. Usage: tests/foreign/ledger.sh [BUILD], default build/dev.
# Exit status 77: Go or its library is not installed.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-${COMITY_BIN:-$root/build/dev}}
library=/usr/share/gocode
if ! command -v go >/dev/null || [ ! -d "$library/src/golang.org/x/mod/sumdb/tlog" ]; then
  echo "skipped: needs golang-go and golang-golang-x-mod-dev"
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GO111MODULE=off GOPATH=$library GOCACHE=$work/cache GOFLAGS='' GOPROXY=off
(cd "$root/tests/foreign/go/ledgercheck" && go build -o "$work/ledgercheck" .)

passed=0
failed=0
expect() { # expect ok|refused WHAT FOLDER
  local answer=refused
  "$work/ledgercheck" "$3" 2>"$work/why" && answer=ok
  if [ "$answer" = "$1" ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: $2 is $answer, expected $1: $(cat "$work/why")"
  fi
}

flip() { # flip FILE OFFSET: inverts the lowest bit of one octet
  local octet
  octet=$(od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' ')
  printf '%b' "$(printf '\\%03o' $((octet ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

for size in 2 5 255 256 257 600; do
  "$build/foreign_make_ledger" "$work/$size" "$size"
  expect ok "a log of $size entries" "$work/$size"
done
expect ok "the published vectors" "$root/docs/protocol/vectors/ledger"

sound=$work/600
while read -r file; do
  size=$(stat -c %s "$sound/$file")
  for offset in 0 $((size / 3)) $((size - 2)); do
    rm -rf "$work/twin"
    cp -r "$sound" "$work/twin"
    flip "$work/twin/$file" "$offset"
    expect refused "$file with octet $offset changed" "$work/twin"
  done
done < <(cd "$sound" && find log earlier slips cosigned witness.vkey -type f | sort)

echo "ledger: $passed as expected, $failed not"
[ "$failed" = 0 ]
