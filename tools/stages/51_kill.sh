#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: tests
# The command line, killed at random moments and resumed; the full form is tools/kill_test.sh without arguments.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

bash tools/kill_test.sh 4 scenarios/zhengzhou_720 residents.count=5000 "time.duration=20 d"
