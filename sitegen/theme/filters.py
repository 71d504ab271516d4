"""What templates can do with a value: addresses, dates, sizes, Markdown, words with gaps."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, urlsplit

from jinja2 import pass_context
from jinja2.runtime import Context as TemplateContext
from markupsafe import Markup

from sitegen import dates, markup, qr
from sitegen.pages import Context, Prose
from sitegen.theme.budget import counted, plain, spend

_KILO, _MEGA = 1024, 1024 * 1024
_LONGEST = 2000  # names of content and levels of folders are bounded well below
_TOO_LONG = f"地址超过 {_LONGEST} 字符"
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
