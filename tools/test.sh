#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs every stage in tools/stages, goes on after one that fails, and ends with a table of results and minutes. Fails when
# a stage fails or a group of stages takes longer than its budget.
# Usage: bash tools/test.sh            all stages
#        bash tools/test.sh STAGE...   those only, by the name behind the number: bash tools/test.sh format layout
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Minutes on 2 cores. Installing depends on the network: it counts in the total only.
declare -A budget=([build]=8 [lint]=8 [tests]=12 [sanitizers]=8 [packages]=7 [total]=40)
declare -A group_ms=([total]=0)
table=()
passed=0
failed=0

find_stages() {
    local name found
    for name in "$@"; do
        found=(tools/stages/[0-9][0-9]_"$name".sh)
        [[ -f "${found[0]}" ]] || fail "there is no stage '$name'; the stages are: $(stage_names)"
        stages+=("${found[0]}")
    done
}

stage_names() { printf '%s\n' tools/stages/*.sh | sed 's|.*/[0-9]*_||; s|\.sh$||' | xargs; }
minutes() { printf '%d.%02d' $(($1 / 60000)) $(($1 % 60000 * 100 / 60000)); }
now_ms() { echo $((${EPOCHREALTIME/./} / 1000)); }

run_stage() {
    local stage="$1" name group start took result
    name="$(basename "$stage" .sh)"
    group="$(sed -n 's/^# group: *//p' "$stage")"
    printf '\n=== %s (%s)\n' "$name" "$group"
    start="$(now_ms)"
    if bash "$stage" </dev/null; then
        result=passed
        passed=$((passed + 1))
    else
        result=FAILED
        failed=$((failed + 1))
    fi
    took=$(($(now_ms) - start))
    group_ms[$group]=$((${group_ms[$group]:-0} + took))
    group_ms[total]=$((group_ms[total] + took))
    table+=("$(printf '%-14s %-11s %8d s %7s min  %s' "$name" "$group" $((took / 1000)) "$(minutes $took)" "$result")")
}

check_budgets() {
    local group note
    for group in build lint tests sanitizers packages total; do
        note="within $((budget[$group])) min"
        if ((${group_ms[$group]:-0} > budget[$group] * 60000)); then
            note="ABOVE its budget of $((budget[$group])) min"
            failed=$((failed + 1))
        fi
        printf '%-26s %8d s %7s min  %s\n' "all of $group" $((${group_ms[$group]:-0} / 1000)) \
            "$(minutes "${group_ms[$group]:-0}")" "$note"
    done
}

stages=()
if (($#)); then find_stages "$@"; else stages=(tools/stages/[0-9][0-9]_*.sh); fi
for stage in "${stages[@]}"; do run_stage "$stage"; done
printf '\n=== stages\n'
printf '%s\n' "${table[@]}"
check_budgets
printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
