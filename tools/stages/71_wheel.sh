#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: packages
# The source archive, and a wheel made from it that carries its libraries, used in an empty virtual environment.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

bash tools/wheel.sh
