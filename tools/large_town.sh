#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds 20 million residents with 12 neighbours and ten columns and runs ten ticks, within 24 GiB of memory; says how
# long it took and how much memory at most.
# Usage: bash tools/large_town.sh [AGENTS]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

agents="${1:-20000000}"
work="$root/build/large_town"
build_preset release commonweal >/dev/null
cmake --install build/release --component development --prefix "$work/prefix" >/dev/null
cmake -S examples -B "$work/examples" -G Ninja --log-level=WARNING -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_PREFIX_PATH="$work/prefix" >/dev/null
cmake --build "$work/examples" --target reference_tick >/dev/null
ulimit -v $((24 * 1024 * 1024))
python3 - "$work/examples/bin/reference_tick" "$agents" <<'END'
import resource
import subprocess
import sys
import time

start = time.monotonic()
subprocess.run(sys.argv[1:], check=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
print(f"{int(sys.argv[2]):,} residents: {time.monotonic() - start:.1f} s, at most {peak:.2f} GiB")
END
