#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Feeds each reader random input: tools/fuzz.sh [EXECUTIONS]
# A million executions each without an argument. A report stops it; what was found anew stays in build/fuzz/found.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
executions=${1:-1000000}
[[ $executions =~ ^[1-9][0-9]*$ ]] || fail "'$executions' is no number of executions"

build_preset fuzz
folder=build/fuzz/found
TMPDIR=$(mktemp -d -p /dev/shm)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
for corpus in tests/fuzz/corpus/*; do
    name=$(basename "$corpus")
    mkdir -p "$folder/$name"
    say "$name"
    "build/fuzz/tests/fuzz/${name}_fuzz" -runs="$executions" -max_len=2048 -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 -verbosity=0 -artifact_prefix="$folder/" "$folder/$name" "$corpus"
done
