"""The command line: run, or answered as before, and ended as a command ends."""

from __future__ import annotations

import gc
import importlib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sitegen.commands import again
from sitegen.stops import BuildFailed, SitegenError, reason

_INTERRUPTED = 130  # as shells say it: 128 and the number of SIGINT


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0: done, 1: the content has errors, 2: it could not run, 130: interrupted."""
    _speak_utf8()
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        with _little_garbage():
            status = _run(given)
    except SitegenError as error:
        return _tell(error)
    except OSError as error:
        if error.filename is None:
            raise
        return _tell(BuildFailed("Z10", f"{error.filename}：{reason(error)}"))
    except KeyboardInterrupt:
        print("已中断，没有做完。", file=sys.stderr)
        return _INTERRUPTED
    return status


def _run(given: list[str]) -> int:
    started = time.perf_counter()
    last = again.answered(given, time.time_ns())
    if last:
        again.tell(last, time.perf_counter() - started)
        return 0
    # what understands a command takes longer to load than a build with nothing to do takes
    status: int = importlib.import_module("sitegen.commands.line").run(given)
    return status


@contextmanager
def _little_garbage() -> Iterator[None]:
    """No collector of garbage: a command makes little before it ends, and looking for it takes a tenth.

    What makes more, or does not end, sees to it: the workers of a build, the preview.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _tell(error: SitegenError) -> int:
    # problems are loaded with what shows them
    if not isinstance(error, importlib.import_module("sitegen.errors").SiteInvalid):
        print(f"错误：{error}", file=sys.stderr)
        return 2
    show = importlib.import_module("sitegen.show")
    for text in show.texts(error.problems):
        print(text, file=sys.stderr)
    said = show.count(error.problems)
    print(f"共 {said}；没有发布，原来的网站没有改动。", file=sys.stderr)
    return 1


def _speak_utf8() -> None:
    # a Windows console may be set to a code page that has no Chinese
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _names_in_utf8() -> None:
    """Begin again where names of files are taken for another encoding, as an old locale of a server has it (PEP 540).

    Content is in git, whose names are UTF-8 wherever they were given.
    """
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        os.environ["PYTHONUTF8"] = "1"  # for the commands that this one runs, too
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - this very command


def command() -> None:
    """Run one command in a process that ends with it."""
    _names_in_utf8()
    status = main()
    gc.freeze()  # or all that is held would be looked through once more: half a second after a build
    sys.exit(status)


if __name__ == "__main__":
    command()
