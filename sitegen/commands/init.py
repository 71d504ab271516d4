"""`sitegen init`: the demonstration portal in an empty folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from sitegen.commands.options import day_option, today
from sitegen.init import init


def declare(_: str, sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    sub.add_argument("folder", type=Path, metavar="文件夹", help="新建的或空的文件夹")
    day_option(sub, "示例内容截至这一天，默认为今天（北京时间）；9月1日以前的，截至当年9月1日")
    sub.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Lay the portal down."""
    files = init(options.folder.resolve(), options.as_of or today())
    print(f"建好了演示门户“示例市政务公开工作平台”：{options.folder}，共 {files} 个文件。")
    print(f'预览：sitegen serve --project "{options.folder}"')
    return 0
