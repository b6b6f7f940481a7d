#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: packages
# A wheel made from the source archive, installed in an empty virtual environment and used outside the tree.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

work="$root/build/wheel"
rm -rf "$work"
python -m build --no-isolation --sdist --outdir "$work/sdist" .
mkdir -p "$work/source"
tar -xzf "$work"/sdist/commonweal-*.tar.gz -C "$work/source" --strip-components=1
# Relative paths are those of build/package but for .venv: ccache knows most translation units, in the next clone all.
CMAKE_BUILD_PARALLEL_LEVEL="$jobs" python -m pip wheel --quiet --no-build-isolation \
    --no-deps --no-index --config-settings=build-dir=build/package --wheel-dir "$work" "$work/source"

python -m venv "$work/env"
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check --constraint tools/constraints.txt "$work"/*.whl
cd "$work/env"
env -u PYTHONPATH bin/python -W error -c 'import commonweal; print(commonweal.__file__)'
env -u PYTHONPATH bin/commonweal --version
env -u PYTHONPATH bin/commonweal check zhengzhou_720
env -u PYTHONPATH bin/commonweal doctor
