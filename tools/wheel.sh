#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the source archive and, from it, a wheel that carries the libraries it needs, both in build/wheel; installs the wheel
# in an empty virtual environment and uses it outside the tree.
# Usage: bash tools/wheel.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

work="$root/build/wheel"
# What a wheel may take from the system: the C and C++ libraries, and zlib (PEP 600).
of_the_system='^(ld-linux-x86-64|lib(c|m|dl|rt|resolv|pthread|gcc_s|stdc\+\+|z))\.so'

make_wheel() {
    rm -rf "$work"
    python -m build --no-isolation --sdist --outdir "$work" .
    mkdir -p "$work/source"
    tar -xzf "$work"/commonweal-*.tar.gz -C "$work/source" --strip-components=1
    # Relative paths are those of build/package, of .venv too: ccache knows every translation unit.
    ln -s "$root/.venv" "$work/source/.venv"
    CMAKE_BUILD_PARALLEL_LEVEL="$jobs" CCACHE_BASEDIR="$work/source" "$work/source/.venv/bin/python" -m pip wheel --quiet --no-build-isolation \
        --no-deps --no-index --config-settings=build-dir=build/package --wheel-dir "$work/bare" "$work/source"
    python -m auditwheel repair --wheel-dir "$work" "$work"/bare/*.whl >"$work/repair.log" 2>&1 || {
        cat "$work/repair.log" >&2
        fail "the wheel could not be repaired"
    }
}

check_libraries() {
    local core outside
    core="$(ls "$work"/env/lib/python3*/site-packages/commonweal/_core*.so)"
    outside="$(ldd "$core" | sed -n 's/.* => \([^ ]*\).*/\1/p' | grep -v "^$work/env/" | xargs -n1 basename |
        grep -vE "$of_the_system" || true)"
    [[ -z "$outside" ]] || fail "the wheel needs libraries that it does not carry: $outside"
    say "the wheel carries $(ls "$work"/env/lib/python3*/site-packages/commonweal.libs | wc -l) libraries"
}

try_wheel() {
    python -m venv "$work/env"
    "$work/env/bin/python" -m pip install --quiet --disable-pip-version-check --constraint tools/constraints.txt \
        "$work"/*.whl
    check_libraries
    cd "$work/env"
    env -u PYTHONPATH bin/python -W error -c 'import commonweal; print(commonweal.__file__)'
    env -u PYTHONPATH bin/commonweal --version
    env -u PYTHONPATH bin/commonweal check zhengzhou_720
    env -u PYTHONPATH bin/commonweal doctor
}

make_wheel
try_wheel
say "made" "$work"/commonweal-*.{tar.gz,whl}
