#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: packages
# The Debian package, unpacked into a folder, and an example against it. The compiler cache has the library from the stages
# before; the full form is tools/debian_package.sh --clean-root.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

bash tools/debian_package.sh
