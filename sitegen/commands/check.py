"""`sitegen check`: the gate without a build; in words, or as machines want it."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from sitegen import __version__, dates, history
from sitegen.build import Project, examined
from sitegen.check import Verdict, untidy
from sitegen.check.reporting import FORMATS
from sitegen.commands.options import day_option, folder_of, project_option, today, warn
from sitegen.errors import Problem
from sitegen.load import Site, drafts_of
from sitegen.privacy import masked
from sitegen.show import count, texts
from sitegen.write import save

PERSONAL = "Y"  # codes that hold for drafts too, as they are in git


def declare(_: str, sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    project_option(sub)
    words = "输出格式：text 文字（默认）、json、github 注解、sarif"
    sub.add_argument("--format", choices=("text", *FORMATS), default="text", help=words)
    words = "先改正行末空格、换行符、BOM 和末尾换行，再检查"
    sub.add_argument("--fix", action="store_true", help=words)
    words = "只检查与某个提交或分支相比有改动的文件，不写则与 HEAD 相比"
    sub.add_argument("--changed", nargs="?", const="HEAD", metavar="提交", help=words)
    sub.add_argument("--strict", action="store_true", help="有提示也算不通过")
    day_option(sub, "按哪一天检查时效，默认为今天（北京时间）")
    sub.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check; 1 where something must be mended."""
    project = Project(folder_of(options), Path())
    only = history.changed(project.folder, options.changed) if options.changed else None
    if options.fix:
        _fix(project, only)
    site, _, verdict = examined(project, options.as_of or today(), only)
    asked, others = _asked(verdict.problems, only)
    drafts = _of_drafts(project, options.as_of or today(), only, site)
    verdict = Verdict(asked, verdict.waived, drafts)
    if options.format == "text":
        _tell(verdict, others)
    else:
        print(FORMATS[options.format](verdict, __version__))
    errors = any(problem.severity == "error" for problem in asked)
    return 1 if errors or (options.strict and asked) else 0


def _of_drafts(
    project: Project, as_of: date, only: frozenset[str] | None, site: Site | None
) -> tuple[Problem, ...]:
    """What is wrong with drafts as they stand in the preview; personal data is told with the rest."""
    drafts = site.drafts if site else drafts_of(project.folder / "content")
    paths = frozenset(found.path for found in drafts)
    asked = paths if only is None else paths & only
    if not asked:
        return ()
    _, _, verdict = examined(project, as_of, asked, drafts=True)
    return tuple(
        problem
        for problem in _asked(verdict.problems, asked)[0]
        if not problem.code.startswith(PERSONAL)
    )


def _asked(
    problems: tuple[Problem, ...], only: frozenset[str] | None
) -> tuple[tuple[Problem, ...], int]:
    """The problems of the files asked about, and how many others kept the site from being read."""
    shown = {*only, *map(masked, only)} if only is not None else set[str]()
    asked = tuple(p for p in problems if only is None or p.location.path in shown)
    return asked, len(problems) - len(asked)


def _tell(verdict: Verdict, others: int) -> None:
    """The verdict in words: problems and how many, what is waived and why."""
    warn(texts(verdict.problems))
    for one in verdict.waived:
        place, reason = one.problem.location, one.waiver.reason
        until = dates.chinese(one.waiver.until)
        warn((f"豁免 {one.problem.code} {place}：{reason}（至{until}）",))
    if verdict.drafts:
        warn(("草稿里的问题（不挡住发布；去掉 draft: true 以后才算）：", *texts(verdict.drafts)))
    if others:
        warn((f"另有 {others} 个问题在没有改动的文件里，没有列出。",))
    if any(problem.severity == "error" for problem in verdict.problems):
        warn((f"共 {count(verdict.problems)}；没有发布，原来的网站没有改动。",))
        return
    more = f"，有 {count(verdict.problems)}" if verdict.problems else ""
    waived = f"，豁免 {len(verdict.waived)} 处" if verdict.waived else ""
    drafts = f"；草稿里有 {count(verdict.drafts)}" if verdict.drafts else ""
    print(f"检查完毕：没有错误{more}{waived}{drafts}。")


def _fix(project: Project, only: frozenset[str] | None) -> None:
    for path, data in untidy(project.folder / "content"):
        name = path.relative_to(project.folder).as_posix()
        if only is None or name in only:
            save(path, data)
            warn((f"已整理 {name}",))
