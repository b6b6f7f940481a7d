#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a base system to a first result: installs what running needs (tools/install.sh says what), builds, and installs
# the command commonweal into .venv. A second call takes seconds.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

bash tools/install.sh run
bash tools/build_package.sh
bash tools/consumer.sh build/package
say "done; .venv/bin/commonweal --help lists what the command can do"
