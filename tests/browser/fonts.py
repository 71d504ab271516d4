"""Is there a font with Chinese characters? `python -m tests.browser.fonts` fails if there is none.

Without one a browser shows boxes, and what it prints cannot be read again.
"""

from __future__ import annotations

import shutil
import subprocess
import sys


def found() -> bool:
    """Whether this machine has one; Windows and macOS always do."""
    if sys.platform != "linux":
        return True
    command = shutil.which("fc-list")
    return command is not None and bool(_listed(command))


def _listed(command: str) -> bytes:
    """The fonts for Chinese, by fontconfig."""
    return subprocess.run([command, ":lang=zh", "family"], capture_output=True, check=False).stdout


if __name__ == "__main__":
    sys.exit(0 if found() else 1)
