"""Why can a file not be taken in, or a record not be made? Codes as everywhere, said to editors."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from types import MappingProxyType
from zipfile import BadZipFile

from sitegen.errors import Rule, SitegenError

# how an id is written, as `source.usable` asks
USABLE = "只用小写字母、数字和连字符，最多 100 个字符，不用 con、aux 等 Windows 保留的名称"
RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "E01": Rule("不认识的文件", "可以导入 xlsx、xls、docx、csv、html 和 txt 文件。"),
        "E02": Rule(
            "文件过大", "要导入的文件不超过 20 MB，解开后不超过 100 MB，表格不超过 5000 行。"
        ),
        "E03": Rule("文件不安全", "Office 文件里不能有实体声明、加密内容和文件夹之外的路径。"),
        "E04": Rule("文件已损坏", "文件要能用 Word 或 Excel 正常打开。"),
        "E05": Rule("编码不能识别", "CSV 和文字文件用 UTF-8 或 GBK 编码保存。"),
        "E06": Rule("没有找到表格", "表格要有一行表头，写明任务和责任单位或完成时限。"),
        "E07": Rule("栏目对应表有误", "栏目对应表只写规定的键，值用规定的几个词。"),
        "E08": Rule("计划或政府对不上", "计划标识用小写字母、数字和连字符；政府要先建档。"),
        "E09": Rule("不知道计划年度", "计划年度从名称或标识中读出，读不出时用 --year 写明。"),
        "E10": Rule("写出的内容不合规", "导入生成的文件要能通过内容规则的检查，否则什么也不写。"),
        "E11": Rule("已经存在", "新建的记录不能盖掉已有的文件。"),
        "E12": Rule("标识不合规", "标识组成网址，只用小写字母、数字和连字符。"),
        "E13": Rule("没有填写", "必填的内容不能空着。"),
        "E14": Rule("没有这个计划", "导出的计划要已经在 content/plans 里，并且没有错误。"),
        "E15": Rule("不能作草稿", "政府、领域和全站的文件没有草稿，改了就生效。"),
        "E16": Rule(
            "序号与原文对不上",
            "凭证按序号对应任务：同一序号要始终是同一项任务，对不上时什么也不写。",
        ),
        "E17": Rule("没有这个文件", "文件名照电脑里的写；不写文件夹的，在当前文件夹里找。"),
    }
)


# what libraries raise, the first that fits: which part of a file it is that they cannot make out
_DAMAGE: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((BadZipFile, zlib.error, EOFError), "里面有一部分解不开，可能没有下载完整"),
    ((SyntaxError,), "里面有一部分没有写完，或被改坏了"),
    ((UnicodeError,), "里面有认不出的文字编码"),
    ((LookupError,), "里面缺少一部分，可能没有保存完整"),
    ((OSError,), "里面的结构断了，可能没有下载完整"),
)


def damage(error: Exception) -> str:
    """What is wrong with an Office file that cannot be read, in plain words."""
    found = (said for kinds, said in _DAMAGE if isinstance(error, kinds))
    return next(found, "里面有一处不合 Office 文件的规定")


class Refused(SitegenError):
    """What was asked cannot be done; says the code, what is wrong, what to do and the rule."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        self.code = code
        rule = RULES[code]
        lines = [f"{code} {rule.title}：{message}", *([f"怎么办：{hint}"] if hint else [])]
        super().__init__("\n".join([*lines, f"规则：{rule.text}"]))
