#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the Debian package libcommonweal-dev in build/debian, and builds and runs what it brings against it.
# Usage: bash tools/debian_package.sh                 one example, with the package unpacked into a folder
#        bash tools/debian_package.sh --clean-root    all examples, with the package installed by apt-get in a new
#                                                     minimal Debian; needs root, debootstrap and the network
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

work="$root/build/debian"

make_package() {
    # Compiled as the Python package is, by the same compiler name and in unity files, ccache has the library already.
    cmake --fresh -S . -B "$work" -G Ninja --log-level=WARNING -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=/usr \
        -DCMAKE_CXX_COMPILER="$(package_compiler)" -DCMAKE_UNITY_BUILD=ON -DCOMMONWEAL_BUILD_TESTS=OFF \
        -DCOMMONWEAL_DEBIAN_PACKAGE=ON >/dev/null
    cmake --build "$work" --parallel "$jobs"
    rm -f "$work"/*.deb
    (cd "$work" && cpack >/dev/null)
    package="$(ls "$work"/libcommonweal-dev_*.deb)"
}

check_contents() {
    local listed needed
    listed="$(dpkg-deb --contents "$package" | awk '{print $6}')"
    for needed in include/commonweal/commonweal.hpp lib/.*/libcommonweal.a lib/.*/cmake/commonweal/commonwealConfig.cmake \
        share/doc/libcommonweal-dev/{copyright,NOTICE,changelog.gz,changelog.Debian.gz,examples/own_agents/main.cpp}; do
        grep -qxE "\./usr/$needed" <<<"$listed" || fail "the package has no $needed"
    done
    dpkg-deb --info "$package" | sed -n 's/^ \(Package\|Version\|Depends\|Installed-Size\)/\1/p'
}

try_unpacked() {
    local folder="$work/unpacked" example="$work/own_agents"
    rm -rf "$folder" "$example"
    dpkg-deb -x "$package" "$folder"
    cp -r "$folder/usr/share/doc/libcommonweal-dev/examples/own_agents" "$example"
    cmake -S "$example" -B "$example/build" --log-level=WARNING -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_PREFIX_PATH="$folder/usr" >/dev/null
    cmake --build "$example/build" >/dev/null
    diff <("$example/build/own_agents") "$example/expected.txt" >&2 || fail "own_agents prints other lines"
    say "an example of the unpacked package, copied out and built alone, prints what it should"
}

leave_clean_root() {
    umount "$clean/proc" 2>/dev/null || true
    rm -rf --one-file-system "$clean"
}

# What apt-get has to know here, it has to know there: sources, proxies, certificates.
prepare_clean_root() {
    local file
    debootstrap --variant=minbase bookworm "$clean" >"$work/debootstrap.log" 2>&1 ||
        fail "debootstrap failed; see $work/debootstrap.log"
    for file in /etc/apt/apt.conf.d /etc/apt/sources.list /etc/resolv.conf /etc/ssl/certs; do
        [[ ! -e "$file" ]] || cp -rL --parents "$file" "$clean" 2>/dev/null || say "could not copy all of $file"
    done
    mount -t proc proc "$clean/proc"
    mkdir "$clean/srv/commonweal"
    cp "$package" tools/run_examples.sh "$clean/srv/commonweal"
}

try_in_clean_root() {
    [[ "$(id -u)" == 0 ]] || fail "--clean-root needs root"
    clean="$(mktemp -d)"
    trap leave_clean_root EXIT
    prepare_clean_root
    cat >"$clean/srv/commonweal/try.sh" <<'END'
cd "$(dirname "$0")"
apt-get update -q >apt.log 2>&1
apt-get install -q -y --no-install-recommends ./libcommonweal-dev_*.deb cmake g++ make >>apt.log 2>&1 || { cat apt.log; exit 1; }
doc=/usr/share/doc/libcommonweal-dev
cp -r "$doc/examples" examples
cmake -S examples -B build -DCMAKE_BUILD_TYPE=Release >/dev/null
cmake --build build --parallel "$(nproc)" >/dev/null
bash run_examples.sh build examples "$doc/scenarios"
END
    chroot "$clean" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/srv/commonweal DEBIAN_FRONTEND=noninteractive \
        bash -e /srv/commonweal/try.sh </dev/null
    say "installed by apt-get in a new Debian; all examples were built and run there"
}

case "${1:-}" in
    "" | --clean-root) ;;
    *) fail "knows --clean-root only, not $1" ;;
esac
make_package
check_contents
if [[ "${1:-}" == --clean-root ]]; then try_in_clean_root; else try_unpacked; fi
say "made $package"
