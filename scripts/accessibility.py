#!/usr/bin/env python3
"""Measures every page that people meet and writes docs/accessibility.md anew.

    python3 scripts/accessibility.py
    python3 scripts/accessibility.py pictures    the pictures in docs/pictures instead

Needs the virtual environment of `make test`, and Chromium. Ends with 1 where a page has
a fault; the faults are printed, and counted in the report.
"""

import subprocess
import sys

from plain import ROOT, say

PYTHON = ROOT / ".venv/bin/python"


def main() -> int:
    if not PYTHON.exists():
        say("There is no .venv yet: run `python3 scripts/dev.py test` once before.")
        return 1
    program = "pictures.py" if sys.argv[1:] == ["pictures"] else "measured.py"
    measure = ("-m", "pytest", "-n", "0", "-q", f"tests/access/{program}")
    return subprocess.run([PYTHON, *measure], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
