#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# group: sanitizers
# The unit tests that know threads under the thread sanitizer, with the std::thread backend. Left out here, but not by the
# preset: long computations that use no threads beyond what the other tests do. Of the cities one is enough, made by one
# thread and by several.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

build_preset tsan
ctest --preset tsan -E '^Simulation\.moving_the_storm|^Synthesis|^SocialLayers'
ctest --preset tsan -R '^(Synthesis|SocialLayers)\..*threads'
