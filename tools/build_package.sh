#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the library and the Python package (release) in build/package and installs the package into .venv;
# a second call compiles only what changed.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

say "building the library and the Python package in build/package"
CMAKE_BUILD_PARALLEL_LEVEL="$jobs" python -m pip install --quiet --disable-pip-version-check \
    --no-build-isolation --no-deps --no-index --config-settings=build-dir=build/package .
say "installed $(commonweal --version) into .venv"
