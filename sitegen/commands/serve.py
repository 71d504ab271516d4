"""`sitegen serve`: build, show, and build again whenever something changes."""

from __future__ import annotations

import argparse
import time

from sitegen.build import Project
from sitegen.commands.making import make
from sitegen.commands.options import building_options, folder_of, output_of, warn
from sitegen.errors import SitegenError, SiteInvalid
from sitegen.serve import Outcome, serve
from sitegen.show import count, texts


def declare(_: str, sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    building_options(sub, drafts=True)
    sub.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    sub.add_argument("--host", default="127.0.0.1", help="地址，默认只限本机")
    sub.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    known: dict[str, str] = {}

    def rebuild() -> Outcome:
        try:
            known.update(make(options, time.perf_counter()).sources)
        except SiteInvalid as invalid:
            said = tuple(texts(invalid.problems))
            warn((*said, f"共 {count(invalid.problems)}；预览仍是上一次的网站。"))
            return Outcome("\n".join(said), known)
        except SitegenError as error:
            warn((f"错误：{error}",))
            return Outcome(f"错误：{error}", known)
        return Outcome(sources=known)

    print(f"预览地址：http://{options.host}:{options.port}/ （按 Ctrl+C 结束）", flush=True)
    serve(Project(folder_of(options), output_of(options)), rebuild, options.host, options.port)
    return 0
