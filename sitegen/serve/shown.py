"""What does the preview show? The last site that loads, and what is wrong with the newest state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from msgspec import Struct

from sitegen.build import Prepared
from sitegen.pages import Page
from sitegen.render import render


class Outcome(Struct, frozen=True):
    """What a look at the project came to: the site, if it loads; what is wrong with it.

    `passed`: the gate has looked and found no error.
    """

    site: Prepared | None = None
    trouble: str = ""
    passed: bool = False


@dataclass(frozen=True)
class Shown:
    """The last site that loads, page by page, and what is wrong with the newest state of the project.

    `newest`: the site is that state, so that what is wrong is of the gate alone.
    """

    site: Prepared | None = None
    trouble: str = ""
    newest: bool = True
    made: dict[str, bytes] = field(default_factory=dict)

    def after(self, outcome: Outcome) -> Shown:
        """What is shown from now on."""
        if outcome.site is None:
            return replace(self, trouble=outcome.trouble, newest=False)
        if outcome.site is self.site:
            return replace(self, trouble=outcome.trouble, newest=True)
        return Shown(outcome.site, outcome.trouble)

    def file(self, path: str) -> bytes | None:
        """A file of the site, made now if it was not yet; None for what only a whole build makes."""
        page = self._page(self.site, path) if self.site and path not in self.made else None
        if self.site and page:
            self.made[path] = render(page.made(), self.site.theme)
        return self.made.get(path)

    def _page(self, site: Prepared, path: str) -> Page | None:
        found = self._assets.get(path) or site.pages.find(path)
        return found if found or path.endswith(".html") else self._others.get(path)

    @cached_property
    def _assets(self) -> Mapping[str, Page]:
        return {page.path: page for page in self.site.theme.files()} if self.site else {}

    @cached_property
    def _others(self) -> Mapping[str, Page]:
        """What is not looked at in a browser: data, feeds, calendars."""
        return {page.path: page for page in self.site.pages.more} if self.site else {}

    def source(self, url: str) -> str:
        """The content file behind an address, if it has one."""
        return self._sources.get(url, "")

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        return self.site.routes.sources if self.site else {}
