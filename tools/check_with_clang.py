# SPDX-License-Identifier: Apache-2.0
"""Has clang check every translation unit that a g++ build compiles, without generating code.

Usage: python tools/check_with_clang.py COMPILE_COMMANDS CLANG
"""

import json
import os
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def clang_command(entry: dict[str, str], clang: str) -> list[str]:
    """The entry's own command, launcher and output left out."""
    words = shlex.split(entry["command"])
    compiler = next(i for i, word in enumerate(words) if Path(word).name in ("c++", "g++", "cc", "gcc"))
    output = words.index("-o")
    checks = ["-fsyntax-only", "-Wno-unknown-warning-option"]  # g++ has warnings of its own
    return [clang, *words[compiler + 1 : output], *words[output + 2 :], *checks]


def accepted(entry: dict[str, str], clang: str) -> bool:
    result = subprocess.run(
        clang_command(entry, clang), cwd=entry["directory"], stderr=subprocess.PIPE, text=True, check=False
    )
    if result.returncode:
        print(result.stderr, file=sys.stderr)
    return result.returncode == 0


def main(database: str, clang: str) -> int:
    entries = json.loads(Path(database).read_text(encoding="utf-8"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda entry: accepted(entry, clang), entries))
    print(f"{clang} accepts {sum(results)} of {len(results)} translation units")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
