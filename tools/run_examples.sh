#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the examples of a build folder: each must print what stands in its expected.txt.
# Usage: bash tools/run_examples.sh BUILD_DIR EXAMPLES_DIR SCENARIOS_DIR
set -euo pipefail

bin="$(realpath "$1")/bin"
examples="$2"
flood="$(realpath "$3")/zhengzhou_720"
declare -A argument=([step_scenario]="$flood" [own_sink]="$flood") exit_code=([handle_errors]=2)
fail() {
    printf 'run_examples: %s\n' "$*" >&2
    exit 1
}

output="$(mktemp)"
trap 'rm -f "$output"' EXIT
count=0
for folder in "$examples"/*/; do
    name="$(basename "$folder")"
    [[ -f "$folder/CMakeLists.txt" ]] || continue
    code=0
    (cd "$folder" && "$bin/$name" ${argument[$name]:-}) >"$output" 2>&1 || code=$?
    diff "$output" "$folder/expected.txt" >&2 || fail "$name prints other lines than its expected.txt"
    ((code == ${exit_code[$name]:-0})) || fail "$name ended with exit code $code"
    count=$((count + 1))
done
((count > 0)) || fail "there is no example in $examples"
printf 'run_examples: %d examples print what they should\n' "$count"
