"""`sitegen where`: the page of a content file, or the content file behind a page."""

from __future__ import annotations

import argparse
from pathlib import Path

from sitegen.build import Project, checked
from sitegen.commands.options import folder_of, project_option, today
from sitegen.commands.pageless import pageless
from sitegen.show import whereabouts


def declare(_: str, sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    project_option(sub)
    sub.add_argument("target", metavar="文件或网址", help="例如 content/domains/huanbao.yaml")
    sub.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Say where; 1 if there is no such file or page."""
    site, routes, _ = checked(Project(folder_of(options), Path()), today(), drafts=True)
    found = whereabouts(options.target, routes.files, site.config.base_url)
    found = found or pageless(site, routes, options.target)
    print(found or f"没有找到“{options.target}”")
    return 0 if found else 1
