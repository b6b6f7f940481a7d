#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a base system to a first result: installs what running needs (tools/install.sh says what), builds, installs the
# command commonweal into .venv, and runs the flood into runs/quickstart. A second call takes seconds.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

bash tools/install.sh run
bash tools/build_package.sh
bash tools/consumer.sh build/package
say "running the flood: .venv/bin/commonweal run scenarios/zhengzhou_720 --seed 1 --out runs/quickstart --force"
.venv/bin/commonweal run scenarios/zhengzhou_720 --seed 1 --out runs/quickstart --force
say "done; open runs/quickstart/report.md, and see .venv/bin/commonweal --help"
