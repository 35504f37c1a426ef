#!/usr/bin/env bash
# Folds invented cases with an implementation written from docs/protocol/case.md alone, and the published
# vectors too. Usage: tests/foreign/case.sh [BUILD], default build/dev. Exit status 77: no python3.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-${COMITY_BIN:-$root/build/dev}}
command -v python3 >/dev/null || { echo "skipped: needs python3"; exit 77; }
cases=$(mktemp)
trap 'rm -f "$cases"' EXIT
COMITY_SOURCE=$root "$build/foreign_make_case" 1 300 >"$cases"
python3 "$root/tests/foreign/case.py" "$root/data/casework.json" "$cases" "$root"/docs/protocol/vectors/case/*.jsonl
# The check itself must be able to fail.
if sed 's/"standing":"applied"/"standing":"noted"/' "$cases" |
  python3 "$root/tests/foreign/case.py" "$root/data/casework.json" >/dev/null; then
  echo "altered cases passed"
  exit 1
fi
