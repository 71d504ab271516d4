"""What templates can do with a value: addresses, dates, sizes, Markdown, words with gaps."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from jinja2 import pass_context
from jinja2.runtime import Context as TemplateContext
from markupsafe import Markup, escape

from sitegen import dates, markup, qr
from sitegen.pages import Context, Prose
from sitegen.theme.budget import counted, plain, spend

_KILO, _MEGA = 1024, 1024 * 1024
_LONGEST = 2000  # names of content and levels of folders are bounded well below
_TOO_LONG = f"地址超过 {_LONGEST} 字符"
# a year, the short name of a plan, a place behind what leads to it
_NAMES = (r"\d{4}年", r"[一-鿿]{2,3}\d{4}(?![\d年])", r"(?<=[：与])[一-鿿]{1,4}?[市县区州]")
_TAG = re.compile(r"(<[^<>]*>)")
_MARKDOWN, _QR = 5, 20_000  # what a character, a code takes beside a turn of a loop


def root(context: Context) -> str:
    """The way from a page to the site's root; absolute for the 404 page, which stands anywhere."""
    if context.meta.kind == "not-found":
        return urlsplit(context.frame.base_url).path.rstrip("/") + "/"
    return "../" * context.meta.url.count("/")


@pass_context
def href(context: TemplateContext, url: str) -> str:
    """An address of the site, relative to the page at hand; outside addresses stay."""
    path, rest = _split(url) if len(url) <= _LONGEST else _split.__wrapped__(url)
    root: str = context["root"]
    if len(root) > _LONGEST:
        raise ValueError(_TOO_LONG)
    return rest if path is None else (root + path or "./") + rest


@lru_cache(maxsize=1 << 16)
def _split(url: str) -> tuple[str | None, str]:
    """The quoted path of an address of the site, and what follows it; no path for other addresses."""
    if url.startswith("#") or markup.outside(url):
        return None, url
    path, mark, fragment = url.partition("#")
    return _quoted(path), mark + fragment


def _quoted(path: str) -> str:
    if len(path) > _LONGEST:
        raise ValueError(_TOO_LONG)
    return quote(path)


@pass_context
def prose(context: TemplateContext, text: Prose, top: int = 2, table: str = "") -> Markup:
    """Markdown as HTML whose headings begin at level `top`; what its tables are called."""
    if not isinstance(text, Prose):
        raise TypeError("prose 只用于正文")
    links = dict(text.links)
    spend(_MARKDOWN * len(text.text))
    html = markup.render(text.text, lambda target: href(context, links[target]), top, plain(table))
    return Markup(html)  # noqa: S704 - sanitised by markup.render


def whole(text: str, words: str) -> Markup:
    """A heading no line of which ends within these words, a year or the short name of a plan."""
    spend(len(text))
    pieces = _TAG.split(str(escape(text)))
    pieces[::2] = [
        _unbroken(words).sub(r'<span class="word">\g<0></span>', one) for one in pieces[::2]
    ]
    return Markup(counted("".join(pieces)))  # noqa: S704 - escaped, or made by a template


@lru_cache(maxsize=16)
def _unbroken(words: str) -> re.Pattern[str]:
    listed = sorted(words.split(), key=len, reverse=True)
    return re.compile("|".join([*_NAMES, *map(re.escape, listed)]))


def day(iso: str) -> str:
    """An ISO date as written in Chinese."""
    found = dates.parse(iso)
    return dates.chinese(found) if found else iso


def size(count: int) -> str:
    """A number of bytes as readers know it: 812 KB, 3.4 MB."""
    if count < _MEGA:
        return f"{max(1, round(count / _KILO))} KB"
    return f"{count / _MEGA:.1f} MB"


def absolute(url: str, base: str) -> str:
    """A page's whole address."""
    return counted(f"{plain(base)}/{_quoted(url)}")


def qr_code(address: str, label: str) -> Markup:
    """An absolute address as a QR code; `label` is its text alternative."""
    spend(_QR)
    return Markup(qr.svg(address, label))  # noqa: S704 - numbers and an escaped label
