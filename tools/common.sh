# SPDX-License-Identifier: Apache-2.0
# What every script in tools/ shares; source it first. Afterwards the project's root is the working directory.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
export PATH="$root/.venv/bin:$PATH"
# Compilations are shared between clones: what ccache hashes must not depend on where a clone lies.
export CCACHE_BASEDIR="${CCACHE_BASEDIR:-$root}" CCACHE_NOHASHDIR=1
jobs="$(nproc)"

say() { printf '%s: %s\n' "$(basename "$0" .sh)" "$*"; }
fail() {
    say "$*" >&2
    exit 1
}

# The compiler of build/package, by the name that it was called by there: only then does ccache know the objects.
package_compiler() {
    local compiler
    compiler="$(sed -n 's/^CMAKE_CXX_COMPILER:[A-Z]*=//p' build/package/CMakeCache.txt 2>/dev/null || true)"
    echo "${compiler:-g++}"
}

# Configures and builds one preset, or only the targets that follow its name.
build_preset() {
    local preset="$1"
    shift
    cmake --preset "$preset" --log-level=WARNING >/dev/null
    cmake --build --preset "$preset" --parallel "$jobs" ${1:+--target "$@"}
}
