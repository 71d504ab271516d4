"""The wheel holds all that is needed: in an empty folder, without the repository, a site comes out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import DEMO_AS_OF, REPOSITORY

WINDOWS = os.name == "nt"


def run(*command: str | Path, cwd: Path) -> str:
    """Standard output of a command that must succeed and complain of nothing but what is waived."""
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    complaints = [line for line in done.stderr.splitlines() if not line.startswith("豁免 B02 ")]
    assert (done.returncode, complaints) == (0, [])
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this repository."""
    folder = tmp_path_factory.mktemp("wheel")
    build = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    subprocess.run(build, cwd=REPOSITORY, capture_output=True, check=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `sitegen` program of a new environment that shares only the libraries of this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=not WINDOWS)
    binaries = folder / ("Scripts" if WINDOWS else "bin")
    python = binaries / ("python.exe" if WINDOWS else "python")
    pip = ("-m", "pip", "--quiet", "--disable-pip-version-check", "--python", str(python))
    install = ("install", "--no-deps", "--no-index", str(wheel))
    subprocess.run([sys.executable, *pip, *install], cwd=folder, check=True)
    where = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    libraries = Path(where.strip()) / "libraries.pth"
    libraries.write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
    return binaries / ("sitegen.exe" if WINDOWS else "sitegen")


def test_the_wheel_holds_the_theme_and_the_portal_and_nothing_of_ours(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "sitegen/py.typed",
        "sitegen/themes/default/theme.yaml",
        "sitegen/starter/content/site.yaml",
        "sitegen/check/lexicon.yaml",
        "sitegen/starter/gitignore",
        "sitegen/starter/content/documents/shili/files/部门预算公开表式样.xlsx",
    ):
        assert name in names
    tops = {name.split("/")[0] for name in names}
    assert all(re.fullmatch(r"sitegen|sitegen-[0-9.]+\.dist-info", top) for top in tops)
    assert not [name for name in names if "__pycache__" in name]


def test_installed_it_makes_a_site_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    day = ("--as-of", DEMO_AS_OF.isoformat())
    run(installed, "init", ".", *day, cwd=tmp_path)
    assert run(installed, "check", *day, cwd=tmp_path) == "检查完毕：没有错误，豁免 1 处。\n"
    assert run(installed, "build", *day, cwd=tmp_path).startswith("完成：")
    output = tmp_path / "output"
    for page in (
        "index.html",
        "plans/shili-2026/tasks/001/index.html",
        "plans/shili-2026/schedule/index.html",
        "departments/shili/huanbaoju/index.html",
        "domains/caizheng/index.html",
        "requirements/caizheng-shouzhi/index.html",
        "documents/shili/zulin-butie-banfa/index.html",
        "documents/shili/files/租赁补贴申请说明.pdf",
        "calendar/2026-09/index.html",
        "zhinan/index.html",
        "data/tasks.json",
    ):
        assert (output / page).is_file(), page
    assert list(output.glob("pagefind/**/*.pf_fragment"))
    task = (output / "plans/shili-2026/tasks/001/index.html").read_text("utf-8")
    assert "到期未见公开凭证" in task
    assert "关于7月财政收支情况公开工作的说明" in task


def test_a_theme_of_the_project_stands_before_the_one_in_the_wheel(
    installed: Path, tmp_path: Path
) -> None:
    day = ("--as-of", DEMO_AS_OF.isoformat())
    run(installed, "init", ".", *day, cwd=tmp_path)
    theme = tmp_path / "themes/mine"
    (theme / "strings").mkdir(parents=True)
    (theme / "theme.yaml").write_text("extends: default\n", "utf-8")
    words = "not_found:\n  lead: 这里没有这一页\n"
    (theme / "strings/zh-CN.yaml").write_text(words, "utf-8")
    site = tmp_path / "content/site.yaml"
    site.write_text(site.read_text("utf-8") + "theme: mine\n", "utf-8", newline="\n")
    run(installed, "build", *day, cwd=tmp_path)
    assert "这里没有这一页" in (tmp_path / "output/404.html").read_text("utf-8")
