"""What is a file really? By its first bytes, not by its name."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from sitegen.attached.pieces import BROKEN_ZIP, MOST_PARTS

HEAD = 4096
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: tuple[tuple[str, int, bytes], ...] = (
    ("zip", 0, _ZIP),
    ("zip", 0, b"PK\x05\x06"),
    ("ole", 0, _OLE),
    ("pdf", 0, b"%PDF-"),
    ("jpeg", 0, b"\xff\xd8\xff"),
    ("png", 0, b"\x89PNG\r\n\x1a\n"),
    ("gif", 0, b"GIF8"),
    ("tiff", 0, b"II*\x00"),
    ("tiff", 0, b"MM\x00*"),
    ("webp", 8, b"WEBP"),
    ("mp4", 4, b"ftyp"),
    ("mp3", 0, b"\xff\xfb"),
    ("rar", 0, b"Rar!\x1a\x07"),
    ("7z", 0, b"7z\xbc\xaf\x27\x1c"),
    ("rtf", 0, b"{\\rtf"),
    ("program", 0, b"\x7fELF"),
)
# what begins with letters, as a text may: only with the header that follows
_HEADERS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    # 14 bytes of file header, then the size of one of the headers of Windows and OS/2
    ("bmp", re.compile(rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0", re.DOTALL)),
    ("mp3", re.compile(rb"ID3[\x02-\x04][\x00-\x0f]")),
    ("program", re.compile(rb"MZ[^\0]{0,61}\0")),  # fields of 16 bits with small numbers
    ("program", re.compile(rb"#![ \t]*/")),
)
# suffix → what the file must be; what is not here is not published; XML may hold a page with scripts
_SUFFIXES: Mapping[str, str] = MappingProxyType(
    {".docx": "docx", ".xlsx": "xlsx", ".pptx": "pptx", ".ofd": "ofd", ".zip": "zip"}
    | dict.fromkeys((".doc", ".xls", ".ppt", ".wps", ".et", ".dps"), "ole")
    | {".pdf": "pdf", ".jpg": "jpeg", ".jpeg": "jpeg", ".png": "png", ".gif": "gif"}
    | {".tif": "tiff", ".tiff": "tiff", ".webp": "webp", ".bmp": "bmp", ".mp4": "mp4"}
    | {".mp3": "mp3", ".rar": "rar", ".7z": "7z", ".rtf": "rtf"}
    | dict.fromkeys((".txt", ".csv", ".json", ".ics", ".tsv", ".md", ".yaml"), "text")
)
_PACKAGES = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx", "OFD.xml": "ofd"}
_NAMES = MappingProxyType(
    {
        "ole": "旧版 Word、Excel 或 WPS 文件",
        "docx": "Word 文件（docx）",
        "xlsx": "Excel 文件（xlsx）",
        "pptx": "演示文稿（pptx）",
        "ofd": "OFD 版式文件",
        "zip": "压缩文件",
        "pdf": "PDF 文件",
        "jpeg": "JPEG 图片",
        "png": "PNG 图片",
        "gif": "GIF 图片",
        "tiff": "TIFF 图片",
        "webp": "WebP 图片",
        "bmp": "BMP 图片",
        "mp4": "视频",
        "mp3": "录音",
        "rar": "RAR 压缩文件",
        "7z": "7z 压缩文件",
        "rtf": "写字板文件（RTF）",
        "text": "文字文件",
        "program": "程序",
        "empty": "空文件",
        "unknown": "认不出的文件",
    }
)


def allowed(path: str) -> bool:
    """Whether files with this suffix may be published at all."""
    return PurePosixPath(path).suffix.lower() in _SUFFIXES


def genuine(file: Path) -> tuple[str, str]:
    """What a file should be by its suffix and what it is by its bytes, in words; equal if it is genuine."""
    wanted = _SUFFIXES.get(file.suffix.lower(), "unknown")
    kind = kind_of(file)
    return _NAMES[wanted], _NAMES[kind]


def kind_of(file: Path) -> str:
    """The kind of a file by its first bytes, and of an Office file by its parts."""
    with file.open("rb") as opened:
        head = opened.read(HEAD)
    kind = kind_of_bytes(head)
    return _package(file) if kind == "zip" else kind


def kind_of_bytes(head: bytes) -> str:
    """The kind that the first bytes of a file give away."""
    if not head:
        return "empty"
    for name, offset, signature in _SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return name
    for name, header in _HEADERS:
        if header.match(head):
            return name
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return "text" if _is_text(head) else "unknown"


def _is_text(head: bytes) -> bool:
    return head[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" not in head


def _package(file: Path) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()[:MOST_PARTS]
    except BROKEN_ZIP:
        return "zip"
    found = (kind for lead, kind in _PACKAGES.items() if any(n.startswith(lead) for n in names))
    return next(found, "zip")
