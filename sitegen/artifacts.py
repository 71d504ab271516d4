"""Which files must be made again? Renders what is stale, keeps what is right, stages the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO

from sitegen import manifest
from sitegen.errors import BuildFailed
from sitegen.manifest import Made, State
from sitegen.pages import Page
from sitegen.pool import mapped
from sitegen.render import render
from sitegen.theme import Theme
from sitegen.write import Staging


class Artifacts:
    """The files of one build: what was made from what, and where its bytes are now."""

    def __init__(self, output: Path, theme: Theme, staging: Staging, before: State) -> None:
        self.output = output
        self.theme = theme
        self.staging = staging
        self.before = before
        self.made: dict[str, Made] = {}

    def add(self, pages: Iterable[Page]) -> None:
        """Make each page that is stale, keep each that is not."""
        stale = list(self._stale(pages))
        made = mapped([page for page, _ in stale], self._make)
        for (page, key), (digest, anew) in zip(stale, made, strict=True):
            self.made[page.path] = Made(key, digest)
            self.staging.staged.extend([page.path] if anew else [])

    def _make(self, page: Page) -> tuple[str, bool]:
        """Make one file, perhaps in a worker: its digest, and whether it was staged."""
        data = render(page, self.theme)
        digest = manifest.digest(data)
        anew = not self._there(page.path, digest)
        if anew:
            self.staging.write(page.path, data)
        return digest, anew

    def _there(self, path: str, digest: str) -> bool:
        """Whether a file is on disk already with these bytes."""
        before = self.before.get(path)
        if before is None or before.digest != digest:
            return False
        return manifest.intact(self.output, path, before)

    def _stale(self, pages: Iterable[Page]) -> Iterator[tuple[Page, str]]:
        """The pages to make, each with its key; what is right is kept."""
        seen = set(self.made)
        for page in pages:
            if page.path in seen:
                raise BuildFailed(f"两个页面都要写 {page.path}")
            seen.add(page.path)
            template = self.theme.digest(page.template) if page.template else ""
            key = manifest.key(template, page.context)
            if not self.keep(page.path, key):
                yield page, key

    def keep(self, path: str, key: str) -> bool:
        """Keep a file of the last build if it is what this key would make."""
        made = self.before.get(path)
        if made is None or made.key != key or not manifest.intact(self.output, path, made):
            return False
        self.made[path] = made
        return True

    def put(self, path: str, key: str, data: bytes) -> None:
        """Stage a file made anew; one whose bytes came out the same is left alone on disk."""
        made = self.made[path] = Made(key, manifest.digest(data))
        if not self._there(path, made.digest):
            self.staging.put(path, data)

    def stream(self, path: str, key: str, write: Callable[[BinaryIO], None]) -> None:
        """Stage a file that is too large to be held: it is written piece by piece."""
        with self.staging.open(path) as target:
            write(target)
        self.made[path] = Made(key, manifest.digest_of(self.file(path)))

    def revise(self, page: Page) -> None:
        """Make a page once more, in place of what this build made of it before."""
        del self.made[page.path]
        self.staging.drop(page.path)
        self.add([page])

    def file(self, path: str) -> Path:
        """Where a file of this build is now."""
        staged = self.staging.folder / path
        return staged if staged.is_file() else self.output / path

    def read(self, path: str) -> bytes:
        """The bytes of a file of this build."""
        return self.file(path).read_bytes()

    def digests(self) -> Mapping[str, str]:
        """The SHA-256 of every file of this build."""
        return {path: made.digest for path, made in self.made.items()}

    def publish(self, as_of: date, commit: str) -> tuple[str, ...]:
        """Put the list of all files beside them and move everything into place; what is gone now."""
        before = {**manifest.published(self.output), **self.staging.left_over()}
        listed = manifest.dump_manifest(self.digests(), as_of, commit)
        self.put(manifest.MANIFEST, manifest.key(listed), listed)
        gone = {path: made for path, made in sorted(before.items()) if path not in self.made}
        self.staging.publish(self.digests(), gone, last=manifest.MANIFEST)
        return tuple(gone)
