"""Are attachments what they say, small enough, and of a kind that may be published?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sitegen.attached import LARGEST, allowed, dangers, genuine
from sitegen.check.case import Case
from sitegen.errors import Location, Problem
from sitegen.privacy import masked
from sitegen.source import Attachment
from sitegen.text import listed, shown

_MEGA = 1_000_000


def files(case: Case) -> Iterator[Problem]:
    """What is wrong with the files that are published as they are."""
    for attachment in case.site.attachments:
        path = f"{case.site.content.name}/{attachment.path}"
        if not case.wanted(path):
            continue
        where, suffix = Location(masked(path)), PurePosixPath(path).suffix
        if allowed(path):
            yield from _allowed(case, attachment, where, suffix)
        else:
            message = f"不公开“{shown(suffix) or '没有扩展名'}”的文件"
            yield Problem("A03", where, message, "转成 PDF、docx、xlsx、图片或文字文件")


def _allowed(case: Case, attachment: Attachment, where: Location, suffix: str) -> Iterator[Problem]:
    """What is wrong with a file of a kind that may be published."""
    file = case.site.content / attachment.path
    wanted, real = genuine(file)
    if wanted != real:
        message = f"扩展名“{suffix}”应是{wanted}，实际是{real}"
        yield Problem("A01", where, message, "用原来的软件打开，另存为扩展名所说的格式")
    for message, hint in _brought(case, file, attachment.digest):
        yield Problem("A03", where, message, hint)
    if attachment.size > LARGEST:
        message = f"附件有 {attachment.size:,} 字节，最大 {LARGEST // _MEGA} MB"
        yield Problem("A02", where, message, "压缩图片、拆分文件，或另存为较小的 PDF")


def _brought(case: Case, file: Path, digest: str) -> list[list[str]]:
    """Message and hint of what a file brings along that must not be published."""
    return case.memory.recall(lambda: list(_dangers(file)), "dangers", file.suffix.lower(), digest)


def _dangers(file: Path) -> Iterator[list[str]]:
    every = dangers(file)
    members = [danger.member for danger in every if not danger.macro]
    macros = [danger.member for danger in every if danger.macro]
    if members:
        hint = "从压缩文件里删去，或转成 PDF、docx、xlsx、图片或文字文件，重新压缩"
        yield [masked(f"压缩文件里有不公开的文件：{listed(members)}"), hint]
    if "" in macros:
        yield ["文件里带有宏", "另存为不带宏的 docx 或 xlsx"]
    elif macros:
        hint = "另存为不带宏的 docx 或 xlsx，重新压缩"
        yield [masked(f"里面的文件带有宏：{listed(macros)}"), hint]
