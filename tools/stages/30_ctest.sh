#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: tests
# The unit tests.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

ctest --preset dev
