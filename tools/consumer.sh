#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the library from a build folder into a prefix of its own, then builds and runs tests/consumer and the examples
# against it, as a user's project would.
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
"$work/tests/consumer/consumer"
"$work/examples/reference_tick"
"$work/examples/embed_flood" scenarios/zhengzhou_720
