"""A build as the command line wants it: of now or of a past commit, reported, remembered."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sitegen import fresh, history
from sitegen.build import Project, Report, build
from sitegen.commands.again import asked
from sitegen.commands.like import take
from sitegen.commands.options import PUBLISHED, folder_of, output_of, today, trust_of, warn
from sitegen.commands.progress import progress
from sitegen.pages import Edition
from sitegen.routes import withdrawn
from sitegen.show import brief
from sitegen.text import listed
from sitegen.write import lay_down, remember
from sitegen.zone import CHINA

# a site is made anew every day; one as of a day that lies further back says so on its pages
FRESH = timedelta(days=2)


def make(options: argparse.Namespace, started: float) -> Report:
    """Build and say what was done."""
    if options.like:
        take(options)
    report = _at(options) if options.at else _now(options)
    warn((*brief(report.verdict.problems), *_gone(report)))
    print(
        f"完成：共 {report.files} 个文件，更新 {report.made} 个，删除 {report.removed} 个，"
        f"用时 {time.perf_counter() - started:.1f} 秒"
        f"（读了 {report.read} 个内容文件，重新生成 {report.rendered} 个页面和数据文件）。"
    )
    return report


def _gone(report: Report) -> Iterator[str]:
    """That addresses which readers may have noted are no more, where the gate has not told it."""
    gone = withdrawn(report.gone)
    if gone and all(problem.code != "U02" for problem in report.verdict.problems):
        fix = "改了文件名或文件夹名的，在新文件里写 aliases（见《编辑手册》“网址变了”）；撤下来的不用管"
        yield f"提示：这次去掉了这些网址：{listed(f'/{url}' for url in gone)}；{fix}"


def _now(options: argparse.Namespace) -> Report:
    project = Project(folder_of(options), output_of(options))
    began = time.time_ns()
    looked = fresh.look(str(project.folder), began)
    commit = history.commit_of(project.folder)
    warn(filter(None, (history.lacking(project.folder, commit),)))
    edition = edition_of(options, commit)
    report = build(project, edition, trust_of(options), progress(sys.stderr))
    if not options.drafts:  # the note is of the published site
        warnings = "\n".join(brief(report.verdict.problems))
        question = asked(options.given, began)
        looked = fresh.settled(looked, time.time_ns())
        note = fresh.remember(looked, question, _named(options), report.marks, warnings)
        remember(project.folder / fresh.NOTE, note)
    return report


def _named(options: argparse.Namespace) -> str:
    """The folder of the site as it was meant: a link in its path may lead elsewhere next time."""
    named: Path = options.output or options.project / PUBLISHED
    return str(named.absolute())


def _at(options: argparse.Namespace) -> Report:
    """The site as a commit of the past had it, with the history that it had then."""
    folder = folder_of(options)
    commit, made = history.committed(folder, options.at)
    options.as_of = options.as_of or made.astimezone(CHINA).date()
    with TemporaryDirectory() as above:
        laid = Path(above) / "site"
        lay_down(laid, history.files_of(folder, commit))
        then = Project(laid, output_of(options), history.Past(folder, commit))
        return build(then, edition_of(options, commit), "nothing", progress(sys.stderr))


def edition_of(options: argparse.Namespace, commit: str) -> Edition:
    """The edition that is meant."""
    day = options.as_of or today()
    past = _is_past(options, day) if options.past is None else options.past
    preview = options.preview or options.drafts
    return Edition(day, past=past, preview=preview, commit=commit, drafts=options.drafts)


def _is_past(options: argparse.Namespace, day: date) -> bool:
    """Whether an edition lies behind its content, or, of a past commit, behind today.

    A day that was asked for is not held against the clock: the same content and day give the same bytes on
    any later day. How new the content is, only git can tell.
    """
    if options.at or not options.as_of:
        return today() - day > FRESH
    known = history.made(folder_of(options))
    return known is not None and known.astimezone(CHINA).date() - day > FRESH
