#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds streams and mathematics and every tests/contract/hash_*.cpp with each compiler, optimisation level and
# instruction set of the table below, runs the programs, and fails unless all of them print the same bits. Two builds
# break the rules on purpose and must print others: otherwise the comparison could see nothing. Some of the builds also
# make the whole library and compare the results file of a flood; after --floods all builds do (10 minutes and more).
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# What the target commonweal::commonweal asks of every compilation.
promise="-ffp-contract=off -fno-trapping-math -fno-math-errno"
common="-std=c++20 -pthread -I include -I src"
libraries="-pthread"
# All of the library that the hash programs need; what else it has is compared by the flood.
sources=$(echo src/core/random.cpp src/core/kernels*.cpp)

floods=${1:-}
scenario=tests/contract/flood.toml

# name | must the bits agree? | compiler | flags | word that /proc/cpuinfo must have for it | flood? (dev: of that preset's build)
builds="
gcc -O0         | equal  | g++        | -O0 $promise                         |          | flood
gcc -O2         | equal  | g++        | -O2 $promise                         |          | dev
gcc -O3         | equal  | g++        | -O3 $promise                         |          |
gcc -O3 v3      | equal  | g++        | -O3 -march=x86-64-v3 $promise        | avx2     |
gcc -O3 v4      | equal  | g++        | -O3 -march=x86-64-v4 $promise        | avx512vl |
gcc -O3 native  | equal  | g++        | -O3 -march=native $promise           |          | flood
clang -O0       | equal  | clang++-14 | -O0 $promise                         |          |
clang -O3       | equal  | clang++-14 | -O3 $promise                         |          |
clang -O3 v3    | equal  | clang++-14 | -O3 -march=x86-64-v3 $promise        | avx2     |
clang -O3 native| equal  | clang++-14 | -O3 -march=native $promise           |          | flood
gcc contracted  | differ | g++        | -O3 -march=native                    | fma      |
gcc fast-math   | differ | g++        | -O3 -march=native -ffast-math        |          |
"

# A fixed place inside the project: ccache then knows the objects in the next run and in other clones.
work=build/cross
rm -rf "$work"
launcher=$(command -v ccache || true)

build() {  # folder, compiler, flags: leaves the printed lines of all programs in folder/output
  local folder=$1 compiler=$2 flags=$3 source objects=()
  mkdir -p "$folder"
  for source in $sources tests/contract/hash_*.cpp; do
    local object
    object="$folder/$(basename "$source" .cpp).o"
    # shellcheck disable=SC2086
    $launcher "$compiler" $common $flags -c "$source" -o "$object"
    case "$source" in src/*) objects+=("$object") ;; esac
  done
  for source in tests/contract/hash_*.cpp; do
    local program
    program="$folder/$(basename "$source" .cpp)"
    # shellcheck disable=SC2086
    "$compiler" $flags "$program.o" "${objects[@]}" $libraries -o "$program"
    if test "$expected" = equal; then
      "$program"
    else
      timeout 10 "$program" || true  # where infinity is taken for no number, a loop may not end: that differs, too
    fi | sed "s|^|$(basename "$program") |"
  done > "$folder/printed"
  mv "$folder/printed" "$folder/output"
}

flood() {  # folder, where to build, compiler, flags: adds the hash of a flood's results to folder/output
  local folder=$1 where=$2 compiler=$3 flags=$4
  if test "$where" = build/dev; then
    build_preset dev run_flood
  else
    cmake -S . -B "$where" -G Ninja --log-level=ERROR -DCMAKE_BUILD_TYPE=None \
      -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_CXX_FLAGS="$flags" -DCMAKE_UNITY_BUILD=ON &&
      cmake --build "$where" --target run_flood
  fi > "$folder/log" || { cat "$folder/log"; return 1; }
  "$where/tests/run_flood" "$scenario" "$folder/run" 240 residents.count=5000 "time.duration=9 d" >> "$folder/output"
}

trim() { sed 's/^ *//; s/ *$//' <<< "$1"; }

# Calls a function for each row of the table, whose fields it finds in the variables named here.
for_each_build() {
  local name expected compiler flags needs whole folder
  while IFS='|' read -r name expected compiler flags needs whole; do
    name=$(trim "$name") expected=$(trim "$expected") compiler=$(trim "$compiler") needs=$(trim "$needs")
    whole=$(trim "$whole")
    folder="$work/${name// /_}"
    if test -n "$name"; then "$1"; fi
  done <<< "$builds"
}

can_run() { test -z "$needs" || grep -qw "$needs" /proc/cpuinfo; }

# As many builds at once as there are processors; one that fails leaves no output.
start_build() {
  can_run || return 0
  build "$folder" "$compiler" "$flags" &
  while test "$(jobs -rp | wc -l)" -ge "$jobs"; do wait -n || true; done
}

failures=0 compared=0 compared_floods=0 reference=""
compare_build() {
  if ! can_run; then
    printf '%-18s %-8s %-18s %s\n' "$name" "$expected" - "skipped: this processor lacks $needs"
    return
  fi
  test -s "$folder/output" || fail "$name was not built or printed nothing"
  local where="$folder/whole" hash differing verdict
  if test "$whole" = dev; then where=build/dev; fi
  if test -n "$whole" || test "$floods$expected" = --floodsequal; then
    flood "$folder" "$where" "$compiler" "$flags"
    compared_floods=$((compared_floods + 1))
  fi
  hash=$(sha256sum < "$folder/output" | cut -c1-16)
  reference=${reference:-$folder/output}
  differing=$(diff "$reference" "$folder/output" | grep -c '^>' || true)
  verdict="$differing of $(wc -l < "$folder/output") lines differ from the first build's"
  if test "$expected" = equal; then
    compared=$((compared + 1))
    if test "$differing" -ne 0; then
      failures=$((failures + 1))
      verdict="FAILED: $verdict:"$'\n'"$(diff "$reference" "$folder/output" | grep '^>' | head -20)"
    fi
  elif test "$differing" -eq 0; then
    failures=$((failures + 1))
    verdict="FAILED: a build that breaks the rules printed the same bits; the comparison sees nothing"
  fi
  printf '%-18s %-8s %-18s %s\n' "$name" "$expected" "$hash" "$verdict"
}

for_each_build start_build
wait
printf '%-18s %-8s %-18s %s\n' build expected hash verdict
for_each_build compare_build

test "$compared" -ge 2 || fail "fewer than two builds were compared"
test "$failures" -eq 0 || fail "$failures builds failed"
rm -rf "$work"
say "$compared builds agree, $compared_floods of them in a whole flood"
