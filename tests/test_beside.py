"""A gate that looks while pages are listed: what it refuses is not made, what only it reads is let go of."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.check import Case, Verdict, check
from sitegen.errors import SiteInvalid
from sitegen.pages import Edition
from sitegen.preparing import prepared
from sitegen.source import Document
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
    """Once the gate has passed it, a build holds no document."""
    it = prepared(built(folder).project, Edition(AS_OF))
    assert it.pages.html
    assert documents()
    it.sound()
    assert not documents()


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
    case.__name__: case for case in (refused, passed, without_documents, very_large, small)
}


@pytest.mark.skipif(sys.platform == "win32", reason="nothing forks: the gate speaks first")
@pytest.mark.parametrize("case", CASES)
def test_a_gate_beside(tmp_path: Path, case: str) -> None:
    alone(__name__, case, str(tmp_path))


if __name__ == "__main__":
    CASES[sys.argv[1]](Path(sys.argv[2]))
