"""`sitegen where`: the page of a content file, or the content file behind a page."""

from __future__ import annotations

import argparse
from pathlib import Path

from sitegen.build import Project, checked
from sitegen.commands.options import folder_of, project_option, target_of, target_option, today
from sitegen.commands.pageless import pageless
from sitegen.show import whereabouts

_WOVEN = "；由多处内容汇成的页面没有自己的文件，用 sitegen explain 看它由什么生成"


def declare(_: str, sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    project_option(sub)
    target_option(sub)
    sub.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Say where; 1 if there is no such file or page."""
    site, routes, _ = checked(Project(folder_of(options), Path()), today(), drafts=True)
    target = target_of(options)
    found = whereabouts(target, routes.files, site.config.base_url)
    found = found or pageless(site, routes, target)
    print(found or f"没有找到“{options.target}”{_WOVEN if target.endswith('/') else ''}")
    return 0 if found else 1
