"""What stops the line at once? The exceptions, apart from everything that takes time to load.

`SitegenError` is anything sitegen stops for: `errors.SiteInvalid` (the content has errors),
`ThemeBroken` (a template, string or asset of the theme cannot be used) and `BuildFailed` (the
machine refused, or did not understand).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

STOPS: Mapping[str, str] = MappingProxyType(
    {
        "Z01": "主题有误",
        "Z02": "写不了文件",
        "Z03": "另一次生成还没有结束",
        "Z04": "搜索索引程序出错",
        "Z05": "取不出历史",
        "Z06": "不能用这个位置",
        "Z07": "核对不了",
        "Z08": "程序有误",
        "Z09": "命令写错了",
    }
)


class SitegenError(Exception):
    """Anything sitegen stops for; the command line prints it without a traceback."""


class BuildFailed(SitegenError):
    """It cannot be done: disk, permissions, a missing program, a second build, a mistyped command.

    Says one of the codes of `STOPS`, its title and what happened.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.code} {STOPS[self.code]}：{self.message}"


class ThemeBroken(SitegenError):
    """A template, string or asset of the theme cannot be used."""

    code = "Z01"

    def __str__(self) -> str:
        return f"{self.code} {STOPS[self.code]}：{super().__str__()}"
