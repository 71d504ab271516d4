"""A gate that looks while pages are listed: what it refuses is not made, what only it reads is let go of."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from sitegen import pinyin
from sitegen.check import Case, Verdict, check
from sitegen.errors import SiteInvalid
from sitegen.load.early import names_in
from sitegen.pages import Edition
from sitegen.pages.shape import short
from sitegen.preparing import prepared
from sitegen.source import Document
from sitegen.stops import BuildFailed
from tests.conftest import AS_OF, SMALL, Site, alone, unpack

HERE = os.getpid()
PATCH = pytest.MonkeyPatch()
BROKEN = "---\ntitle: 关于本站\n---\n\n见[部门](/departments/shili/caizhengju/)。\n"


def built(folder: Path) -> Site:
    """A site that was built, so that templates are ready, in a process that gives work away."""
    PATCH.setattr("sitegen.pool.PAYS", 1)
    PATCH.setattr("sitegen.pool._cores", lambda: 2)
    site = unpack(folder, SMALL)
    site.build()
    return site


def refused(folder: Path) -> None:
    """What the gate refuses is not published, and it looked in another process."""
    site = built(folder)
    before, looked = site.files(), folder / "looked"

    def noted(case: Case) -> Verdict:
        looked.write_text(str(os.getpid()), "ascii")
        return check(case)

    PATCH.setattr("sitegen.preparing.check", noted)
    site.write("content/pages/about.md", BROKEN)
    with pytest.raises(SiteInvalid):
        site.build()
    assert int(looked.read_text("ascii")) != HERE
    assert site.files() == before


def passed(folder: Path) -> None:
    """What the gate passes is published as it would be by one process."""
    site = built(folder)
    site.edit("content/domains/caizheng.yaml", "预算和决算。", "预算、决算。")
    site.build()
    beside = site.files()
    PATCH.setattr("sitegen.pool.PAYS", sys.maxsize)
    (folder / ".sitegen" / "state.json").unlink()
    site.build()
    assert site.files() == beside


def without_documents(folder: Path) -> None:
    """While the gate looks beside, a build holds no document."""
    it = prepared(built(folder).project, Edition(AS_OF))
    assert not documents()
    assert it.pages.html
    it.sound()
    assert not documents()


def killed(folder: Path) -> None:
    """Where the gate beside is killed, the content is read and looked at once more."""
    site = built(folder)
    site.write("content/pages/about.md", BROKEN)
    PATCH.setattr("sitegen.preparing.check", _here_only)
    with pytest.raises(SiteInvalid):
        site.build()
    site.remove("content/pages/about.md")
    site.edit("content/domains/caizheng.yaml", "预算和决算。", "预算、决算。")
    site.build()
    assert "预算、决算。" in site.read("domains/caizheng/index.html")


def killed_and_changed(folder: Path) -> None:
    """What has changed since is not published: nobody looked at what was read first."""
    site = built(folder)
    site.write("content/pages/about.md", BROKEN)
    before = site.files()

    def mended(case: Case) -> Verdict:
        if os.getpid() != HERE:
            site.remove("content/pages/about.md")
        return _here_only(case)

    PATCH.setattr("sitegen.preparing.check", mended)
    with pytest.raises(BuildFailed, match="Z10"):
        site.build()
    assert site.files() == before


def _here_only(case: Case) -> Verdict:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return check(case)


def large(folder: Path) -> None:
    """Of a large site the gate looks beside though templates are compiled on the other core."""
    PATCH.setattr("sitegen.preparing._LONG", 1)
    PATCH.setattr("sitegen.pool.PAYS", 1)
    PATCH.setattr("sitegen.pool._cores", lambda: 2)
    PATCH.setattr("sitegen.preparing.check", _elsewhere_only)
    assert prepared(unpack(folder, SMALL).project, Edition(AS_OF)).sound().pages.html


def _elsewhere_only(case: Case) -> Verdict:
    assert os.getpid() != HERE
    return check(case)


def read_aloud(folder: Path) -> None:
    """The names of many departments are read aloud ahead, and this process loads no table of sounds."""
    PATCH.setattr("sitegen.preparing._MANY", 1)
    PATCH.setattr("sitegen.pool.PAYS", 1)
    PATCH.setattr("sitegen.pool._cores", lambda: 2)
    looked = folder / "looked"

    def noted(departments: Iterable[Path]) -> frozenset[str]:
        looked.write_text(str(os.getpid()), "ascii")
        return names_in(departments)

    PATCH.setattr("sitegen.preparing.names_in", noted)
    it = prepared(unpack(folder, SMALL).project, Edition(AS_OF)).ready()
    assert int(looked.read_text("ascii")) != HERE
    assert [pinyin.sort_key(short(unit)) for unit in it.site.departments]
    assert "pypinyin" not in sys.modules


def very_large(folder: Path) -> None:
    """Of a very large site no document is held while pages are listed."""
    PATCH.setattr("sitegen.preparing._HELD", 1)
    assert prepared(built(folder).project, Edition(AS_OF)).pages.html
    assert not documents()


def small(folder: Path) -> None:
    """Of a small one neither, where the gate speaks first."""
    it = prepared(unpack(folder, SMALL).project, Edition(AS_OF))
    assert it.pages.html
    assert not documents()


def documents() -> list[Document]:
    return [one for one in gc.get_objects() if isinstance(one, Document)]


CASES: dict[str, Callable[[Path], None]] = {
    case.__name__: case
    for case in (
        refused,
        passed,
        without_documents,
        killed,
        killed_and_changed,
        large,
        read_aloud,
        very_large,
        small,
    )
}


@pytest.mark.skipif(sys.platform == "win32", reason="nothing forks: the gate speaks first")
@pytest.mark.parametrize("case", CASES)
def test_a_gate_beside(tmp_path: Path, case: str) -> None:
    alone(__name__, case, str(tmp_path))


if __name__ == "__main__":
    CASES[sys.argv[1]](Path(sys.argv[2]))
