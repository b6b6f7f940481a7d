#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing: Debian packages with apt-get, as root or with sudo, and Python packages into .venv at the
# root. A second call finds nothing missing and changes nothing.
# Usage: bash tools/install.sh run     what building and running needs
#        bash tools/install.sh test    that, and what tools/test.sh needs
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

debian_run=(
    ca-certificates ccache cmake fonts-noto-cjk g++ git ninja-build pkg-config python3 python3-dev python3-venv
    libboost-dev libboost-graph-dev libeigen3-dev libhdf5-dev librandom123-dev libssl-dev libtbb-dev
    libtomlplusplus-dev nlohmann-json3-dev
)
debian_test=(
    clang-14 clang-format-14 clang-tidy-14 doxygen libclang-rt-14-dev libbenchmark-dev libgtest-dev librapidcheck-dev
)

as_root() {
    if [[ "$(id -u)" == 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "needs root or sudo for: $*"
    fi
}

install_debian() {
    command -v dpkg-query >/dev/null || fail "this is not Debian; install the counterparts of: $*"
    local present missing
    present="$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' || true)"
    missing="$(comm -23 <(printf '%s\n' "$@" | sort -u) <(sort -u <<<"$present"))"
    if [[ -z "$missing" ]]; then
        say "all $# Debian packages are present"
        return
    fi
    say "installing Debian packages:" $missing
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q || say "apt-get update had errors; trying on"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
}

# The first Python that is recent enough and can make virtual environments and extensions.
find_python() {
    local candidate
    for candidate in python3 /usr/bin/python3; do
        if "$candidate" -c 'import sys, sysconfig, os, ensurepip, venv
sys.exit(sys.version_info < (3, 11) or not os.path.exists(sysconfig.get_path("include") + "/Python.h"))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    fail "found no Python 3.11 or later with venv and headers"
}

install_python() {
    local group="$1" python files stamp wanted
    files=(tools/constraints.txt tools/requirements-run.txt)
    [[ "$group" == run ]] || files+=(tools/requirements-test.txt)
    # A virtual environment that does not start was made by a Python that is gone, or for another folder.
    if ! [[ -x .venv/bin/python && "$(.venv/bin/python -c 'import sys; print(sys.prefix)' 2>/dev/null)" == "$root/.venv" ]]; then
        python="$(find_python)"
        say "making .venv with $("$python" --version)"
        rm -rf .venv
        "$python" -m venv .venv
    fi
    stamp=".venv/installed-$group"
    wanted="$(cat "${files[@]}" | sha256sum)"
    if [[ -f "$stamp" && "$(cat "$stamp")" == "$wanted" ]]; then
        say "the Python packages for '$group' are present in .venv"
        return
    fi
    say "installing Python packages into .venv from ${files[*]}"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint tools/constraints.txt \
        $(printf -- '--requirement %s ' "${files[@]:1}")
    printf '%s\n' "$wanted" >"$stamp"
}

case "${1:-}" in
    run) install_debian "${debian_run[@]}" ;;
    test) install_debian "${debian_run[@]}" "${debian_test[@]}" ;;
    *) fail "say what for: run or test" ;;
esac
install_python "$1"
