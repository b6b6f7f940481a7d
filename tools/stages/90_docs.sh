#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: packages
# The documentation, every warning an error, every reference resolved, no link inside that leads nowhere.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

python -m sphinx --jobs "$jobs" --fail-on-warning --keep-going --fresh-env --nitpicky --quiet -b html docs build/docs
python tools/check_links.py --site build/docs
