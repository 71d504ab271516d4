"""Which command is meant? Each is a module of `commands`, loaded when it is needed."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

from sitegen import __version__
from sitegen.commands.parser import Parser

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


def run(given: Sequence[str]) -> int:
    """Run the command that is meant; raises BuildFailed (Z09) for what is not understood."""
    options = _parser(given[0] if given and given[0] in COMMANDS else "").parse_args(given)
    options.given = given
    status: int = options.run(options)
    return status


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
