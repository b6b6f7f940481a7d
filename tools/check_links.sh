#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Links: those inside the project, of the built documentation if there is one, and the form of addresses of others,
# which it lists. Where there is a network it then asks every one of them, and writes what came of it to build/linkcheck;
# publishers who refuse programs (403) count as broken there: look at those in a browser.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

site=(--site build/docs)
if ! [[ -f build/docs/index.html ]]; then
    say "no build/docs, so no page of it is checked; bash tools/test.sh docs builds it"
    site=()
fi
python tools/check_links.py --external "${site[@]}"
say "no link inside leads nowhere"
if ! timeout 10 bash -c ': </dev/tcp/doi.org/443' 2>/dev/null; then
    say "no network: addresses of others were only looked at"
    exit
fi
say "asking each address"
python -m sphinx --quiet -b linkcheck docs build/linkcheck
