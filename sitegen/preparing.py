"""What must be known before anything is made? Content → site → addresses → verdict, theme, pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType

from msgspec import structs

from sitegen import memo, pinyin
from sitegen.changes import Changes, changes_of
from sitegen.check import Case, Verdict, check, discreet, hangs
from sitegen.drafts import marked, published
from sitegen.errors import SiteInvalid
from sitegen.indicators import Scorecard, scorecard
from sitegen.kept import Kept, kept_in
from sitegen.load import Site, load_site
from sitegen.load.early import departments_in, names_in, theme_named
from sitegen.manifest import Trust
from sitegen.pages import Edition, Pages, all_pages
from sitegen.pages.shape import short
from sitegen.pool import aside, suitable
from sitegen.project import Project
from sitegen.routes import Routes, make_routes
from sitegen.source import Paths
from sitegen.stops import BuildFailed
from sitegen.theme import Theme, has_theme, load_theme, templates_ahead

Sounds = Callable[[], Mapping[str, pinyin.Key]]

_SOUNDS = "sounds"
_MANY = 50  # departments from which on it pays to read them aloud ahead
_HELD = 20_000  # content files whose documents may be held by the gate while pages are listed
_LONG = 2_000  # content files from which on the gate takes longer than templates are compiled


@dataclass(frozen=True, eq=False)
class Prepared:
    """A site that loads, ready to be made; its verdict, theme and pages when they are asked for."""

    project: Project
    edition: Edition
    trust: Trust
    site: Site
    told: Callable[[], Changes]  # what git remembers
    # these wait for what is on its way: what making pages needs, and the gate if it looks beside
    ahead: tuple[Callable[[], None], ...] = ()
    judged: Callable[[], Verdict] | None = None

    @cached_property
    def routes(self) -> Routes:
        """The addresses of the site."""
        return make_routes(self.site)

    @cached_property
    def verdict(self) -> Verdict:
        """What the gate says of the site."""
        return self.judged() if self.judged else self.judge()

    @property
    def waits(self) -> bool:
        """Whether no page may be made before the gate has spoken: there is no theme, or a text hangs."""
        themed = has_theme(self.project.folder, self.site.config.theme)
        return not themed or hangs(self.site)

    @cached_property
    def theme(self) -> Theme:
        """What the site looks like."""
        for wait in self.ahead:
            wait()
        folder = self.project.folder
        return load_theme(folder, self.site.config.theme, kept_in(folder, self.trust))

    @cached_property
    def pages(self) -> Pages:
        """Every page and file."""
        return all_pages(
            marked(self.site), self.routes, self.edition, lambda: self._card, self.told()
        )

    def ready(self) -> Prepared:
        """The same, with a theme that can be read and pages that can be found."""
        _ = self.theme, self.pages
        return self

    def gated(self, *, beside: bool) -> Prepared:
        """The same with the gate looking at it, beside if it may, and without what only the gate reads.

        A fifth of a large site's memory: of a very large site, which would be held twice, and where no page
        can be listed before, the gate speaks first. This process does not look at the content again, unless
        the one beside it is killed.
        """
        size, released = self.site.size, replace(self, site=bare(self.site))
        beside = beside and size <= _HELD and suitable(size) > 1 and not self.waits
        judged = aside(self.judge, size, released.judged_anew) if beside else self._spoken()
        memo.forget()
        return replace(released, judged=judged)

    def judged_anew(self) -> Verdict:
        """What the gate says of the content read once more; raises BuildFailed if it has changed since."""
        again = loaded(self.project, self.edition, self.trust)
        if bare(again.site) != self.site:
            message = "检查内容的进程被系统中止，内容又在这时改了"
            raise BuildFailed("Z10", f"{message}；再运行一次，反复如此时看看内存够不够")
        return again.judge()

    def _spoken(self) -> Callable[[], Verdict]:
        verdict = self.sound().verdict
        return lambda: verdict

    def judge(
        self, only: frozenset[str] | None = None, pause: Callable[[], None] = lambda: None
    ) -> Verdict:
        """What the gate says now; with `only`, of these files. `pause` may raise to end it."""
        project, as_of = self.project, self.edition.as_of
        return check(Case(self.site, self.routes, as_of, only, project.folder, project.past, pause))

    def hear(self, pause: Callable[[], None]) -> Verdict:
        """The verdict, unless `pause`, which is called again and again until it is there, raises."""
        if "verdict" not in vars(self):
            vars(self)["verdict"] = self.judge(pause=pause)  # where it is asked for from now on
        return self.verdict

    def sound(self) -> Prepared:
        """The same once the gate has passed it; raises SiteInvalid on errors."""
        refuse(self.verdict)
        return self

    @cached_property
    def _card(self) -> Scorecard:
        waived = ((one.problem, one.waiver) for one in self.verdict.waived)
        return scorecard(self.site, self.routes, self.verdict.problems, waived, self.edition.as_of)


def prepared(project: Project, edition: Edition, trust: Trust = "times") -> Prepared:
    """Everything but the making, while the gate may be looking: nothing is made before it is `sound`.

    Raises SiteInvalid on errors that are known already.
    """
    # beside reading and checking
    theme, store = theme_named(project.folder / "content"), kept_in(project.folder, trust)
    compiled = templates_ahead(project.folder, theme, store)
    sounds = _sounds_ahead(project.folder / "content", store)
    free = bool(store and store.filled)  # or the other core has templates to compile
    it = loaded(project, edition, trust)
    told, read_aloud = aside(it.told, it.site.size), _read_aloud(it.site, store, sounds)
    return replace(it, told=told, ahead=(compiled, read_aloud)).gated(
        beside=free or it.site.size > _LONG
    )


def _sounds_ahead(content: Path, store: Kept | None) -> Sounds | None:
    """Begin to read departments aloud that seem to be there, while this process is small.

    The tables of sounds are three times as large as a small site.
    """
    found = departments_in(content)
    if len(found) < _MANY or (store and store.get(_SOUNDS)):
        return None
    return aside(lambda: _aloud(names_in(found)))


def _read_aloud(site: Site, store: Kept | None, ahead: Sounds | None) -> Callable[[], None]:
    """Have departments read aloud beside, for their order; what is returned waits for it."""
    names = sorted({short(unit) for unit in marked(site).departments})
    known = pinyin.kept(store.get(_SOUNDS) if store else None)
    pinyin.learn(known)
    if names == list(known):
        return lambda: None
    read = ahead or aside(partial(_aloud, names), site.size)
    return lambda: _learn(names, read(), store)


def _aloud(names: Iterable[str]) -> Mapping[str, pinyin.Key]:
    return {name: pinyin.sort_key(name) for name in names}


def _learn(names: Iterable[str], read: Mapping[str, pinyin.Key], store: Kept | None) -> None:
    pinyin.learn(read)
    keys = _aloud(names)
    if store:
        store.put(_SOUNDS, pinyin.to_keep(keys))


def loaded(
    project: Project,
    edition: Edition,
    trust: Trust = "times",
    now: int = 0,
    changed: Paths = None,
) -> Prepared:
    """A site that no gate has looked at; raises SiteInvalid if it does not load.

    With `now` and `changed`, what has not changed is not read again, as in `source.read`.
    """
    content = project.folder / "content"
    site, problems = load_site(content, drafts=edition.drafts, now=now, changed=changed)
    if site is None:
        raise SiteInvalid(tuple(map(discreet, problems)))
    site = published(site)
    return Prepared(project, edition, trust, site, partial(changes_of, project.past, bare(site)))


def bare(site: Site) -> Site:
    """A site without its documents."""
    return structs.replace(site, documents=MappingProxyType({}))


def refuse(verdict: Verdict) -> None:
    """Raise SiteInvalid if a verdict names any error."""
    if any(problem.severity == "error" for problem in verdict.problems):
        raise SiteInvalid(verdict.problems)


def checked(project: Project, as_of: date, *, drafts: bool = False) -> tuple[Site, Routes, Verdict]:
    """The site of a project with its addresses and verdict; raises SiteInvalid on any error."""
    it = loaded(project, Edition(as_of, drafts=drafts))
    refuse(it.verdict)
    return it.site, it.routes, it.verdict


def examined(
    project: Project, as_of: date, only: frozenset[str] | None = None, *, drafts: bool = False
) -> tuple[Site | None, Routes | None, Verdict]:
    """What the gate finds, errors or not; with `only`, in these files."""
    try:
        it = loaded(project, Edition(as_of, drafts=drafts))
    except SiteInvalid as error:
        return None, None, Verdict(error.problems)
    return it.site, it.routes, it.judge(only)
