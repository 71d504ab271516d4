"""What does it look like? The only Jinja environment: templates, strings, assets with fingerprints.

A theme is a folder: theme.yaml (`extends: default`), templates/, assets/, strings/<language>.yaml.
What a theme lacks is taken from the theme it extends, file by file and string by string; what it has
too, its templates reach by the name of that theme (`default/base.html`).
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType, SimpleNamespace

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
    pass_context,
)
from jinja2.runtime import Context as TemplateContext
from markupsafe import Markup

from sitegen import dates, markup
from sitegen.digests import sha256
from sitegen.errors import ThemeBroken
from sitegen.linked import linked_data
from sitegen.pages import Context, Page, RawFile
from sitegen.pool import aside
from sitegen.theme import bounds, budget, filters
from sitegen.theme.compiled import (
    ANY,
    Compiled,
    CompiledTemplates,
    Store,
    known,
    learn,
    named,
    references,
)
from sitegen.theme.folders import (
    assets_of,
    folders_of,
    has_theme,
    search_words,
)
from sitegen.theme.sayings import in_chinese
from sitegen.theme.strings import Tree, group, strings_of

__all__ = ["Theme", "has_theme", "load_theme", "templates_ahead"]

# whatever a template can do wrong with what it sees
_FAULTS = (
    *(TemplateError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError),
    *(RuntimeError, MemoryError, SyntaxError, NameError),
)
_MOST_SAID = 300
_UTF8 = "utf-8-sig"  # some editors of Windows put a mark before a text
_SAID = MappingProxyType(
    {
        RecursionError: "绕回了自身，或一层套一层太深；要下面主题的同名模板，连主题名写，如 default/base.html",
        MemoryError: "要的内存太多",
        SyntaxError: "一层套一层太深",
        OverflowError: "循环的次数太多",
        budget.TooMuch: "做的事太多，一页做不完",
        UnicodeEncodeError: "写出了存不下的字符",
        UnicodeDecodeError: "不是 UTF-8 编码，请另存为 UTF-8",
    }
)


class Theme:
    """A theme with everything it extends, ready to render."""

    def __init__(self, folders: tuple[Path, ...], store: Store | None = None) -> None:
        self.folders = folders
        self._store = store
        self.strings = strings_of(folders)
        found = (*assets_of(folders), search_words(self.strings))
        self.assets = MappingProxyType({asset.name: asset for asset in found})
        self.environment = self._environment()
        self._digests: dict[str, str] = {}
        self._references: dict[str, tuple[str, ...]] = {}
        self._trees: dict[str, nodes.Template] = {}

    def _environment(self) -> bounds.Bounded:
        own, *below = (FileSystemLoader(f / "templates", _UTF8) for f in self.folders)
        named = dict(zip((folder.name for folder in self.folders[1:]), below, strict=True))
        environment = bounds.Bounded(
            loader=ChoiceLoader([own, *below, PrefixLoader(named)]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=Compiled(self._store),
        )
        environment.globals.update(
            t=_namespace(self.strings), asset=self._asset, linked=self._linked
        )
        environment.filters.update(
            href=filters.href,
            day=filters.day,
            period=dates.period,
            size=filters.size,
            outside=markup.outside,
            prose=filters.prose,
            absolute=filters.absolute,
            qr=filters.qr_code,
            whole=filters.whole,
            word=self._word,
            coded=self._coded,
        )
        return environment

    @property
    def templates(self) -> tuple[str, ...]:
        """The names by which pages ask for templates: not those that say of which theme below they are."""
        below = tuple(f"{folder.name}/" for folder in self.folders[1:])
        every = self.environment.list_templates()
        return tuple(name for name in every if not name.startswith(below))

    def render(self, template: str, context: object) -> str:
        """A template with its context as text; a broken template says which one and where."""
        budget.begin()
        try:
            found = self.environment.get_template(template)
            if not isinstance(context, Context):
                return found.render(it=context)
            return found.render(
                frame=context.frame,
                meta=context.meta,
                it=context.it,
                root=filters.root(context),
            )
        except _FAULTS as error:
            raise ThemeBroken(_told(template, error)) from error

    def written(self, template: str, context: object) -> bytes:
        """The same in UTF-8."""
        text = self.render(template, context)
        try:
            return text.encode()
        except UnicodeEncodeError as error:
            raise ThemeBroken(_told(template, error)) from error

    def files(self) -> tuple[Page, ...]:
        """The theme's assets as files of the site."""
        return tuple(Page(a.url, "", RawFile(sha256(a.data), a.data)) for a in self.assets.values())

    def digest(self, template: str) -> str:
        """A digest of everything that rendering a template reads: its closure, strings, assets."""
        if template not in self._digests:
            parts = [self._source(name) for name in sorted(self._closure(template))]
            self._digests[template] = sha256("\0".join([self._common, *parts]).encode())
        return self._digests[template]

    def used(self, template: str) -> tuple[str, ...]:
        """A template and everything that it names, directly or not."""
        return (template, *sorted(self._closure(template) - {template}))

    def compile(self, template: str) -> None:
        """Have the code of a template and of all it names ready; a broken one is told when it is used."""
        for name in self._closure(template):
            with suppress(*_FAULTS):
                self._code(name)
                self.environment.get_template(name)

    def _code(self, template: str) -> None:
        """Make the code of a template that was parsed for its references of the same tree."""
        cache, tree = self.environment.bytecode_cache, self._trees.pop(template, None)
        if tree is None or cache is None or self.environment.loader is None:
            return
        text, file, _ = self.environment.loader.get_source(self.environment, template)
        bucket = cache.get_bucket(self.environment, template, file or "", text)
        if bucket.code is None:
            bucket.code = self.environment.compile(tree, template, file)
            cache.set_bucket(bucket)

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
                referenced = self._referenced(name)
                waiting += filter(None, referenced)
                reached |= self._every if ANY in referenced else frozenset()
        return reached

    @cached_property
    def _every(self) -> frozenset[str]:
        """All templates that can be read; a file that is no template may lie beside them."""
        found = set()
        for name in self.environment.list_templates():
            with suppress(ThemeBroken):
                self._source(name)
                found.add(name)
        return frozenset(found)

    def _referenced(self, template: str) -> tuple[str, ...]:
        # most templates share their frame and macros
        if template not in self._references:
            self._references[template] = self._read(template)
        return self._references[template]

    def _read(self, template: str) -> tuple[str, ...]:
        text = self._source(template)
        return named(text, partial(self._named, template, text), self._store)

    def _named(self, template: str, text: str) -> tuple[str, ...]:
        try:
            tree = self.environment.parse(text, template)
        except _FAULTS as error:
            raise ThemeBroken(_told(template, error)) from error
        self._trees[template] = tree
        return tuple(references(tree))

    def _source(self, template: str) -> str:
        loader = self.environment.loader
        try:
            return loader.get_source(self.environment, template)[0] if loader else ""
        except (TemplateError, UnicodeDecodeError) as error:
            raise ThemeBroken(_told(template, error)) from error

    def _asset(self, name: str) -> str:
        if name not in self.assets:
            raise ThemeBroken(f"主题里没有资源文件 assets/{name}")
        return self.assets[name].url

    @property
    def _linked(self) -> Callable[[TemplateContext], Markup]:
        names = {code: str(name) for code, name in group(self.strings, "nav").items()}

        @pass_context
        def linked(context: TemplateContext) -> Markup:
            seen = Context(context["frame"], context["meta"], context["it"])
            return Markup(linked_data(seen, names))  # noqa: S704 - escaped by linked_data

        return linked

    def _coded(self, code: str, name: str) -> bool:
        return code in group(self.strings, name)

    def _word(self, code: str, name: str) -> str:
        """The word for a code, such as a role or a kind, from a group of strings."""
        words = group(self.strings, name)
        if code not in words:
            raise ThemeBroken(f"主题文字缺少 {name}.{code}")
        return str(words[code])


def load_theme(project: Path, name: str, store: Store | None = None) -> Theme:
    """The theme of a project by name, from its themes/ folder or the ones that ship with sitegen."""
    return Theme(folders_of(project, name), store)


def templates_ahead(project: Path, name: str, store: Store | None) -> Callable[[], None]:
    """Begin to compile a theme's templates beside other work; what is returned waits for their code."""
    if known().codes or (store and store.filled):
        return lambda: None
    result = aside(partial(_compiled, project, name, store))
    return lambda: learn(result())


def _compiled(project: Path, name: str, store: Store | None) -> CompiledTemplates:
    """The code of every template; a theme or a template that is broken is told when it is used."""
    with suppress(ThemeBroken):
        theme = load_theme(project, name, store)
        for template in theme.templates:
            # a file that is no template may lie beside them
            with suppress(ThemeBroken):
                theme.compile(template)
    return known()


def _namespace(tree: Tree) -> SimpleNamespace:
    return SimpleNamespace(
        **{k: _namespace(v) if isinstance(v, dict) else v for k, v in tree.items()}
    )


def _told(template: str, error: Exception) -> str:
    """Which template is broken, where, and how."""
    if isinstance(error, TemplateSyntaxError):
        return f"模板 {error.name or template} 第 {error.lineno} 行有误：{in_chinese(error.message or '')}"
    if isinstance(error, TemplateNotFound):
        hint = (
            "没有 extends 的主题要有全部模板；在 theme.yaml 里写 extends: default，就从默认主题取"
        )
        name = (error.name or template).encode("utf-8", "backslashreplace").decode()
        return f"主题里没有模板 {name}（{hint}）"
    place = f"模板 {template}"
    for frame in traceback.extract_tb(error.__traceback__):
        _, inside, name = Path(frame.filename).as_posix().rpartition("/templates/")
        if inside and not name.endswith(".py"):
            place = f"模板 {name} 第 {frame.lineno} 行"
    said = _SAID.get(type(error)) or in_chinese(str(error)[:_MOST_SAID])
    return f"{place}有误：{said}".encode("utf-8", "backslashreplace").decode()
