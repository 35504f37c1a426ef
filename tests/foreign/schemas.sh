#!/usr/bin/env bash
# The published JSON Schemas with npm ajv against the vectors. Exit status 77: node or ajv is not there.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
command -v node >/dev/null || { echo "skipped: needs node"; exit 77; }
if [ ! -d "$root/tests/foreign/node_modules/ajv" ]; then
  echo "skipped: needs 'npm ci' in tests/foreign"
  exit 77
fi
exec node "$root/tests/foreign/schemas.mjs" "$root"
