"""A command line that cannot be understood: told in Chinese, with what to write instead."""

from __future__ import annotations

import re

import pytest

from sitegen.__main__ import main
from sitegen.commands.line import COMMANDS
from sitegen.commands.mistakes import said

ALL = "、".join(COMMANDS)
MISTAKES = {
    "": "缺少 命令；写法见 sitegen -h",
    "biuld": f"没有“biuld”这个命令；命令写在最前面，有 {ALL}，是不是“build”；写法见 sitegen -h",
    "--project x build": f"没有“x”这个命令；命令写在最前面，有 {ALL}；写法见 sitegen -h",
    "build --outptu x": "不认识“--outptu x”，是不是“--output”；写法见 sitegen build -h",
    "build --out x": "不认识“--out x”，是不是“--output”；写法见 sitegen build -h",
    "build 甲 乙": "不认识“甲 乙”；写法见 sitegen build -h",
    "build --clean=1": "--clean 后面不能再写“1”；写法见 sitegen build -h",
    "build --as-of": "--as-of 后面要写一项；写法见 sitegen build -h",
    "build --as-of 9999-12-31": (
        "--as-of：“9999-12-31”的年份不在 1949 到 2199 之间；写法见 sitegen build -h"
    ),
    "build --as-of 2020": "--as-of：“2020”不是日期，写法如 2017-09-01；写法见 sitegen build -h",
    "serve --port x": "--port：“x”不是端口，写 1 到 65535 的整数；写法见 sitegen serve -h",
    "serve --port 99999": "--port：“99999”不是端口，写 1 到 65535 的整数；写法见 sitegen serve -h",
    "check --format xml": "--format 不能是“xml”，可以是 text、json、github、sarif；写法见 sitegen check -h",
    "where": "缺少 文件或网址；写法见 sitegen where -h",
    "where 甲 --project . 乙": "不认识“乙”；写法见 sitegen where -h",
    "import 表.xlsx": "缺少 --plan；写法见 sitegen import -h",
    "import 表.xlsx --plan a --government b --overwrite": (
        "--overwrite 后面要写一项；写法见 sitegen import -h"
    ),
    "export 计划 --csv --xlsx": "--xlsx 和 --csv 不能同时写；写法见 sitegen export -h",
}


@pytest.mark.parametrize("line", MISTAKES)
def test_a_mistyped_command_is_told_in_chinese_with_what_to_write(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line.split()) == 2
    answer = capsys.readouterr()
    assert answer.err == f"错误：Z09 命令写错了：{MISTAKES[line]}\n"
    assert not answer.out


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_chinese_and_shows_how_a_command_is_written(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "-h"] if command else ["-h"])
    told = capsys.readouterr().out
    assert stopped.value.code == 0
    assert told.startswith(f"用法：{f'sitegen {command}'.strip()} ")
    assert not re.search(r"usage|options:|arguments|show this|and exit|:\n", told)


def test_options_may_stand_before_and_after_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "--year", "2017", "年底前", "--format", "json"]) == 0
    assert '"2017-12-31"' in capsys.readouterr().out


def test_what_a_newer_python_says_is_shown_at_least() -> None:
    assert said("something never heard of", ["--output"]) == "something never heard of"
