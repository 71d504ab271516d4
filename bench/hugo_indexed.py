"""Hugo, followed by Pagefind's own indexing of its pages: what a portal with a search would run instead.

As it comes, Pagefind finds no Chinese words within sentences; it is measured for its time alone.
"""

from __future__ import annotations

import subprocess
import sys

from pagefind_bin import get_executable


def main(hugo: str, output: str) -> None:
    """Build the site of the current folder, then its index; stops if either fails."""
    for command in (
        (hugo, "--quiet", "-d", output),
        (get_executable(), "--quiet", "--site", output),
    ):
        subprocess.run(command, check=True)  # noqa: S603


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
