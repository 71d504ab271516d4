"""Is the prose fit to publish? Its links lead somewhere, and nothing in it would vanish or hang."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from itertools import count

from sitegen import markup
from sitegen.check.case import Case
from sitegen.errors import Location, Problem
from sitegen.load import Site
from sitegen.memo import by_identity
from sitegen.model import Record, Task
from sitegen.routes import Routes, records
from sitegen.source import Document
from sitegen.text import nearest, shown

SUGGESTIONS = 50  # links of a site for which the nearest file is looked up

_ALIKE = 0.75  # how alike the name of a file must be to be suggested
_HOST = re.compile(r"(www\.|[\w-]+(\.[\w-]+)*\.(cn|com|org|net|edu|gov)(/|$)).*", re.IGNORECASE)
_HALF_ADDRESS = re.compile(r"https?:(?!//[^/])", re.IGNORECASE)
_IN_FILES = "把文件放进 files 文件夹，链接写作 files/文件名"


def prose(case: Case) -> Iterator[Problem]:
    """What is wrong with the prose of every record but tasks, whose wording is no Markdown."""
    left = count(SUGGESTIONS, -1)
    for record in records(case.site):
        document = case.site.document(record)
        if not isinstance(record, Task) and case.wanted(document.path):
            yield from _text(document, case.routes, getattr(record, "body", ""), left)


def hangs(site: Site) -> bool:
    """Whether a parser of Markdown would lose itself in the prose of a record, which those of tasks are not."""
    return any(_hangs(record) for record in records(site) if not isinstance(record, Task))


@by_identity
def _hangs(record: Record) -> bool:
    return bool(markup.tangle(getattr(record, "body", "")))


def _text(document: Document, routes: Routes, body: str, left: Iterator[int]) -> Iterator[Problem]:
    tangle = markup.tangle(body)
    if tangle:
        yield _tangled(document, *tangle)
        return
    for reference in markup.references(body):
        yield from _reference(document, routes, reference, left)


def _tangled(document: Document, line: str, message: str, hint: str) -> Problem:
    where = document.find(line) if line else None
    return document.problem("P04", where or Location(document.path), message, hint)


def _reference(
    document: Document,
    routes: Routes,
    reference: markup.Reference,
    left: Iterator[int],
) -> Iterator[Problem]:
    target = reference.target
    if reference.image:
        yield _image(document, reference)
    elif not target.strip():
        yield _empty(document, reference)
    elif markup.dangerous(target):
        message = f"链接“{shown(target)}”不安全"
        yield document.problem("P02", _place(document, target), message, _safer(target))
    elif _HALF_ADDRESS.match(target):
        message = f"网址“{shown(target)}”没有写完整"
        hint = "写作 https://www.example.gov.cn/ 的样子"
        yield document.problem("P01", _place(document, target), message, hint)
    elif not (markup.outside(target) or target.startswith("#")):
        yield from _inside(document, routes, target, left)


def _place(document: Document, target: str) -> Location:
    leads = ("](", "](<", "<", "")
    found = (document.find(target, lead) for lead in leads)
    return next((place for place in found if place), document.in_body(target))


def _image(document: Document, reference: markup.Reference) -> Problem:
    words, target = reference.words, reference.target
    whole = f"![{words}]({target})"
    where = document.find(whole) or document.in_body("![")
    hint = f"删去图片；或把它放进 files，写成链接 [{shown(words) or '图片说明'}](files/文件名)"
    return document.problem("P03", where, f"正文里的图片“{shown(words or target)}”不会显示", hint)


def _empty(document: Document, reference: markup.Reference) -> Problem:
    found = (document.find(f"({space})", "]") for space in ("", " ", "<>"))
    where = document.find("()", f"[{reference.words}]") or next(filter(None, found), None)
    message = f"链接“{shown(reference.words)}”没有写地址"
    hint = "在圆括号里写上内容文件或网址，或只留文字"
    return document.problem("P01", where or document.in_body("]("), message, hint)


def _safer(target: str) -> str:
    """What to write in place of a link that is not allowed."""
    scheme, _, rest = target.strip().partition(":")
    if target.startswith("//"):
        return f"写全：https:{shown(target)}"
    if scheme.lower() == "tel":
        return f"直接写电话号码 {shown(rest)}，不用链接"
    if scheme.lower() == "file" or len(scheme) == 1:
        return _IN_FILES
    if scheme.lower() in {"javascript", "data", "vbscript"}:
        return "删去这个链接，只留文字"
    return "换成以 https:// 开头的网址，或只留文字"


# links within the site


def _inside(
    document: Document,
    routes: Routes,
    target: str,
    left: Iterator[int],
) -> Iterator[Problem]:
    path = markup.content_path(document.path, target)
    if path in routes.left_out:
        message = f"链接“{shown(target)}”指向草稿 {path}"
        hint = "先发布那份草稿（删去它的 draft: true），或者把这里也写成草稿，或者先不写链接"
        yield document.problem("R21", _place(document, target), message, hint)
    elif path not in routes.files:
        message = f"链接“{shown(target)}”没有对应的内容文件"
        hint = _meant(document, routes, target, path) if next(left) > 0 else ""
        yield document.problem("P01", _place(document, target), message, hint)


def _meant(document: Document, routes: Routes, target: str, path: str) -> str:
    """How a link that leads nowhere should be written, as far as that can be told."""
    folded = unicodedata.normalize("NFKC", target)
    if folded != target and markup.outside(folded):
        return f"冒号和斜线用英文：{shown(folded)}"
    if _HOST.fullmatch(target):
        return f"站外链接写全：https://{shown(target)}"
    turned = markup.content_path(document.path, target.replace("\\", "/"))
    by_address = {url.strip("/"): file for file, url in routes.files.items()}
    file = by_address.get(target.strip("/")) or (turned if turned in routes.files else "")
    if file:
        return f"写作 {_written(document, file)}"
    near = _near(path, routes)
    if near:
        return f"是不是 {_written(document, near)}？"
    return "站内链接写内容文件的相对路径，例如 about.md；站外链接以 https:// 开头"


def _near(path: str, routes: Routes) -> str:
    """The file whose name looks like a path's; of several, the one whose path does."""
    by_name: dict[str, list[str]] = {}
    for file in routes.files:
        by_name.setdefault(posixpath.basename(file), []).append(file)
    name = nearest(posixpath.basename(path), by_name, _ALIKE)
    return nearest(path, by_name[name]) or by_name[name][0] if name else ""


def _written(document: Document, file: str) -> str:
    """A content file as a link in a document names it."""
    return posixpath.relpath(file, posixpath.dirname(document.path))
