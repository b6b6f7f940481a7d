#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: build
# The library and all tests with g++, warnings as errors.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

build_preset dev
