#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the library from a build folder into a prefix of its own, then builds and runs tests/consumer and the examples
# against it, as a user's project would. What an example prints must be what stands in its expected.txt, and for models
# that are written in both languages what the Python program prints.
# Usage: bash tools/consumer.sh BUILD_DIR [COMPILER]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

build="${1:?the folder of a finished build}"
compiler="${2:-g++}"
work="$root/build/consumer-$compiler"
rm -rf "$work"
cmake --install "$build" --component development --prefix "$work/commonweal" >/dev/null
# As a user would, but through the compiler cache, where there is one.
launcher="$(command -v ccache || true)"
compile=(-G Ninja --log-level=WARNING -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher" -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER="$compiler"
    -DCMAKE_CXX_FLAGS="-Wall -Wextra -Wpedantic -Werror")
# The preset of the consumer looks for the library in the user's home.
HOME="$work" cmake -S tests/consumer -B "$work/tests/consumer" --preset release "${compile[@]}" >/dev/null
cmake -S examples -B "$work/examples" "${compile[@]}" -DCMAKE_PREFIX_PATH="$work/commonweal" >/dev/null
for project in tests/consumer examples; do cmake --build "$work/$project" --parallel "$jobs"; done

for program in my_model consumer; do
    "$work/tests/consumer/$program" >"$work/output" 2>&1 && continue
    cat "$work/output" >&2
    fail "$program did not run as it should"
done

bash tools/run_examples.sh "$work/examples" examples scenarios
for model in watts_cascade voter sir; do
    diff "examples/$model/expected.txt" <(python "examples/python/$model.py") >&2 ||
        fail "$model prints other numbers in Python than in C++"
done
say "3 models print the same in Python and in C++"
