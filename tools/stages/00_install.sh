#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: install
# What the later stages need.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

bash tools/install.sh test
