#!/usr/bin/env bash
# docs/protocol/states.md is what tools/states makes from the data.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
command -v jq >/dev/null || { echo "skipped: needs jq"; exit 77; }
"$root/tools/states" | diff "$root/docs/protocol/states.md" - || { echo "run: tools/states >docs/protocol/states.md"; exit 1; }
