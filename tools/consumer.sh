#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the library from a build folder into a prefix of its own, then builds and runs tests/consumer and the examples
# against it, as a user's project would. Says what they printed only where one fails: the output of an example that shows
# an error looks like one.
# Usage: bash tools/consumer.sh BUILD_DIR [COMPILER]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

build="${1:?the folder of a finished build}"
compiler="${2:-g++}"
work="$root/build/consumer-$compiler"
rm -rf "$work"
cmake --install "$build" --component development --prefix "$work/prefix" >/dev/null
for project in tests/consumer examples; do
    cmake -S "$project" -B "$work/$project" -G Ninja --log-level=WARNING -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_PREFIX_PATH="$work/prefix" >/dev/null
    cmake --build "$work/$project" --parallel "$jobs"
done

# Runs one program; its output is shown when it fails.
run_example() {
    "$@" >"$work/output" 2>&1 && return
    cat "$work/output" >&2
    fail "$(basename "$1") did not run as it should"
}

run_example "$work/tests/consumer/my_model"
run_example "$work/tests/consumer/consumer"
run_example "$work/examples/reference_tick"
run_example "$work/examples/embed_flood" scenarios/zhengzhou_720
run_example "$work/examples/rule_cookbook"
say "examples: 4 ran as they should"

# Models that are written in both languages print the same.
for model in watts_cascade voter sir; do
    diff <("$work/examples/$model") <(python "examples/python/$model.py") >&2 ||
        fail "$model prints other numbers in Python than in C++"
done
say "3 models print the same in Python and in C++"
