#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Feeds each reader random input: tools/fuzz.sh [EXECUTIONS [READER...]]
# All readers, a million executions each, without an argument; a reader is a folder of tests/fuzz/corpus. A report stops
# it; what was found anew stays in build/fuzz/found.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
executions=${1:-1000000}
[[ $executions =~ ^[1-9][0-9]*$ ]] || fail "'$executions' is no number of executions"
readers=("${@:2}")
test ${#readers[@]} -gt 0 || readers=(tests/fuzz/corpus/*)

build_preset fuzz
folder=build/fuzz/found
TMPDIR=$(mktemp -d -p /dev/shm)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
for reader in "${readers[@]}"; do
    name=$(basename "$reader")
    corpus=tests/fuzz/corpus/$name
    test -d "$corpus" || fail "there is no reader '$name'; there are $(ls tests/fuzz/corpus | tr '\n' ' ')"
    mkdir -p "$folder/$name"
    say "$name"
    "build/fuzz/tests/fuzz/${name}_fuzz" -runs="$executions" -max_len=2048 -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 -verbosity=0 -artifact_prefix="$folder/" "$folder/$name" "$corpus"
done
