#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Fails if an object of core, process or model calls a function of the C library's libm whose bits may differ between
# machines. Arguments: object files, libraries, or build folders, in which the objects of the three layers are looked up.
#   tools/check_symbols.sh build/dev
#   tools/check_symbols.sh --self-test
set -euo pipefail

# IEEE 754 and C define the bits of these.
exact='^(sqrt|fabs|floor|ceil|trunc|rint|nearbyint|fmin|fmax|copysign)(f|l)?$'

libm_functions() {
  nm -D --defined-only "$(realpath "$("${CXX:-g++}" -print-file-name=libm.so.6)")" |
    awk '$2 ~ /^[TWi]$/ { sub(/@.*/, "", $3); print $3 }' | sort -u | grep -vE "$exact"
}

check() {
  local objects=() argument
  for argument in "$@"; do
    if test -d "$argument"; then
      while IFS= read -r object; do objects+=("$object"); done < <(
        find "$argument" -path '*commonweal.dir/*' -name '*.o' | grep -E '/(core|process|model)/[^/]*\.o$' | sort)
    else
      objects+=("$argument")
    fi
  done
  if test "${#objects[@]}" -eq 0; then
    echo "No object files in: $*" >&2
    return 2
  fi
  local forbidden offenders undefined
  forbidden=$(libm_functions)
  if ! grep -qx exp <<< "$forbidden"; then
    echo "libm's list of functions could not be read" >&2
    return 2
  fi
  undefined=$(nm -A --undefined-only "${objects[@]}")
  offenders=$(awk 'NR == FNR { libm[$1] = 1; next } { name = $NF; sub(/@.*/, "", name); if (name in libm) print $1 " " name }' \
    <(echo "$forbidden") <(echo "$undefined"))
  if test -n "$offenders"; then
    echo "These call libm, whose bits differ between machines; use commonweal/core/math.hpp:" >&2
    echo "$offenders" >&2
    return 1
  fi
  echo "${#objects[@]} objects call no libm function but the exact ones"
}

self_test() {
  local work
  work=$(mktemp -d)
  trap 'rm -rf "$work"' RETURN
  mkdir -p "$work/commonweal.dir/core"
  echo '#include <cmath>
double planted(double x) { return std::exp(x) + std::sqrt(x); }' > "$work/planted.cpp"
  echo '#include <cmath>
double innocent(double x) { return std::floor(x) + std::sqrt(x); }' > "$work/innocent.cpp"
  "${CXX:-g++}" -O0 -c "$work/innocent.cpp" -o "$work/commonweal.dir/core/innocent.o"
  check "$work"
  "${CXX:-g++}" -O0 -c "$work/planted.cpp" -o "$work/commonweal.dir/core/planted.o"
  local status=0 said
  said=$(check "$work" 2>&1) || status=$?
  if test "$status" -ne 1 || ! grep -q 'planted.o:.* exp$' <<< "$said"; then
    echo "The planted call of exp was not reported: $said" >&2
    return 1
  fi
  echo "A planted call of exp is reported"
}

if test "${1:-}" = --self-test; then
  self_test
elif test "$#" -gt 0; then
  check "$@"
else
  sed -n '3,6s/^# *//p' "$0" >&2
  exit 2
fi
