#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: build
# Each public header compiles by itself; what the umbrella costs a user.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

build_preset dev all_verify_interface_header_sets
for compiler in g++ clang++-14; do
    TIMEFORMAT="the umbrella header takes $compiler %R s"
    time "$compiler" -std=c++20 -Iinclude -fsyntax-only -x c++ - <<<'#include <commonweal/commonweal.hpp>'
done
