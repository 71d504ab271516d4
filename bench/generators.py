"""What is measured: sitegen, Hugo and Pelican, each with a site of its own of the same corpus."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("hugo", "pelican[markdown]")
DAY = "2026-11-20"
EDITED = "plans/p0001/tasks/003"


@dataclass(frozen=True, slots=True)
class Generator:
    """One generator with a site of its own: how it is run, and where a change is made."""

    name: str
    folder: Path
    output: Path
    build: tuple[str, ...]
    rename: Callable[[Path, str], None]
    preview: Callable[[int], tuple[str, ...]] | None = None
    forget: tuple[str, ...] = ()

    def edit(self, mark: str) -> None:
        """Change the text of one task."""
        path = self.folder / "content" / f"{EDITED}.md"
        head = re.sub(r"\n+改动：.*", "", path.read_text("utf-8")).rstrip("\n")
        path.write_text(f"{head}\n\n改动：{mark}。\n", encoding="utf-8", newline="\n")

    def clear(self) -> None:
        """Remove everything that a build left."""
        for folder in (self.output, *(self.folder / name for name in self.forget)):
            shutil.rmtree(folder, ignore_errors=True)


def tools_in(folder: Path) -> Path:
    """An environment with the other generators; its programs' folder."""
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    if not programs.is_dir():
        venv.create(folder, with_pip=True)
        install = [str(programs / "python"), "-m", "pip", "install", "--quiet", *PACKAGES]
        subprocess.run(install, check=True)  # noqa: S603
    return programs


def generators(folder: Path, tools: Path) -> list[Generator]:
    """All of them, by the folder of the corpus and that of the programs."""
    return [
        Generator(
            name="hugo",
            folder=folder / "hugo",
            output=folder / "hugo-out",
            build=(_hugo(tools), "--quiet", "-d", "../hugo-out"),
            preview=lambda port: (_hugo(tools), "server", "--quiet", f"--port={port}"),
            rename=_rename_for_hugo,
        ),
        Generator(
            name="hugo-pagefind",
            folder=folder / "hugo",
            output=folder / "hugo-pagefind-out",
            build=(
                *(sys.executable, "-m", "bench.hugo_indexed"),
                *(_hugo(tools), "../hugo-pagefind-out"),
            ),
            rename=_rename_for_hugo,
        ),
        Generator(
            name="pelican",
            folder=folder / "pelican",
            output=folder / "pelican-out",
            build=(str(tools / "pelican"), "-q", "-o", "../pelican-out"),
            preview=lambda port: (
                *(str(tools / "pelican"), "-q", "-o", "../pelican-out", "-lr"),
                *("-p", str(port)),
            ),
            rename=_rename_for_pelican,
        ),
        _common(folder, "pages"),
        _common(folder, "pages-search", "--search"),
        _sitegen(folder, "plain"),
        _sitegen(folder, "default"),
    ]


def _hugo(tools: Path) -> str:
    """Hugo itself: the command of the package starts Python first, which is not Hugo's fault."""
    places = tools.parent.glob("[Ll]ib/**/hugo/binaries/hugo*")
    return str(next(places, tools / "hugo"))


def _sitegen(folder: Path, theme: str) -> Generator:
    """The whole build in a theme."""
    own, output = folder / f"sitegen-{theme}", folder / f"sitegen-{theme}-out"
    where = ("--project", str(own), "--output", str(output), "--as-of", DAY)
    sitegen = (sys.executable, "-m", "sitegen")
    return Generator(
        name=f"sitegen-{theme}",
        folder=own,
        output=output,
        build=(*sitegen, "build", *where),
        rename=_rename_for_sitegen,
        preview=lambda port: (*sitegen, "serve", *where, "--port", str(port)),
        forget=(".sitegen",),
    )


def _common(folder: Path, kind: str, *more: str) -> Generator:
    """Only the pages that Hugo makes, with more on demand."""
    own, output = folder / f"sitegen-plain-{kind}", folder / f"sitegen-plain-{kind}-out"
    pages_only = (sys.executable, "-m", "bench.pages_only")
    return Generator(
        name=own.name,
        folder=own,
        output=output,
        build=(*pages_only, str(own), str(output), DAY, *more),
        rename=_rename_for_sitegen,
        forget=(".sitegen",),
    )


def _rename_for_hugo(folder: Path, name: str) -> None:
    path = folder / "content" / "departments" / "shili" / "d001" / "_index.md"
    path.write_text(f"---\ntitle: {name}\n---\n", encoding="utf-8")


def _rename_for_pelican(folder: Path, name: str) -> None:
    path = folder / "names.json"
    text = re.sub(r'"d001": "[^"]*"', f'"d001": "{name}"', path.read_text("utf-8"))
    path.write_text(text, encoding="utf-8")


def _rename_for_sitegen(folder: Path, name: str) -> None:
    # tasks go on naming the department as their documents do
    path = folder / "content" / "departments" / "shili" / "d001.yaml"
    text = f"name: 示例{name}\nshort: {name}\naliases: [市财政局]\n"
    path.write_text(text, encoding="utf-8")
