"""What does it look like? The only Jinja environment: templates, strings, assets with fingerprints.

A theme is a folder: theme.yaml (`extends: default`), templates/, assets/, strings/<language>.yaml.
What a theme lacks is taken from the theme it extends, file by file and string by string.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    meta,
    pass_context,
)
from jinja2.runtime import Context as TemplateContext
from markupsafe import Markup

from sitegen import dates, markup, qr, source
from sitegen.errors import ThemeBroken
from sitegen.pages import Context, Page, Prose, RawFile

LANGUAGE = "zh-CN"
_SHIPPED = (Path(__file__).parent / "themes", Path(__file__).parent.parent / "themes")

_NAME = re.compile(r"[\w-]+")

_KILO, _MEGA = 1024, 1024 * 1024

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of the theme: its published address with fingerprint, and its bytes."""

    name: str
    url: str
    data: bytes


class Theme:
    """A theme with everything it extends, ready to render."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        self.strings = _strings(folders)
        found = (*_assets(folders), _search_words(self.strings))
        self.assets = MappingProxyType({asset.name: asset for asset in found})
        self.environment = self._environment()
        self._digests: dict[str, str] = {}

    def _environment(self) -> Environment:
        environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(f / "templates") for f in self.folders]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        environment.globals.update(t=_namespace(self.strings), asset=self._asset)
        environment.filters.update(
            href=_href,
            f=_format,
            day=_day,
            period=dates.period,
            size=_size,
            outside=markup.outside,
            prose=_prose,
            absolute=_absolute,
            qr=_qr,
            word=self._word,
        )
        return environment

    def render(self, template: str, context: object) -> str:
        """A template with its context as text; a broken template says which one and where."""
        try:
            found = self.environment.get_template(template)
            if isinstance(context, Context):
                return found.render(
                    frame=context.frame, meta=context.meta, it=context.it, root=_root(context)
                )
            return found.render(it=context)
        except TemplateError as error:
            raise ThemeBroken(_told(template, error)) from error

    def files(self) -> tuple[Page, ...]:
        """The theme's assets as files of the site."""
        return tuple(Page(a.url, "", RawFile(_hash(a.data), a.data)) for a in self.assets.values())

    def digest(self, template: str) -> str:
        """A digest of everything that rendering a template reads: its closure, strings, assets."""
        if template not in self._digests:
            parts = [self._source(name) for name in sorted(self._closure(template))]
            self._digests[template] = _hash("\0".join([self._common, *parts]).encode())
        return self._digests[template]

    @cached_property
    def _common(self) -> str:
        return repr((self.strings, [(name, asset.url) for name, asset in self.assets.items()]))

    def _closure(self, template: str) -> set[str]:
        reached: set[str] = set()
        waiting = [template]
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                tree = self.environment.parse(self._source(name))
                waiting += [found for found in meta.find_referenced_templates(tree) if found]
        return reached

    def _source(self, template: str) -> str:
        loader = self.environment.loader
        try:
            return loader.get_source(self.environment, template)[0] if loader else ""
        except TemplateError as error:
            raise ThemeBroken(_told(template, error)) from error

    def _asset(self, name: str) -> str:
        if name not in self.assets:
            raise ThemeBroken(f"主题里没有资源文件 assets/{name}")
        return self.assets[name].url

    def _word(self, code: str, group: str) -> str:
        """The word for a code, such as a role or a kind, from a group of strings."""
        words = self.strings.get(group, {})
        if code not in words:
            raise ThemeBroken(f"主题文字缺少 {group}.{code}")
        return str(words[code])


def load_theme(project: Path, name: str) -> Theme:
    """The theme of a project by name, from its themes/ folder or the ones that ship with sitegen."""
    folders: list[Path] = []
    while name:
        folder = _folder(project, name)
        if folder in folders:
            raise ThemeBroken(f"主题“{name}”绕回了自身（theme.yaml 的 extends）")
        folders.append(folder)
        name = _extends(folder)
    return Theme(tuple(folders))


def has_theme(project: Path, name: str) -> bool:
    """Whether there is a theme of this name."""
    return _found(project, name) is not None


def _folder(project: Path, name: str) -> Path:
    found = _found(project, name)
    if found is None:
        raise ThemeBroken(f"没有主题“{name}”：themes/{name}/theme.yaml 不存在")
    return found


def _found(project: Path, name: str) -> Path | None:
    folders = (themes / name for themes in (project / "themes", *_SHIPPED))
    there = (folder for folder in folders if (folder / "theme.yaml").is_file())
    return next(there, None) if _NAME.fullmatch(name) else None


def _extends(folder: Path) -> str:
    node = _yaml(folder / "theme.yaml").get("extends", "")
    return node if isinstance(node, str) else ""


def _yaml(path: Path) -> Tree:
    lines, problems = source.decode(path.name, path.read_bytes())
    front, faults = source.parse_yaml("\n".join(lines))
    if front is None or faults or problems:
        said = "；".join([p.message for p in problems] + [f.message for f in faults])
        raise ThemeBroken(f"{path.parent.name}/{path.name} 读不懂：{said}")
    return _plain(front)


def _plain(node: source.Mapping) -> Tree:
    plain: Tree = {}
    for key, value in node.entries:
        if isinstance(value, source.Mapping):
            plain[key.text] = _plain(value)
        elif isinstance(value, source.Scalar):
            plain[key.text] = value.text
    return plain


def _strings(folders: tuple[Path, ...]) -> Tree:
    merged: Tree = {}
    for folder in reversed(folders):
        path = folder / "strings" / f"{LANGUAGE}.yaml"
        merged = _merged(merged, _yaml(path)) if path.is_file() else merged
    return merged


def _merged(below: Tree, above: Tree) -> Tree:
    both = dict(below)
    for key, value in above.items():
        nested = isinstance(value, dict) and isinstance(both.get(key), dict)
        both[key] = _merged(both[key], value) if nested else value
    return both


def _namespace(tree: Tree) -> SimpleNamespace:
    return SimpleNamespace(
        **{k: _namespace(v) if isinstance(v, dict) else v for k, v in tree.items()}
    )


def _assets(folders: tuple[Path, ...]) -> Iterator[Asset]:
    files: Mapping[str, Path] = {
        path.relative_to(folder / "assets").as_posix(): path
        for folder in reversed(folders)
        for path in sorted((folder / "assets").rglob("*"))
        if path.is_file()
    }
    for name, path in sorted(files.items()):
        data = path.read_bytes()
        yield _asset(name, data)


def _asset(name: str, data: bytes) -> Asset:
    stem, _, suffix = name.rpartition(".")
    return Asset(name, f"assets/{stem}.{_hash(data)[:10]}.{suffix}", data)


def _search_words(strings: Tree) -> Asset:
    """The strings that the search script needs, as a file that it fetches."""
    used = {**strings.get("search_words", {}), "facets": strings.get("facets", {})}
    words = json.dumps(used, ensure_ascii=False)
    return _asset("search-words.json", words.encode())


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _told(template: str, error: TemplateError) -> str:
    line = f" 第 {error.lineno} 行" if isinstance(error, TemplateSyntaxError) else ""
    return f"模板 {template}{line} 有误：{error.message}"


# filters


def _root(context: Context) -> str:
    """The way from a page to the site's root; absolute for the 404 page, which stands anywhere."""
    if context.meta.kind == "not-found":
        return urlsplit(context.frame.base_url).path.rstrip("/") + "/"
    return "../" * context.meta.url.count("/")


@pass_context
def _href(context: TemplateContext, url: str) -> str:
    """An address of the site, relative to the page at hand; outside addresses stay."""
    if url.startswith("#") or markup.outside(url):
        return url
    path, mark, fragment = url.partition("#")
    return (context["root"] + quote(path) or "./") + mark + fragment


@pass_context
def _prose(context: TemplateContext, prose: Prose, top: int = 2) -> Markup:
    """Markdown as HTML whose headings begin at level `top`."""
    links = dict(prose.links)
    html = markup.render(prose.text, lambda target: _href(context, links[target]), top)
    return Markup(html)  # noqa: S704 - sanitised by markup.render


def _format(text: str, *args: object, **values: object) -> str:
    return text.format(*args, **values)


def _day(iso: str) -> str:
    """An ISO date as written in Chinese."""
    found = dates.parse(iso)
    return dates.chinese(found) if found else iso


def _size(count: int) -> str:
    """A number of bytes as readers know it: 812 KB, 3.4 MB."""
    if count < _MEGA:
        return f"{max(1, round(count / _KILO))} KB"
    return f"{count / _MEGA:.1f} MB"


def _absolute(url: str, base: str) -> str:
    return f"{base}/{quote(url)}"


def _qr(address: str, label: str) -> Markup:
    """An absolute address as a QR code; `label` is its text alternative."""
    return Markup(qr.svg(address, label))  # noqa: S704 - numbers and an escaped label
