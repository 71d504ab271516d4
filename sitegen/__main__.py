"""The command line: sitegen build, check, serve. The only module that prints and reads the clock."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sitegen import __version__, dates, git
from sitegen.build import Project, build, examined
from sitegen.check import Verdict, untidy
from sitegen.check.reporting import FORMATS
from sitegen.deadlines.explain import explain
from sitegen.deadlines.rules import as_json
from sitegen.errors import Problem, SitegenError, SiteInvalid
from sitegen.privacy import masked
from sitegen.serve import serve
from sitegen.show import count, texts
from sitegen.write import save

_CHINA = ZoneInfo("Asia/Shanghai")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0: done, 1: the content has errors, 2: the command could not run."""
    _speak_utf8()
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except SiteInvalid as invalid:
        _show(invalid.problems)
        print(f"共 {count(invalid.problems)}；没有发布，原来的网站没有改动。", file=sys.stderr)
        return 1
    except SitegenError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 2


def _speak_utf8() -> None:
    # a Windows console may be set to a code page that has no Chinese
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sitegen", description="政务公开任务网站生成工具")
    parser.add_argument("--version", action="version", version=f"sitegen {__version__}")
    commands = parser.add_subparsers(required=True, metavar="命令")
    for name, help_text, command, options in _COMMANDS:
        sub = commands.add_parser(name, help=help_text, description=help_text)
        sub.set_defaults(command=command)
        for declare in options:
            declare(sub)
    return parser


def _project_options(sub: argparse.ArgumentParser) -> None:
    folder = "项目文件夹，默认为当前文件夹"
    sub.add_argument("--project", type=Path, default=Path(), help=folder)


def _address_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    sub.add_argument("--host", default="127.0.0.1", help="地址，默认只限本机")


def _output_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--output", type=Path, help="输出文件夹，默认为项目中的 output")
    sub.add_argument(
        "--as-of", type=_day, metavar="年-月-日", help="截至日期，默认为今天（北京时间）"
    )
    sub.add_argument("--clean", action="store_true", help="不用上次的结果，全部重新生成")


def _check_options(sub: argparse.ArgumentParser) -> None:
    words = "输出格式：text 文字（默认）、json、github 注解、sarif"
    sub.add_argument("--format", choices=("text", *FORMATS), default="text", help=words)
    words = "先改正行末空格、换行符、BOM 和末尾换行，再检查"
    sub.add_argument("--fix", action="store_true", help=words)
    words = "只检查与某个提交或分支相比有改动的文件，不写则与 HEAD 相比"
    sub.add_argument("--changed", nargs="?", const="HEAD", metavar="提交", help=words)
    sub.add_argument("--strict", action="store_true", help="有提示也算不通过")
    words = "按哪一天检查时效，默认为今天（北京时间）"
    sub.add_argument("--as-of", type=_day, metavar="年-月-日", help=words)


def _deadline_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("wording", metavar="时限", help="时限原文，例如 每月、每季度后20日内完成")
    sub.add_argument("--year", type=int, metavar="年", help="计划年度")
    sub.add_argument("--issued", type=_day, metavar="年-月-日", help="计划的成文日期")
    sub.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")


def _day(text: str) -> date:
    day = dates.parse(text)
    if day is None:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，写法如 2017-09-01")
    return day


def _project(options: argparse.Namespace) -> Project:
    folder = options.project.resolve()
    return Project(folder, (options.output or folder / "output").resolve())


def _as_of(options: argparse.Namespace) -> date:
    day: date = options.as_of or datetime.now(_CHINA).date()
    return day


def _build(options: argparse.Namespace) -> int:
    started = time.perf_counter()
    report = build(_project(options), _as_of(options), clean=options.clean)
    _show(report.verdict.problems)
    print(
        f"完成：共 {report.files} 个文件，更新 {report.made} 个，删除 {report.removed} 个，"
        f"用时 {time.perf_counter() - started:.1f} 秒。"
    )
    return 0


def _check(options: argparse.Namespace) -> int:
    project = Project(options.project.resolve(), Path())
    only = git.changed(project.folder, options.changed) if options.changed else None
    if options.fix:
        _fix(project, only)
    _, _, verdict = examined(project, _as_of(options), only)
    asked, others = _asked(verdict.problems, only)
    verdict = Verdict(asked, verdict.waived)
    if options.format == "text":
        _tell(verdict, others)
    else:
        print(FORMATS[options.format](verdict, __version__))
    errors = any(problem.severity == "error" for problem in asked)
    return 1 if errors or (options.strict and asked) else 0


def _asked(
    problems: tuple[Problem, ...], only: frozenset[str] | None
) -> tuple[tuple[Problem, ...], int]:
    """The problems of the files asked about, and how many others kept the site from being read."""
    shown = {*only, *map(masked, only)} if only is not None else set[str]()
    asked = tuple(p for p in problems if only is None or p.location.path in shown)
    return asked, len(problems) - len(asked)


def _tell(verdict: Verdict, others: int) -> None:
    """The verdict in words: problems and how many, what is waived and why."""
    _show(verdict.problems)
    for one in verdict.waived:
        place, reason = one.problem.location, one.waiver.reason
        until = dates.chinese(one.waiver.until)
        print(f"豁免 {one.problem.code} {place}：{reason}（至{until}）", file=sys.stderr)
    if others:
        print(f"另有 {others} 个问题在没有改动的文件里，没有列出。", file=sys.stderr)
    errors = any(problem.severity == "error" for problem in verdict.problems)
    if errors:
        print(f"共 {count(verdict.problems)}；没有发布，原来的网站没有改动。", file=sys.stderr)
        return
    more = f"，有 {count(verdict.problems)}" if verdict.problems else ""
    waived = f"，豁免 {len(verdict.waived)} 处" if verdict.waived else ""
    print(f"检查完毕：没有错误{more}{waived}。")


def _fix(project: Project, only: frozenset[str] | None) -> None:
    for path, data in untidy(project.folder / "content"):
        name = path.relative_to(project.folder).as_posix()
        if only is None or name in only:
            save(path, data)
            print(f"已整理 {name}", file=sys.stderr)


def _deadline(options: argparse.Namespace) -> int:
    explained = explain(options.wording, options.year, options.issued)
    if options.format == "json":
        print(json.dumps(explained.to_json(), ensure_ascii=False, indent=1))
        return 0
    for found, occurrences in explained.occurrences:
        parameters = as_json(found.rule, "column", found.raw)
        print(f"“{found.raw}”：{parameters.pop('kind')} {_listed(parameters)}".rstrip())
        for occurrence in occurrences:
            due = dates.chinese(occurrence.due) if occurrence.due else "日期待定"
            print(f"  {due}　{'；'.join(occurrence.trace)}")
    for trouble in explained.reading.troubles:
        print(f"提示：{trouble.message}")
    return 0


def _listed(parameters: dict[str, object]) -> str:
    shown = {name: value for name, value in parameters.items() if name not in {"basis", "raw"}}
    return "，".join(f"{name}={value}" for name, value in shown.items())


def _serve(options: argparse.Namespace) -> int:
    def rebuild() -> bool:
        try:
            _build(options)
        except SiteInvalid as invalid:
            _show(invalid.problems)
            print(f"共 {count(invalid.problems)}；预览仍是上一次的网站。", file=sys.stderr)
            return False
        except SitegenError as error:
            print(f"错误：{error}", file=sys.stderr)
            return False
        return True

    print(f"预览地址：http://{options.host}:{options.port}/ （按 Ctrl+C 结束）", flush=True)
    serve(_project(options), rebuild, options.host, options.port)
    return 0


def _show(problems: Sequence[Problem]) -> None:
    for text in texts(problems):
        print(text, file=sys.stderr)


Command = Callable[[argparse.Namespace], int]
Options = tuple[Callable[[argparse.ArgumentParser], None], ...]
_BUILDING: Options = (_project_options, _output_options)

_COMMANDS: tuple[tuple[str, str, Command, Options], ...] = (
    ("build", "检查内容并生成网站", _build, _BUILDING),
    ("check", "只检查内容，不生成网站", _check, (_project_options, _check_options)),
    ("deadline", "解读一条时限：规则、日期和推算过程", _deadline, (_deadline_options,)),
    ("serve", "生成网站并在本机预览，内容改动后自动刷新", _serve, (*_BUILDING, _address_options)),
)


if __name__ == "__main__":
    sys.exit(main())
