# SPDX-License-Identifier: Apache-2.0
"""A wrong program is refused by one error, in the sentence that the program quotes.

Run ``python tests/compile_fail/check.py COMPILER ROOT``: it compiles every program beside it, prints what is said
otherwise, and exits with 1 if there is anything.
"""

import re
import subprocess
import sys
from pathlib import Path


def errors_of(compiler: str, root: Path, program: Path) -> list[str]:
    command = [compiler, "-std=c++20", "-fsyntax-only", f"-I{root / 'include'}", str(program)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return [line for line in result.stderr.splitlines() if re.search(r"\b(fatal )?error:", line)]


def fault_of(program: Path, errors: list[str]) -> str | None:
    (sentence,) = re.findall(r"^// says: (.+)$", program.read_text(encoding="utf-8"), re.M)
    if not errors:
        return "compiles"
    if f"commonweal: {sentence}" not in errors[0]:
        return f"is refused in other words: {errors[0]}"
    if len(errors) > 1:
        return f"is refused {len(errors)} times: {errors[1]}"
    return None


def main(compiler: str, root: Path) -> int:
    programs = sorted(Path(__file__).parent.glob("*.cpp"))
    faults = {p.name: fault_of(p, errors_of(compiler, root, p)) for p in programs}
    told = [f"{name} {fault}" for name, fault in faults.items() if fault]
    print("\n".join(told) or f"{compiler} refuses {len(programs)} wrong programs in a sentence each")
    return bool(told or not programs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
