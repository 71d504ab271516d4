"""Files that are no text, no files, or named to harm: a problem in Chinese, and nothing is followed."""

from __future__ import annotations

import os
import re
import socket
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from sitegen.errors import Problem
from tests.conftest import SMALL, Site, unpack
from tests.hostile.full import documents, full_site

TEXT = "name: 示例县\n"
SECONDS = 10


def found(site: Site, *codes: str) -> tuple[Problem, ...]:
    """The problems of a site, with these codes among them; found soon and all of them printable."""
    start = time.process_time()
    problems = site.problems()
    assert time.process_time() - start < SECONDS
    assert set(codes) <= {problem.code for problem in problems}, problems
    for problem in problems:
        assert f"{problem.excerpt}{problem.location}".encode()
        assert len(f"{problem.message}{problem.hint}") < 2_000
        assert re.search("[\u4e00-\u9fff]", problem.message)
    return problems


BYTES = {
    "utf-8-invalid": (b"name: \xff\xfe\xfd\n", "S01"),
    "utf-8-overlong": (b"name: \xc0\xbcscript>\n", "S01"),
    "utf-8-surrogate": (b"name: \xed\xa0\x80\n", "S01"),
    "utf-8-cut-off": ("name: 示例".encode()[:-1], "S01"),
    "gbk": ("name: 示例县财政局\n".encode("gbk"), "S01"),
    "big5": ("name: 財政局臺灣\n".encode("big5"), "S01"),
    "utf-16": (TEXT.encode("utf-16"), "S01"),
    "utf-16-be": (TEXT.encode("utf-16-be"), "S01"),
    "utf-32": (TEXT.encode("utf-32"), "S01"),
    "utf-7": (b"name: +ADw-script+AD4-\n", ""),
    "bom": (b"\xef\xbb\xbf" + TEXT.encode(), "F03"),
    "two-boms": (b"\xef\xbb\xbf\xef\xbb\xbf" + TEXT.encode(), "S12"),
    "cr-only": (TEXT.replace("\n", "\r").encode() + b"note: \xe7\x94\xb2\r", ""),
    "nul": (b"name: \x00\n", "S12"),
    "only-nul": (b"\x00" * 5_000, "S01"),
    "controls": (bytes(range(32)) + b"\n", "S12"),
    "empty": (b"", "S02"),
    "blank": (b" \n\t\n", "S02"),
    "20-megabytes": (b"a" * 20_000_000, "S10"),
    "1-megabyte-of-lines": (b"\n" * 999_000 + b"a", "S05"),
    "1-megabyte-of-keys": (b"".join(b"k%d: 1\n" % n for n in range(90_000)), "S10"),
    "1-megabyte-of-brackets": (b"name: " + b"[" * 990_000, "S10"),
    "1-megabyte-of-quotes": (b"name: '" + b"''" * 490_000, "S05"),
    "1-megabyte-of-name": (b"name: " + b"a" * 990_000, ""),
    "1-megabyte-of-comment": (b"name: x #" + b"#" * 990_000, ""),
    "zip": (b"PK\x03\x04" + b"\0" * 100, "S01"),
    "program": (b"\x7fELF\x02\x01\x01" + b"\0" * 9 + b"\xff" * 50, "S01"),
}


@pytest.mark.parametrize("name", BYTES)
@pytest.mark.parametrize("path", ["governments/xian.yaml", "pages/xian.md", "site.yaml"])
def test_bytes(small: Site, name: str, path: str) -> None:
    data, code = BYTES[name]
    start = b"" if path.endswith(".yaml") else b"---\n"
    front = data if name == "empty" or b"\xff\xfe" in data[:2] else start + data
    small.write(f"content/{path}", front)
    problems = found(small)
    if path == "governments/xian.yaml" and code:
        assert code in {problem.code for problem in problems}


def test_every_kind_of_file_may_be_broken(tmp_path: Path) -> None:
    site = full_site(tmp_path)
    for document in documents(site):
        whole = (site.folder / document.path).read_bytes()
        for data in (b"", b"\xff", b"\x00", whole[: len(whole) // 2], whole[1:], whole * 2):
            site.write(document.path, data)
            found(site)
        site.write(document.path, whole)


# what is no file

KINDS = ("site.yaml", "governments/x.yaml", "plans/x/index.md", "pages/x.md", "pages/files/x.pdf")


def _link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the path of a socket may be about a hundred bytes long
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


SPECIAL: dict[str, Callable[[Path], None]] = {
    "folder": lambda path: path.mkdir(),
    "link-out": _link("/etc/passwd"),
    "link-to-folder": _link("/etc"),
    "link-to-device": _link("/dev/zero"),
    "link-to-nothing": _link("/nowhere"),
    "link-to-itself": _link("x.md"),
    "link-upwards": _link(".."),
    "fifo": os.mkfifo,
}


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and FIFOs")
@pytest.mark.parametrize("name", SPECIAL)
@pytest.mark.parametrize("path", KINDS)
def test_no_file(small: Site, name: str, path: str) -> None:
    target = small.folder / "content" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    SPECIAL[name](target)
    problems = found(small)
    if (name, path) == ("folder", "pages/files/x.pdf"):
        return  # an empty folder is nothing
    assert any(p.location.path.startswith("content/") for p in problems)
    assert {p.code for p in problems} & {"S03", "S04", "R10", "A03", "S11"} or name == "folder"


@pytest.mark.skipif(sys.platform == "win32", reason="needs sockets in folders")
def test_a_socket(small: Site) -> None:
    _socket(small.folder / "content/governments/x.yaml")
    found(small, "S03")


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
@pytest.mark.parametrize("folder", ["plans/quan", "plans/shili-2026/files", "governments", "extra"])
@pytest.mark.parametrize("target", ["/etc", "..", ".", "/proc/self"])
def test_a_linked_folder(small: Site, folder: str, target: str) -> None:
    path = small.folder / "content" / folder
    if path.exists():
        path.rename(small.folder / "aside")
    path.symlink_to(target, target_is_directory=True)
    found(small, "S03")


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_the_content_folder_itself_is_no_link(small: Site) -> None:
    (small.folder / "content").rename(small.folder / "aside")
    (small.folder / "content").symlink_to(small.folder / "aside", target_is_directory=True)
    found(small, "S03")


# names

NAMES = (
    "con.md",
    "aux.yaml",
    "NUL.md",
    "com1.md",
    "lpt9.txt.md",
    "con",
    "a.md.",
    "a .md",
    "a. .md",
    " a.md",
    "A.MD",
    "Ａ.md",
    "名称.md",
    "a\u202egpj.md",
    "a\nb.md",
    "a\rb.md",
    "a\tb.md",
    "a\x1b[31m.md",
    "a\x7f.md",
    "a'b.md",
    'a"b.md',
    "a<script>.md",
    "<img src=x onerror=alert(1)>.md",
    "a&amp;.md",
    "a{{7*7}}.md",
    "a%2e%2e.md",
    "..md",
    "...md",
    "-.md",
    "--help.md",
    "-rf.md",
    "a--b.md",
    ".hidden.md",
    ".md",
    "~a.md",
    "a~",
    "$(id).md",
    "`id`.md",
    "a;b.md",
    "a|b.md",
    "a*b.md",
    "a?b.md",
    "a:b.md",
    "a\\b.md",
    "..\\..\\x.md",
    "é.md",
    "e\u0301.md",
    "I\u0307.md",
    "ß.md",
    "a" * 200 + ".md",
    "长" * 80 + ".md",
    "index.html",
    "_headers",
    "_redirects",
    ".htaccess",
    ".git",
)


# what only looks odd
PLAIN = frozenset({"a" * 200 + ".md"})
HARMLESS = frozenset(
    name
    for name in NAMES
    if name.lower().endswith(".md")
    and not re.match(r"[.]|(con|com1|lpt9|nul)[.]", name.lower())
    and not re.search(r'[\\/:*?"<>|\x00-\x1f\x7f\u202e]', name)
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses such names itself")
@pytest.mark.parametrize(
    "folder", ["", "pages", "governments", "pages/files", "plans/shili-2026/files"]
)
def test_names(small: Site, folder: str) -> None:
    for name in NAMES:
        path = os.path.join(small.folder, "content", folder, name)  # noqa: PTH118 - odd names
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text("---\ntitle: 页面\n---\n\n正文。\n", "utf-8")
        problems = found(small)
        if not (name in PLAIN or (folder.endswith("files") and name in HARMLESS)):
            assert any(p.severity == "error" for p in problems), name
        Path(path).unlink()


@pytest.mark.skipif(sys.platform == "win32", reason="such names do not exist there")
@pytest.mark.parametrize("folder", ["", "pages", "governments", "pages/files"])
def test_a_name_that_is_no_text(small: Site, folder: str) -> None:
    path = os.fsencode(small.folder / "content" / folder)
    os.makedirs(path, exist_ok=True)  # noqa: PTH103 - bytes
    Path(os.fsdecode(path + b"/a\xff\xfe.md")).write_text("---\ntitle: 页\n---\n\n文。\n", "utf-8")
    assert any(p.severity == "error" for p in found(small))


def test_very_deep_folders(small: Site) -> None:
    small.write(f"content/pages/{'a/' * 400}x.md", TEXT)
    assert any(p.severity == "error" for p in found(small))


def test_a_long_name_is_published(small: Site) -> None:
    name = "a" * 100
    small.write(f"content/pages/{name}.md", "---\ntitle: 页面\n---\n\n正文。\n")
    assert not [p for p in found(small) if p.severity == "error"]
    small.build()
    assert f"{name}/index.html" in small.files()


@pytest.mark.parametrize(
    "names", [("a.txt", "A.txt"), ("é.txt", "e\u0301.txt"), ("ß.txt", "ss.txt")]
)
def test_names_that_are_one_elsewhere(small: Site, names: tuple[str, str]) -> None:
    for name in names:
        small.write(f"content/pages/files/{name}", "甲\n")
    assert any(p.severity == "error" for p in found(small)) or len(small.files()) == len(names)


# attachments


def _zip(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


BOMB = _zip({"word/document.xml": b"<a>" + b" " * 80_000_000 + b"</a>", "[Content_Types].xml": b""})
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%s;" % (b"" if n == 1 else b"%d" % (n - 1)) * 10)
    for n in range(1, 12)
)
WIDE = {
    "xl/workbook.xml": b'<sheet name="a" sheetId="1" r:id="r1"/>',
    "xl/_rels/workbook.xml.rels": b'<Relationship Id="r1" Target="worksheets/sheet1.xml"/>',
    "xl/worksheets/sheet1.xml": b"<c " + b"a:" * 8_000_000 + b"><v>1</v></c>",
}
ATTACHED: dict[str, tuple[bytes, bool]] = {
    "a.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", True),
    "a.html": (b"<script>1</script>", True),
    "a.xhtml": (b"<html/>", True),
    "a.htm": (b"x", True),
    "a.js": (b"1", True),
    "a.exe": (b"MZ", True),
    "a.xml": (b"<x/>", True),
    "a.mht": (b"x", True),
    "a.swf": (b"FWS", True),
    "a.php": (b"<?php", True),
    "a": (b"x", True),
    "a.pdf.html": (b"x", True),
    "a.HTML": (b"x", True),
    "a.pdf": (b"<html><script>1</script>", True),
    "a.png": (b"<svg onload=1>", True),
    "a.jpg": (b"GIF89a/*", True),
    "a.txt": (b"<html><script>1</script></html>", False),
    "a.csv": (b"<script>1</script>", False),
    "a.docx": (BOMB, False),
    "b.zip": (_zip({f"{n}.docx": BOMB for n in range(30)}), False),
    "c.zip": (_zip({"../../../../evil.txt": b"x", "/etc/evil": b"x", "a\\..\\b": b"x"}), False),
    "d.zip": (b"PK\x03\x04" + b"\xff" * 200, False),
    "e.zip": (b"PK\x05\x06" + b"\xff" * 18, False),
    "f.docx": (_zip({"word/document.xml": ENTITIES + b"]><x>&a11;</x>"}), False),
    "g.xlsx": (_zip({"xl/workbook.xml": b"<" * 500_000}), False),
    "wide.xlsx": (_zip(WIDE), False),
    "h.zip": (_zip({f"{n}": b"" for n in range(30_000)}), False),
    "i.pdf": (b"%PDF-1.7\n" + b"1 0 obj <<" * 100_000, False),
    "j.pdf": (b"%PDF-1.7\n1 0 obj<</Pages 1 0 R/Kids[1 0 R]>>endobj trailer<</Root 1 0 R>>", False),
    "k.png": (b"\x89PNG\r\n\x1a\n" + b"\xff" * 2000, False),
    "l.jpg": (b"\xff\xd8\xff\xe1\xff\xff" + b"\xff" * 2000, False),
    "m.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4000, False),
    "n.mp4": (b"\x00\x00\x00\x18ftypmp42" + b"\xff" * 200, False),
    "o.txt": (b"", False),
    "p.csv": (b'"' * 200_000, False),
    "q.txt": (b"1" * 900_000, False),
}


@pytest.mark.parametrize("name", ATTACHED)
def test_attachments(small: Site, name: str) -> None:
    data, refused = ATTACHED[name]
    small.write(f"content/pages/files/{name}", data)
    problems = found(small)
    if refused:
        assert {"A01", "A03"} & {problem.code for problem in problems}, problems


def test_nothing_stands_outside_the_project(tmp_path: Path) -> None:
    site = unpack(tmp_path / "site", SMALL)
    for name, (data, refused) in ATTACHED.items():
        if not refused:
            site.write(f"content/pages/files/{name}", data)
    if not [p for p in found(site) if p.severity == "error"]:
        site.build()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
