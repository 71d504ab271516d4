"""The command line: which command is meant. Each is a module of `commands`, loaded when it is needed."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sitegen import __version__
from sitegen.commands.parser import Parser
from sitegen.stops import BuildFailed, SitegenError, reason

# a build with nothing to do is over before another command's libraries would have been loaded
COMMANDS: dict[str, tuple[str, str]] = {
    "build": ("build", "检查内容并生成网站"),
    "check": ("check", "只检查内容，不生成网站"),
    "serve": ("serve", "生成网站并在本机预览，内容改动后自动刷新"),
    "init": ("init", "新建一个演示门户（虚构的示例市），供试用和改写"),
    "new": ("records", "新建一条记录，写好各项的说明"),
    "import": ("tables", "导入计划的任务表（Excel、Word、CSV、文字）"),
    "export": ("tables", "把计划导出为原来的表格（Excel、Word、CSV）"),
    "deadline": ("deadline", "解读一条时限：规则、日期和推算过程"),
    "where": ("where", "查一个内容文件的页面地址，或一个页面的内容文件"),
    "explain": ("explain", "说明一个页面由什么生成，下次生成时会不会重做"),
    "verify": ("verify", "核对已发布的网站：每个文件与清单是否一致"),
    "schema": ("records", "重新生成编辑器补全用的 schemas"),
}

_INTERRUPTED = 130  # as shells say it: 128 and the number of SIGINT


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0: done, 1: the content has errors, 2: it could not run, 130: interrupted."""
    _speak_utf8()
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        with _little_garbage():
            status = _run(given)
    except SitegenError as error:
        return _tell(error)
    except OSError as error:
        if error.filename is None:
            raise
        return _tell(BuildFailed("Z10", f"{error.filename}：{reason(error)}"))
    except KeyboardInterrupt:
        print("已中断，没有做完。", file=sys.stderr)
        return _INTERRUPTED
    return status


def _run(given: Sequence[str]) -> int:
    options = _parser(given[0] if given and given[0] in COMMANDS else "").parse_args(given)
    status: int = options.run(options)
    return status


@contextmanager
def _little_garbage() -> Iterator[None]:
    """No collector of garbage: a command makes little before it ends, and looking for it takes a tenth.

    What makes more, or does not end, sees to it: the workers of a build, the preview.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _parser(name: str) -> Parser:
    """The parser with the options of one command; of all, with what they are for, if none is named."""
    parser = Parser("sitegen", description="政务公开任务网站生成工具")
    version = f"sitegen {__version__}"
    parser.add_argument("--version", action="version", version=version, help="显示版本")
    subparsers = parser.add_subparsers(prog="sitegen", required=True, metavar="命令")
    for command in (name,) if name else COMMANDS:
        module, text = COMMANDS[command]
        sub = subparsers.add_parser(command, help=text, description=text)
        if name:
            importlib.import_module(f"sitegen.commands.{module}").declare(command, sub)
    return parser


def _tell(error: SitegenError) -> int:
    # problems are loaded with what shows them
    if not isinstance(error, importlib.import_module("sitegen.errors").SiteInvalid):
        print(f"错误：{error}", file=sys.stderr)
        return 2
    show = importlib.import_module("sitegen.show")
    for text in show.texts(error.problems):
        print(text, file=sys.stderr)
    said = show.count(error.problems)
    print(f"共 {said}；没有发布，原来的网站没有改动。", file=sys.stderr)
    return 1


def _speak_utf8() -> None:
    # a Windows console may be set to a code page that has no Chinese
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def command() -> None:
    """Run one command in a process that ends with it."""
    status = main()
    gc.freeze()  # or all that is held would be looked through once more: half a second after a build
    sys.exit(status)


if __name__ == "__main__":
    command()
