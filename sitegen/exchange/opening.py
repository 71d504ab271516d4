"""Is a file what it says, and safe to read? Kind by its bytes, bounded sizes, no entities.

An Office file is an archive: what it would unpack to is bounded before anything of it is parsed, and
XML that declares a document type or entities is refused, as no office program writes it. Macros are
never read: only the parts that hold sheets and text are.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Literal

from msgspec import Struct

from sitegen.attached.pieces import BROKEN_ZIP
from sitegen.digests import sha256
from sitegen.exchange.faults import Refused
from sitegen.stops import reason

LARGEST = 20_000_000
UNPACKED = 100_000_000
MOST_PARTS = 3000
RATIO = 200  # times as large as in the archive; text packs to a tenth, bombs to a thousandth
_SMALL = 1_000_000  # a part below this size harms nobody, however well it is packed
_OLE = b"\xd0\xcf\x11\xe0"
_DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)

# how a page begins, whatever its file is called: some systems export them as .xls
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*+<(?:!doctype html|html|table)",
    re.IGNORECASE | re.DOTALL,
)
_OFFICE = frozenset({".xls", ".xlsx", ".xlsm", ".doc", ".docx", ".wps", ".et"})
_LEFT_OVER = ("~$", ".~")
_REAL = "关掉 Word、Excel 或 WPS，导入文件名前面没有这些符号的那个文件"
_COPY = "打开它，把表格复制到 Word 或 Excel 里存好再导入；没有表格的正文可以存成 txt"
_UNPACK = "先解压，再导入里面的 Word 或 Excel 文件"
_TYPED = "图片里的表格读不出文字，请录进 Excel，或用 WPS 的文字识别转成 Excel 并逐格核对"
_AS_XLSX, _AS_DOCX = "用 Excel 或 WPS 打开后另存为 .xlsx", "用 Word 或 WPS 打开后另存为 .docx"
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", " PDF 文件", f"打开 PDF{_COPY.removeprefix('打开它')}"),
    (b"\xff\xd8\xff", "图片", _TYPED),
    (b"\x89PNG", "图片", _TYPED),
    (b"GIF8", "图片", _TYPED),
    (b"Rar!", "压缩文件", _UNPACK),
    (b"7z\xbc\xaf", "压缩文件", _UNPACK),
    (b"\x1f\x8b", "压缩文件", _UNPACK),
    (b"{\\rtf", " RTF 文件", _AS_DOCX),
    (b"<?xml", " XML 文件", _AS_XLSX),
)
# what an archive holds that is no Word or Excel file as this reads them
_ARCHIVES: tuple[tuple[str, str, str], ...] = (
    ("OFD.xml", " OFD 文件", _COPY),
    ("xl/workbook.bin", " Excel 二进制（.xlsb）文件", _AS_XLSX),
    ("ppt/presentation.xml", "演示文稿", _COPY),
    ("content.xml", " OpenDocument 文件", "用 WPS 或 Office 另存为 .xlsx 或 .docx"),
)

Kind = Literal["xlsx", "xls", "docx", "csv", "txt", "html"]


class Opened(Struct, frozen=True):
    """A file's bytes with its kind, name and SHA-256."""

    name: str
    kind: Kind
    data: bytes
    digest: str


def opened(path: Path) -> Opened:
    """The bytes of a file that may be read; raises Refused (E01-E04, E17) where it may not."""
    try:
        if path.stat().st_size > LARGEST:
            size = f"{path.name} 有 {path.stat().st_size:,} 字节"
            raise Refused("E02", size, "删去图片和不用的工作表，只留要导入的表格")
        data = path.read_bytes()
    except FileNotFoundError as error:
        message = f"文件夹 {path.absolute().parent} 里没有 {path.name}"
        raise Refused("E17", message, "看一看文件名、后缀和所在的文件夹有没有写错") from error
    except OSError as error:
        raise Refused("E01", f"打不开 {path.name}：{reason(error)}") from error
    kind = _kind(path, data)
    if kind in {"xlsx", "docx"}:
        _checked_archive(path.name, data)
    return Opened(path.name, kind, data, sha256(data))


def _kind(path: Path, data: bytes) -> Kind:
    suffix = path.suffix.lower()
    if data.startswith(b"PK"):
        return _office(path, data)
    if data.startswith(_OLE):
        return _old_office(path, data)
    if not data:
        raise Refused("E04", f"{path.name} 是空的", "看一看是不是没有下载完，或没有保存")
    if path.name.startswith(_LEFT_OVER):
        raise Refused("E01", f"{path.name} 是 Office 打开文件时留下的临时文件", _REAL)
    if suffix in {".html", ".htm"} or _PAGE.match(data):
        return "html"
    _check_signature(path.name, data)
    if suffix == ".csv":
        return "csv"
    if suffix in {".txt", ".md", ".tsv", ""}:
        return "txt"
    raise _unknown(path, data)


def _check_signature(name: str, data: bytes) -> None:
    """Refuse (E01) what is surely no table, by how it begins, saying what it is."""
    begin = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for start, what, hint in _SIGNATURES:
        if data.startswith(start) or begin.startswith(start):
            raise Refused("E01", f"{name} 是{what}", hint)


def _unknown(path: Path, data: bytes) -> Refused:
    suffix = path.suffix.lower()
    if suffix not in _OFFICE:
        return Refused("E01", f"{path.name} 不是能导入的文件", "用 Word 或 Excel 打开后另存一份")
    what = f"不是 {suffix} 文件" if b"\0" in data else "是文字"
    message = f"{path.name} 的内容{what}，不能照 {suffix} 读"
    hint = _AS_XLSX if "xl" in suffix else _AS_DOCX
    return Refused("E01", message, hint)


def _office(path: Path, data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except BROKEN_ZIP as error:
        raise Refused("E04", f"{path.name} 解不开", "用 Word 或 Excel 打开后另存一份") from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    for part, what, hint in _ARCHIVES:
        if part in names:
            raise Refused("E01", f"{path.name} 是{what}", hint)
    raise Refused("E01", f"{path.name} 是压缩文件，里面没有 Word 或 Excel 的内容", _UNPACK)


def _old_office(path: Path, data: bytes) -> Kind:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("E03", f"{path.name} 有打开密码", "去掉密码后另存一份")
    if "WordDocument".encode("utf-16-le") in data:
        old = "WPS 文字（.wps）" if path.suffix.lower() == ".wps" else "Word（.doc）"
        raise Refused("E01", f"{path.name} 是旧版 {old}文件", "用 Word 或 WPS 另存为 .docx")
    if "PowerPoint Document".encode("utf-16-le") in data:
        raise Refused("E01", f"{path.name} 是演示文稿", _COPY)
    return "xls"


def _checked_archive(name: str, data: bytes) -> None:
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise Refused("E02", f"{name} 里有 {len(parts)} 个部分", "另存一份，只留表格")
            for part in parts:
                total += part.file_size
                _check_size(name, part, total)
                _check_part(name, archive, part)
    except BROKEN_ZIP as error:
        raise Refused("E04", f"{name} 解不开", "用 Word 或 Excel 打开后另存一份") from error


def _check_size(name: str, part: zipfile.ZipInfo, total: int) -> None:
    packed = max(1, part.compress_size)
    bomb = part.file_size > _SMALL and part.file_size / packed > RATIO
    if total > UNPACKED or bomb:
        message = f"{name} 解开后过大（{part.filename} 有 {part.file_size:,} 字节）"
        raise Refused("E02", message, "删去多余的空行、空列和图片，另存一份")
    if part.flag_bits & 1:
        raise Refused("E03", f"{name} 的内容加了密", "去掉密码后另存一份")
    if part.filename.startswith(("/", "\\")) or ".." in part.filename.replace("\\", "/").split("/"):
        raise Refused("E03", f"{name} 里有文件夹之外的路径", "用 Word 或 Excel 另存一份")


def _check_part(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """An XML part may not declare anything; what is not UTF-8 could hide a declaration."""
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    xml = archive.read(part)
    if b"\0" in xml[:1000] or xml[:2] in {b"\xff\xfe", b"\xfe\xff"} or _DECLARATION.search(xml):
        message = f"{name} 的 {part.filename} 里有实体声明或不寻常的编码"
        raise Refused("E03", message, "不要导入来历不明的文件；确要导入，用 Office 另存一份")
