#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Kills the command line at random moments after the run folder exists, resumes, and compares the results with those of
# an uninterrupted run.
#   tools/kill_test.sh [KILLS] [SCENARIO] [PATH=VALUE]...
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

kills="${1:-20}"
scenario="${2:-scenarios/zhengzhou_720}"
settings=()
for setting in "${@:3}"; do settings+=(--set "$setting"); done
command -v commonweal >/dev/null || fail "there is no .venv/bin/commonweal; run tools/quickstart.sh first"

work="$(mktemp -d)" run=""
trap '[[ -z "$run" ]] || kill -KILL -- "-$run" 2>/dev/null; rm -rf "$work"' EXIT

# Starts a run in a process group of its own and returns when its folder exists.
start() {
    set -m
    commonweal run "$scenario" --out "$1" --seed 1 --no-pictures "${settings[@]}" >"$1.log" 2>&1 &
    run=$!
    set +m
    until [[ -d "$1" ]] || ! kill -0 "$run" 2>/dev/null; do sleep 0.002; done
}
hash_of() { sha256sum "$1/results.h5" | cut -d' ' -f1; }
milliseconds() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }

start "$work/whole"
began="$(milliseconds)"
until [[ -f "$work/whole/results.h5" ]] || ! kill -0 "$run" 2>/dev/null; do sleep 0.002; done
lasts=$(($(milliseconds) - began + 1))
wait "$run" || fail "the uninterrupted run failed: $(cat "$work/whole.log")"
run=""
expected="$(hash_of "$work/whole")"
say "uninterrupted: $expected, $lasts ms from folder to results"

equal=0 hits=0
printf '%-5s %-10s %-9s %s\n' kill "after ms" "was at" verdict
for ((number = 1; number <= kills; ++number)); do
    folder="$work/$number"
    start "$folder"
    delay=$((SRANDOM % lasts))
    sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
    kill -KILL -- "-$run" 2>/dev/null || true
    wait "$run" 2>/dev/null || true
    run="" at=running
    if [[ -f "$folder/results.h5" ]]; then at=results; else hits=$((hits + 1)); fi
    verdict="not resumed: "
    if commonweal resume "$folder" --no-pictures >"$folder.log" 2>&1; then
        if [[ "$(hash_of "$folder")" == "$expected" ]]; then verdict=equal; else verdict=DIFFERENT; fi
    else
        verdict+="$(tail -n 1 "$folder.log")"
    fi
    if [[ "$verdict" == equal ]]; then equal=$((equal + 1)); fi
    printf '%-5s %-10s %-9s %s\n' "$number" "$delay" "$at" "$verdict"
    rm -rf "$folder"
done
say "$equal of $kills equal to the uninterrupted run; $hits were killed before the results were there"
[[ "$equal" == "$kills" && ("$hits" -gt 0 || "$kills" == 0) ]]
