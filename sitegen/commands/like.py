"""`sitegen build --like`: what a published site says that its build was told, to be told again."""

from __future__ import annotations

import argparse
import re

from sitegen import history
from sitegen.commands.options import day, folder_of
from sitegen.show import plain
from sitegen.stops import BuildFailed
from sitegen.verify import Listed, listed

_COMMIT = re.compile("[0-9a-f]{40,64}")


def take(options: argparse.Namespace) -> None:
    """Have a site built from the commit and for the day that a published one names, as it was then.

    Whether its day was past is taken from there too: on any later day this would be said of every day.
    """
    for name in ("at", "as_of", "preview"):
        if getattr(options, name):
            word = name.replace("_", "-")
            raise BuildFailed("Z09", f"--like 和 --{word} 不能同时写；写法见 sitegen build -h")
    said = listed(options.like)
    options.at, options.as_of = _commit(said), _day(said)
    options.past, options.preview = said.past, said.preview
    if history.is_shallow(folder_of(options)):
        message = "这里是浅克隆，历史不全，证明不了网站；先运行 git fetch --unshallow"
        raise BuildFailed("Z05", message)
    print(f"照清单生成：提交 {options.at}，截至 {options.as_of}。")


def _commit(said: Listed) -> str:
    if _COMMIT.fullmatch(said.commit):
        return said.commit
    if said.commit.endswith("-dirty"):
        message = f"清单写的是 {said.commit}：生成时有改动没有提交，照着再生成不出来"
        raise BuildFailed("Z07", f"{message}；先提交，再生成和发布")
    raise BuildFailed("Z07", "清单里没有写提交，照着再生成不出来；要在 git 仓库里生成再发布")


def _day(said: Listed) -> object:
    try:
        return day(said.as_of)
    except argparse.ArgumentTypeError as wrong:
        raise BuildFailed("Z07", f"清单里的截至日期不对：{plain(str(wrong))}") from wrong
