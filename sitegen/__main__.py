"""The command line: sitegen init, build, check, serve. The only module that prints and reads the clock."""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sitegen import __version__, dates, history
from sitegen.build import Project, Report, build, checked
from sitegen.deadlines.explain import explain
from sitegen.errors import Problem, SitegenError, SiteInvalid
from sitegen.exchange.options import export_options, import_options, new_options
from sitegen.init import init
from sitegen.pages import Edition
from sitegen.serve import Outcome, serve
from sitegen.show import count, texts, whereabouts
from sitegen.verify import verify

_CHINA = ZoneInfo("Asia/Shanghai")
# a site is made anew every day; one as of an earlier day than this says so on its pages
_FRESH = timedelta(days=2)


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


def _init_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("folder", type=Path, metavar="文件夹", help="新建的或空的文件夹")
    when = "示例内容以这一天所在的年份为计划年度，默认为今天（北京时间）"
    sub.add_argument("--as-of", type=_day, metavar="年-月-日", help=when)


def _output_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--output", type=Path, help="输出文件夹，默认为项目中的 output")
    sub.add_argument(
        "--as-of", type=_day, metavar="年-月-日", help="截至日期，默认为今天（北京时间）"
    )
    sub.add_argument(
        "--preview", action="store_true", help="标明是预览，不让搜索引擎收录（用于部署预览）"
    )
    sub.add_argument(
        "--at", metavar="提交", help="按 git 历史中的一次提交生成；截至日期默认为提交当天"
    )
    sub.add_argument("--clean", action="store_true", help="不用上次的结果，全部重新生成")


def _where_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("target", metavar="文件或网址", help="例如 content/domains/huanbao.yaml")


def _verify_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("target", metavar="文件夹或网址", help="要核对的网站")
    sub.add_argument(
        "--against",
        type=Path,
        metavar="文件夹",
        help="与自己用同一提交、同一截至日期生成的网站核对",
    )


def _deadline_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("wording", metavar="时限", help="时限原文，例如 每月、每季度后20日内完成")
    sub.add_argument("--year", type=_year, metavar="年", help="计划年度")
    sub.add_argument("--issued", type=_day, metavar="年-月-日", help="计划的成文日期")
    sub.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")


def _day(text: str) -> date:
    day = dates.parse(text)
    if day is None:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，写法如 2017-09-01")
    return day


def _year(text: str) -> int:
    if re.fullmatch("(?:19|20|21)[0-9]{2}", text):
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}”不是年份，写四位数，例如 2017")


def _project(options: argparse.Namespace) -> Project:
    folder = options.project.resolve()
    return Project(folder, (options.output or folder / "output").resolve())


def _edition(options: argparse.Namespace, commit: str) -> Edition:
    today = datetime.now(_CHINA).date()
    day: date = options.as_of or today
    return Edition(day, past=today - day > _FRESH, preview=options.preview, commit=commit)


def _init(options: argparse.Namespace) -> int:
    day = options.as_of or datetime.now(_CHINA).date()
    files = init(options.folder.resolve(), day.year)
    print(f"建好了演示门户“示例市政务公开工作平台”：{options.folder}，共 {files} 个文件。")
    print(f'预览：sitegen serve --project "{options.folder}"')
    return 0


def _build(options: argparse.Namespace) -> int:
    _build_once(options)
    return 0


def _build_once(options: argparse.Namespace) -> Report:
    started = time.perf_counter()
    report = _built_at(options) if options.at else _built(options)
    _show(report.warnings)
    print(
        f"完成：共 {report.files} 个文件，更新 {report.made} 个，删除 {report.removed} 个，"
        f"用时 {time.perf_counter() - started:.1f} 秒。"
    )
    return report


def _built(options: argparse.Namespace) -> Report:
    project = _project(options)
    edition = _edition(options, history.commit_of(project.folder))
    return build(project, edition, clean=options.clean)


def _built_at(options: argparse.Namespace) -> Report:
    """The site as a commit of the past had it."""
    project = _project(options)
    commit, made = history.committed(project.folder, options.at)
    options.as_of = options.as_of or made.astimezone(_CHINA).date()
    with TemporaryDirectory() as folder:
        history.check_out(project.folder, commit, Path(folder))
        then = Project(Path(folder), project.output)
        return build(then, _edition(options, commit), clean=True)


def _check(options: argparse.Namespace) -> int:
    _, _, warnings = checked(Project(options.project.resolve(), Path()))
    _show(warnings)
    print(f"检查完毕：没有错误{f'，有 {count(warnings)}' if warnings else ''}。")
    return 0


def _deadline(options: argparse.Namespace) -> int:
    explained = explain(options.wording, options.year, options.issued)
    if options.format == "json":
        print(json.dumps(explained.to_json(), ensure_ascii=False, indent=1))
        return 0
    print(explained.to_text(), end="")
    return 0


def _where(options: argparse.Namespace) -> int:
    site, routes, _ = checked(Project(options.project.resolve(), Path()))
    found = whereabouts(options.target, routes.files, site.config.base_url)
    print(found or f"没有找到“{options.target}”")
    return 0 if found else 1


def _verify(options: argparse.Namespace) -> int:
    found = verify(options.target, options.against)
    made = f"提交 {found.commit}，" if found.commit else ""
    print(f"清单：{made}截至 {found.as_of}；相符 {found.right} 个文件。")
    for what, paths in (("缺少", found.missing), ("不符", found.changed), ("多出", found.extra)):
        for path in paths:
            print(f"{what}：{path}")
    print("核对完毕：与清单一致。" if found.good else "核对完毕：与清单不一致。")
    return 0 if found.good else 1


def _serve(options: argparse.Namespace) -> int:
    known: dict[str, str] = {}

    def rebuild() -> Outcome:
        try:
            known.update(_build_once(options).sources)
        except SiteInvalid as invalid:
            _show(invalid.problems)
            print(f"共 {count(invalid.problems)}；预览仍是上一次的网站。", file=sys.stderr)
            return Outcome("\n".join(texts(invalid.problems)), known)
        except SitegenError as error:
            print(f"错误：{error}", file=sys.stderr)
            return Outcome(f"错误：{error}", known)
        return Outcome(sources=known)

    print(f"预览地址：http://{options.host}:{options.port}/ （按 Ctrl+C 结束）", flush=True)
    serve(_project(options), rebuild, options.host, options.port)
    return 0


def _exchange(name: str, *more: object) -> Command:
    # what reads Word and Excel is slow to load, and no build needs it
    def run(options: argparse.Namespace) -> int:
        commands = importlib.import_module("sitegen.exchange.commands")
        print(getattr(commands, name)(options, *more))
        return 0

    return run


def _ask(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        return ""


def _show(problems: Sequence[Problem]) -> None:
    for text in texts(problems):
        print(text, file=sys.stderr)


Command = Callable[[argparse.Namespace], int]
Options = tuple[Callable[[argparse.ArgumentParser], None], ...]
_BUILDING: Options = (_project_options, _output_options)

_WHERE: Options = (_project_options, _where_options)

_COMMANDS: tuple[tuple[str, str, Command, Options], ...] = (
    ("build", "检查内容并生成网站", _build, _BUILDING),
    ("check", "只检查内容，不生成网站", _check, (_project_options,)),
    ("deadline", "解读一条时限：规则、日期和推算过程", _deadline, (_deadline_options,)),
    ("where", "查一个内容文件的页面地址，或一个页面的内容文件", _where, _WHERE),
    ("verify", "核对已发布的网站：每个文件与清单是否一致", _verify, (_verify_options,)),
    ("init", "新建一个演示门户（虚构的示例市），供试用和改写", _init, (_init_options,)),
    (
        "import",
        "导入计划的任务表（Excel、Word、CSV、文字）",
        _exchange("run_import"),
        (_project_options, import_options),
    ),
    (
        "export",
        "把计划导出为原来的表格（Excel、Word、CSV）",
        _exchange("run_export"),
        (_project_options, export_options),
    ),
    (
        "new",
        "新建一条记录，写好各项的说明",
        _exchange("run_new", _ask),
        (_project_options, new_options),
    ),
    ("schema", "重新生成编辑器补全用的 schemas", _exchange("run_schema"), (_project_options,)),
    ("serve", "生成网站并在本机预览，内容改动后自动刷新", _serve, (*_BUILDING, _address_options)),
)


if __name__ == "__main__":
    sys.exit(main())
