"""Which files must be made again? Renders what is stale, keeps what is right, stages the rest."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from sitegen import manifest, zipped
from sitegen.digests import sha256, sha256_of
from sitegen.errors import BuildFailed
from sitegen.manifest import Before, Made, State
from sitegen.pages import Edition, Page
from sitegen.pool import aside, mapped
from sitegen.render import render
from sitegen.shelf import Held, Shelf
from sitegen.theme import Theme
from sitegen.write import Piece, Staging, remember

# bytes of a file that the archive stores as it is, above which it is not held in memory
HELD = 8 * 1024 * 1024

Reading = Callable[[str, bytes], bytes | None]
Telling = Callable[[int, int], None]


class _Ready(Struct, frozen=True):
    """A staged file as the archive will hold it, packed where its bytes were at hand."""

    crc: int
    size: int
    deflated: bool
    piece: Piece


class _Done(Struct, frozen=True):
    """A page that was looked at: what it is now, if it was staged how, what search reads in it."""

    made: Made
    ready: _Ready | None = None
    anew: bool = False
    rendered: bool = True
    said: bytes | None = None


def key_of(page: Page, theme: Theme) -> str:
    """The key of a page that was made, with everything it sees."""
    return manifest.page_key(theme.digest(page.template) if page.template else "", page.seen)


class Artifacts:
    """The files of one build: what was made from what, and where its bytes are now.

    `reading` takes what search knows of a page from its address and bytes, as soon as it is made;
    `tell` is told how many pages of how many have been looked at.
    """

    def __init__(
        self,
        theme: Theme,
        staging: Staging,
        before: Before,
        reading: Reading,
        tell: Telling | None = None,
    ) -> None:
        self.output = staging.output
        self.theme = theme
        self.staging = staging
        self.before = before.state
        self.made: dict[str, Made] = {}
        self.said: dict[str, Held] = {}
        self.pieces: dict[str, _Ready] = {}
        self.rendered = 0
        self._tell = tell
        self._trusted = before.trusted
        self._reading = reading
        self._shelf = Shelf()

    def add(self, pages: Iterable[Page], following: int = 0) -> None:
        """Make each page that is stale, keep each that is not; so many more will follow."""
        listed = tuple(pages)
        whole = len(self.made) + len(listed) + following
        self._apart(listed)
        self._get_ready({page.template for page in listed if page.template})
        for page, done in zip(listed, mapped(listed, self._done), strict=True):
            self.made[page.path] = done.made
            self.rendered += done.rendered
            if self._tell:
                self._tell(len(self.made), whole)
            self._note(page.path, done.ready, staged=done.anew)
            if done.said is not None:
                self.said[page.path] = self._shelf.put(done.said)

    def beside(self, step: Callable[[], None]) -> Callable[[], None]:
        """Begin a step that adds files, in a process of its own; what is returned waits for it."""
        result = aside(partial(self._added, step), len(self.made))

        def finish() -> None:
            for path, (made, ready, staged) in result().items():
                self._note(path, ready, staged=staged and path not in self.made)
                self.made[path] = made

        return finish

    def _added(self, step: Callable[[], None]) -> Mapping[str, tuple[Made, _Ready | None, bool]]:
        before = set(self.made)
        step()
        staged = set(self.staging.staged)
        added = {path: made for path, made in self.made.items() if path not in before}
        return {p: (made, self.pieces.get(p), p in staged) for p, made in added.items()}

    def _get_ready(self, templates: Iterable[str]) -> None:
        """Do once what else every worker would do: most of it only where everything is stale."""
        for template in sorted(templates):
            self.theme.digest(template)
            if not self.before:
                self.theme.compile(template)

    def _apart(self, pages: Iterable[Page]) -> None:
        seen = set(self.made)
        for page in pages:
            if page.path in seen:
                raise BuildFailed("Z08", f"两个页面都要写 {page.path}")
            seen.add(page.path)

    def _done(self, page: Page) -> _Done:
        """Look at one page, perhaps in a worker, and make it if it is stale."""
        page = page.made()
        key = key_of(page, self.theme)
        kept = self._kept(page.path, key)
        return _Done(kept, rendered=False) if kept else self._made(page, key)

    def _made(self, page: Page, key: str) -> _Done:
        data = render(page, self.theme)
        known = page.about and page.about.indexed
        said = self._reading(page.about.url, data) if page.about and known else None
        read = sha256(said) if said is not None else ""
        made = Made(key, sha256(data), read)
        anew = not self._there(page.path, made.digest)
        ready = self._staged(page.path, data) if anew else None
        return _Done(made, ready, anew, said=said)

    def _staged(self, path: str, data: bytes) -> _Ready | None:
        self.staging.write(path, data)
        level = zipped.level_of(path)
        if not level and len(data) > HELD:
            return None
        packed = zipped.packed(data, level)
        return _Ready(packed.crc, packed.size, packed.deflated, self.staging.keep(packed.data))

    def _note(self, path: str, ready: _Ready | None, *, staged: bool) -> None:
        if staged:
            self.staging.staged.append(path)
        if ready:
            self.pieces[path] = ready

    def packed(self, path: str) -> zipped.Packed | None:
        """A file of this build as the archive holds it, if it was packed when it was made."""
        it = self.pieces.get(path)
        if it is None:
            return None
        return zipped.Packed(it.crc, it.size, self.staging.piece(it.piece), it.deflated)

    def _there(self, path: str, digest: str) -> bool:
        """Whether a file is on disk already with these bytes."""
        before = self.before.get(path)
        return before is not None and before.digest == digest and self._intact(path, before)

    def _intact(self, path: str, made: Made) -> bool:
        return manifest.intact(self.output, path, made, trusted=self._trusted)

    def same(self, path: str) -> bool:
        """Whether a file has the bytes that the last build gave it."""
        before, made = self.before.get(path), self.made.get(path)
        return before is not None and made is not None and before.digest == made.digest

    def whole(self, path: str) -> bool:
        """Whether a file of the last build is still as it was, byte for byte."""
        made = self.before.get(path)
        return made is not None and manifest.intact(self.output, path, made, trusted=False)

    def _kept(self, path: str, key: str) -> Made | None:
        made = self.before.get(path)
        return made if made and made.key == key and self._intact(path, made) else None

    def keep(self, path: str, key: str) -> bool:
        """Keep a file of the last build if it is what this key would make."""
        made = self._kept(path, key)
        if made:
            self.made[path] = made
        return bool(made)

    def put(self, path: str, key: str, data: bytes) -> None:
        """Stage a file made anew; one whose bytes came out the same is left alone on disk."""
        made = self.made[path] = Made(key, sha256(data))
        if not self._there(path, made.digest):
            self._note(path, self._staged(path, data), staged=True)

    def stream(self, path: str, write: Callable[[BinaryIO], str]) -> None:
        """Stage a file that is too large to be held: what writes it piece by piece says its key."""
        with self.staging.open(path) as target:
            key = write(target)
        self.made[path] = Made(key, sha256_of(self.file(path)))

    def revise(self, page: Page) -> None:
        """Make a page once more, in place of what this build made of it before."""
        del self.made[page.path]
        self.pieces.pop(page.path, None)
        self.staging.drop(page.path)
        self.add([page])

    def file(self, path: str) -> Path:
        """Where a file of this build is now."""
        staged = self.staging.place(path)
        return staged if staged.is_file() else self.output / path

    def read(self, path: str) -> bytes:
        """The bytes of a file of this build."""
        return self.file(path).read_bytes()

    def digests(self) -> Mapping[str, str]:
        """The SHA-256 of every file of this build."""
        return {path: made.digest for path, made in self.made.items()}

    def publish(self, edition: Edition) -> tuple[str, ...]:
        """Put the list of all files beside them and move everything into place; what is gone now."""
        before = {**manifest.published(self.output), **self.staging.left_over()}
        if not before:
            self._among_strangers()
        listed = manifest.dump_manifest(self.digests(), edition)
        self.put(manifest.MANIFEST, manifest.key(listed), listed)
        gone = {path: made for path, made in sorted(before.items()) if path not in self.made}
        self.staging.publish(self.digests(), gone, last=manifest.MANIFEST)
        return tuple(gone)

    def _among_strangers(self) -> None:
        """Refuse to write over files in a folder that no build of ours is known to have written."""
        if self.output.is_dir() and any(self.output.iterdir()):
            for path in self.staging.staged:
                if path not in self.before and os.path.lexists(self.output / path):
                    message = f"{self.output} 里的 {path} 不是 sitegen 写的，会被盖掉"
                    raise BuildFailed("Z06", f"{message}；用 --output 换一个空文件夹，或先移走它")

    def remember(self, state: Path) -> State:
        """Keep what was made for the next build, each file with its size and time."""
        marked = manifest.marked(self.made, self.output)
        remember(state, manifest.dump_state(marked))
        return marked
