#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: packages
# A project outside the tree against the installed library, with both compilers.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

bash tools/build_package.sh
for compiler in g++ clang++-14; do bash tools/consumer.sh build/package "$compiler"; done
