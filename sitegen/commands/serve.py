"""`sitegen serve`: show the site as it is edited."""

from __future__ import annotations

import argparse
import gc
import signal
import sys
import time

from sitegen.build import Project, prepared
from sitegen.commands.build import trust_of
from sitegen.commands.making import edition_of
from sitegen.commands.options import building_options, folder_of, output_of, warn
from sitegen.errors import SitegenError, SiteInvalid
from sitegen.serve import Address, Outcome, serve
from sitegen.show import count, texts


def declare(_: str, sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    building_options(sub, drafts=True)
    sub.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    sub.add_argument("--host", default="127.0.0.1", help="地址，默认只限本机")
    sub.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    gc.enable()  # the preview lives long
    project = Project(folder_of(options), output_of(options))

    def look() -> Outcome:
        started = time.perf_counter()
        try:
            site = prepared(project, edition_of(options, ""), trust_of(options))
        except SiteInvalid as invalid:
            said = tuple(texts(invalid.problems))
            warn((*said, f"共 {count(invalid.problems)}；预览仍是上一次的网站。"))
            return Outcome(trouble="\n".join(said))
        except SitegenError as error:
            warn((f"错误：{error}",))
            return Outcome(trouble=f"错误：{error}")
        print(f"预览已更新，用时 {time.perf_counter() - started:.1f} 秒。", flush=True)
        return Outcome(site)

    # stopped from outside, it stops what builds behind it as well
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"预览地址：http://{options.host}:{options.port}/ （按 Ctrl+C 结束）", flush=True)
    serve(project, look, _behind(options), Address(options.host, options.port))
    return 0


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
