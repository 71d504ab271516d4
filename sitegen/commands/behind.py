"""The whole site, drafts included, built behind the preview: `python -m sitegen.commands.behind`.

Started by `sitegen serve`; it yields to everything else on the machine.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections.abc import Sequence

from sitegen.commands.making import make
from sitegen.commands.options import building_options, warn
from sitegen.errors import SitegenError, SiteInvalid

GENTLY = 10  # a tenth of a busy core: with 19 it would wait for as long as anything else works


def main(arguments: Sequence[str]) -> int:
    """Build once; what is wrong with the content, the preview itself has said already."""
    parser = argparse.ArgumentParser()
    building_options(parser, drafts=True)
    if hasattr(os, "nice"):
        os.nice(GENTLY)
    try:
        make(parser.parse_args(arguments), time.perf_counter())
    except SiteInvalid:
        return 1
    except SitegenError as error:
        warn((f"错误：{error}",))
        return 2
    return 0


if __name__ == "__main__":
    gc.disable()  # as for the commands
    status = main(sys.argv[1:])
    gc.freeze()
    sys.exit(status)
