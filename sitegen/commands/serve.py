"""`sitegen serve`: show the site as it is edited."""

from __future__ import annotations

import argparse
import gc
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from sitegen import memo
from sitegen.build import Prepared, Project
from sitegen.commands.making import edition_of
from sitegen.commands.options import building_options, folder_of, output_of, trust_of, warn
from sitegen.errors import SitegenError, SiteInvalid
from sitegen.preparing import loaded, refuse
from sitegen.serve import Address, Command, Outcome, serve
from sitegen.show import count, texts
from sitegen.source import Paths
from sitegen.stops import Overtaken, reason


def declare(_: str, sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    building_options(sub, drafts=True)
    sub.add_argument("--port", type=_port, default=8000, metavar="数", help="端口，默认 8000")
    sub.add_argument("--host", default="127.0.0.1", metavar="地址", help="地址，默认只限本机")
    sub.set_defaults(run=run)


def _port(text: str) -> int:
    # what is larger, systems cut without a word: the preview would be elsewhere than it says
    if text.isdecimal() and len(text) <= 5 and 0 < int(text) < 1 << 16:  # noqa: PLR2004 - digits
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}”不是端口，写 1 到 65535 的整数")


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    gc.enable()  # the preview lives long
    project = Project(folder_of(options), output_of(options))

    # stopped from outside, it stops what builds behind it as well
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"预览地址：http://{options.host}:{options.port}/ （按 Ctrl+C 结束）", flush=True)
    behind = Command(_behind(options), lambda said: warn((said,)))
    serve(project, partial(looks, options), behind, Address(options.host, options.port))
    return 0


def looks(
    options: argparse.Namespace,
    changed: Paths = None,
    overtaken: Callable[[], bool] = lambda: False,
) -> Iterator[Outcome]:
    """What a look at the project comes to, as soon as it is known: the site, then what the gate says.

    `changed`: the files that changed since the last look, if that is known. They are looked at first, and
    then the whole, in case that others changed too. `overtaken`: whether something changed since; then what
    the gate says is not waited for.
    """
    memo.stay()
    first = _glanced(options, changed) if changed is not None else None
    if first:
        yield Outcome(first)
    try:
        site = _seen(options, None, first)
    except SiteInvalid as invalid:
        yield Outcome(trouble=_told(invalid, "预览仍是上一次的网站"))
        return
    except (SitegenError, OSError) as error:
        yield Outcome(trouble=_failed(error))
        return
    if site is not first:
        yield Outcome(site)
    with suppress(Overtaken):
        yield _judged(site, partial(_go_on, overtaken))


def _go_on(overtaken: Callable[[], bool]) -> None:
    if overtaken():
        raise Overtaken


def _glanced(options: argparse.Namespace, changed: Paths) -> Prepared | None:
    """The site after some changes, if nothing is wrong with it: that is for a look at the whole to say."""
    with suppress(SitegenError, OSError):
        return _seen(options, changed)
    return None


def _seen(options: argparse.Namespace, changed: Paths, before: Prepared | None = None) -> Prepared:
    """The site as it is now, ready to be shown before the gate has looked at it; the one before if it is the same."""
    started, now = time.perf_counter(), time.time_ns()
    project = Project(folder_of(options), output_of(options))
    site = loaded(project, edition_of(options, ""), trust_of(options), now, changed)
    if before and site.site is before.site:
        return before
    if site.waits:
        refuse(site.verdict)
    site = site.ready()
    print(f"预览已更新，用时 {time.perf_counter() - started:.1f} 秒。", flush=True)
    return site


def _judged(site: Prepared, pause: Callable[[], None]) -> Outcome:
    """What the gate says of a site that is shown."""
    try:
        refuse(site.hear(pause))
    except SiteInvalid as invalid:
        return Outcome(site, _told(invalid, "预览是改动后的样子，改正以前不能发布"))
    except (SitegenError, OSError) as error:
        return Outcome(site, _failed(error))
    return Outcome(site, passed=True)


def _told(invalid: SiteInvalid, what: str) -> str:
    """What is wrong, after it was told on the terminal as well."""
    said = tuple(texts(invalid.problems))
    warn((*said, f"共 {count(invalid.problems)}；{what}。"))
    return "\n".join(said)


def _failed(error: SitegenError | OSError) -> str:
    """What went wrong, after it was told on the terminal as well."""
    said = f"读不了 {error.filename}：{reason(error)}" if isinstance(error, OSError) else str(error)
    warn((f"错误：{said}",))
    return f"错误：{said}"


def _behind(options: argparse.Namespace) -> tuple[str, ...]:
    """The command that builds the whole site behind the preview."""
    given = [("--project", folder_of(options)), ("--output", output_of(options))]
    given += [("--as-of", options.as_of)] if options.as_of else []
    flags = [name for name in ("preview", "clean") if getattr(options, name)]
    return (
        *(sys.executable, "-m", "sitegen.commands.behind"),
        *(str(word) for pair in given for word in pair),
        *(f"--{flag}" for flag in flags),
    )
