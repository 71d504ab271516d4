"""What several commands are told: the project, the day, where the site goes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from sitegen import dates
from sitegen.fresh import in_ci
from sitegen.manifest import Trust
from sitegen.stops import BuildFailed
from sitegen.zone import CHINA

PUBLISHED = Path("output")
PREVIEW = Path(".sitegen") / "preview"
_SOURCES = ("content", "themes", "imports", ".git")


def today() -> date:
    """Today in China, where the sites' readers are."""
    return datetime.now(CHINA).date()


def day(text: str) -> date:
    """A day as it is given on the command line."""
    found = dates.parse(text)
    if found and found.year in dates.YEARS:
        return found
    if found:
        years = f"{dates.YEARS[0]} 到 {dates.YEARS[-1]}"
        raise argparse.ArgumentTypeError(f"“{text}”的年份不在 {years} 之间")
    raise argparse.ArgumentTypeError(f"“{text}”不是日期，写法如 2017-09-01")


def project_option(sub: argparse.ArgumentParser) -> None:
    """Declare the project's folder."""
    folder = "项目文件夹，默认为当前文件夹"
    sub.add_argument("--project", type=Path, default=Path(), metavar="文件夹", help=folder)


def day_option(sub: argparse.ArgumentParser, text: str) -> None:
    """Declare the as-of date."""
    sub.add_argument("--as-of", type=day, metavar="年-月-日", help=text)


def site_options(sub: argparse.ArgumentParser, *, drafts: bool = False) -> None:
    """Declare which site is meant; one with drafts stands in a folder that nobody publishes."""
    project_option(sub)
    sub.set_defaults(drafts=drafts, past=None, at=None)
    usual = PREVIEW if drafts else PUBLISHED
    words = f"输出文件夹，默认为项目中的 {usual.as_posix()}"
    sub.add_argument("--output", type=Path, metavar="文件夹", help=words)
    day_option(sub, "截至日期，默认为今天（北京时间）")
    words = "标明是预览，不让搜索引擎收录（用于部署预览）"
    sub.add_argument("--preview", action="store_true", help=words)


def building_options(sub: argparse.ArgumentParser, *, drafts: bool = False) -> None:
    """Declare what a build is told; one with drafts goes to a folder that nobody publishes."""
    site_options(sub, drafts=drafts)
    words = "按 git 历史中的一次提交生成；截至日期默认为提交当天"
    if not drafts:  # what is edited now is what a preview shows
        sub.add_argument("--at", metavar="提交", help=words)
    sub.set_defaults(like=None)
    sub.add_argument("--clean", action="store_true", help="不用上次的结果，全部重新生成")


def folder_of(options: argparse.Namespace) -> Path:
    """The project's folder."""
    folder: Path = options.project.resolve()
    return folder


def target_option(sub: argparse.ArgumentParser) -> None:
    """Declare the file or page that is asked about."""
    sub.add_argument("target", metavar="文件或网址", help="例如 content/domains/huanbao.yaml")


def target_of(options: argparse.Namespace) -> str:
    """What is asked about; a file of the project, however it is named, by its path below the project's folder."""
    given: str = options.target
    folder = folder_of(options)
    with suppress(OSError, ValueError):  # no name that a file can have
        found = Path(given).resolve()
        if found.exists() and found.is_relative_to(folder):
            return found.relative_to(folder).as_posix()
    return given


def output_of(options: argparse.Namespace) -> Path:
    """Where the site goes; raises BuildFailed where it would mix with what it is made from, or drafts with it."""
    project = folder_of(options)
    usual = PREVIEW if options.drafts else PUBLISHED
    output: Path = (options.output or project / usual).resolve()
    # whoever copies the published folder copies what stands in it
    if options.drafts and _overlap(output, (project / PUBLISHED).resolve()):
        message = f"预览里有草稿，不能写进发布用的文件夹 {PUBLISHED}，也不能写进装着它的文件夹"
        raise _refused(message)
    for name in _SOURCES:
        if _overlap(output, project / name):
            raise _refused(f"网站不能写进项目的 {name} 文件夹，也不能写进装着它的文件夹")
    return output


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _refused(message: str) -> BuildFailed:
    return BuildFailed("Z06", f"{message}；不写 --output，或换一个文件夹")


def warn(lines: Iterable[str]) -> None:
    """Say something that is not the result."""
    for line in lines:
        print(line, file=sys.stderr)


def words(meanings: Mapping[str, str]) -> str:
    """The words that an option takes, each with what editors call it."""
    return "；".join(f"{word} {meaning}" for word, meaning in meanings.items())


def word_of(
    meanings: Mapping[str, str], more: Mapping[str, str] | None = None
) -> Callable[[str], str]:
    """What reads a word of an option, written as it is or as editors call it."""
    said = {meaning: word for word, meaning in meanings.items()} | dict(more or {})
    return lambda written: said.get(written, written)


def trust_of(options: argparse.Namespace) -> Trust:
    """What of the last build is believed; in CI, where times of files mean nothing, only digests."""
    if options.clean:
        return "nothing"
    return "digests" if in_ci() else "times"
