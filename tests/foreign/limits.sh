#!/usr/bin/env bash
# The table of docs/protocol/limits.md against the constants that it names. Exit status 77: node is not there.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
command -v node >/dev/null || { echo "skipped: needs node"; exit 77; }
exec node "$root/tests/foreign/limits.mjs" "$root"
