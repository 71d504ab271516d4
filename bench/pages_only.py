"""Only the pages that Hugo and Pelican make of the corpus, by sitegen's own parts.

A build makes much more of the same content: cards, posters, calendars, feeds, tables in three
formats, a search index, an archive. This is the like for like: everything is read, checked and
shaped, then only the pages common to the generators are rendered, compared and written; on demand
with the search index of these pages, to be put beside Hugo followed by Pagefind (`hugo_indexed`).
As in the command line, nothing is loaded to find out that nothing has changed, and no garbage is
looked for (`sitegen.__main__`).
"""

from __future__ import annotations

import gc
import importlib
import sys
import time

from sitegen import fresh


def main(folder: str, output: str, day: str, *more: str) -> bool:
    """Make the common pages of a project, with `--search` their index too; returns whether that was needed."""
    asked, began = ascii((output, day, more)), time.time_ns()
    if fresh.last(folder, asked, began):
        return False
    looked = fresh.look(folder, began)
    make = importlib.import_module("bench.common_pages")
    marks = make.of_project(folder, output, day, indexed=more == ("--search",))
    looked = fresh.settled(looked, time.time_ns())
    make.note(folder, fresh.remember(looked, asked, output, marks, ""))
    return True


if __name__ == "__main__":
    gc.disable()
    main(*sys.argv[1:])
    gc.freeze()
