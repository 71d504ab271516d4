#!/usr/bin/env python3
"""One door for developers and editors: `python3 dev.py serve` and `python3 dev.py test`.

Needs only Python 3.11 or newer. Makes .venv, installs the pinned packages (checked by hash), finds
or installs a browser and a Chinese font for the browser tests, and runs the command. Safe to run again and again.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
RUNTIME, DEVELOPMENT = HERE / "requirements.txt", HERE / "requirements-dev.txt"


def main() -> int:
    """Run one command and return its exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this may have an older one
        print("需要 Python 3.11 或更高版本 / Python 3.11 or newer is needed.", file=sys.stderr)
        return 2
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on")
    options = parser.parse_args()
    return COMMANDS[options.command](options.arguments)


def serve(arguments: list[str]) -> int:
    """Build the site if it was never built, and show it as it is edited."""
    environment(RUNTIME)
    if not arguments and not (HERE / "output" / "index.html").is_file():
        run("-m", "sitegen", "build")  # what is wrong, the preview says as well
    return run("-m", "sitegen", "serve", *arguments)


def build(arguments: list[str]) -> int:
    """Build the site into output/."""
    environment(RUNTIME)
    return run("-m", "sitegen", "build", *arguments)


def sitegen(arguments: list[str]) -> int:
    """Run any command of sitegen, for example `dev.py sitegen check`."""
    environment(RUNTIME)
    return run("-m", "sitegen", *arguments)


def test(arguments: list[str]) -> int:
    """Lint, check types and run every test, those in a browser included."""
    environment(DEVELOPMENT)
    browser()
    fonts()
    steps = (
        ("-m", "ruff", "format", "--check", "."),
        ("-m", "ruff", "check", "."),
        ("-m", "mypy"),
        ("-m", "pytest", "-n", "auto", "--dist", "loadgroup", *arguments),
    )
    return next((status for step in steps if (status := run(*step))), 0)


def lock(_: list[str]) -> int:
    """Pin the newest versions the project allows, for all platforms, with hashes."""
    environment(DEVELOPMENT)
    run("-m", "pip", "install", "--quiet", "uv")
    wanted = (HERE / ".python-version").read_text("ascii").strip()
    compile_: tuple[str, ...] = (
        "-m",
        "uv",
        "pip",
        "compile",
        "pyproject.toml",
        "--quiet",
        "--upgrade",
    )
    compile_ += ("--universal", f"--python-version={wanted}", "--generate-hashes")
    compile_ += ("--no-emit-index-url", "--no-header")
    return run(*compile_, "--group=dev", "-o", DEVELOPMENT.name) or run(
        *compile_, "-c", DEVELOPMENT.name, "-o", RUNTIME.name
    )


COMMANDS = {"serve": serve, "build": build, "sitegen": sitegen, "test": test, "lock": lock}


def run(*arguments: str) -> int:
    """Run the environment's Python here."""
    # UTF-8 mode: editors' machines may have another default encoding
    said = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run([str(PYTHON), *arguments], cwd=HERE, env=said, check=False).returncode


def environment(lock_file: Path) -> None:
    """Make .venv hold the packages of a lock file; the development lock contains the runtime one."""
    stamp = VENV / "installed.txt"
    wanted = f"{lock_file.name} {hashlib.sha256(lock_file.read_bytes()).hexdigest()}"
    have = stamp.read_text("utf-8").splitlines() if stamp.is_file() else []
    if wanted in have and PYTHON.is_file():
        return
    if not PYTHON.is_file():
        make_environment()
    print(f"安装依赖（{lock_file.name}）/ installing dependencies …", flush=True)
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes")
    if run(*pip, "-r", lock_file.name):
        sys.exit(
            "安装依赖失败，请检查网络后重试 / installing failed; check the network and try again."
        )
    stamp.write_text("\n".join([*have, wanted]) + "\n", "utf-8")


def make_environment() -> None:
    """Make the virtual environment; Debian and Ubuntu split what that needs into a package."""
    try:
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    except (subprocess.CalledProcessError, OSError):
        package = f"python3.{sys.version_info.minor}-venv"
        if not apt("python3-venv", package):
            sys.exit(f"请先安装 venv / please install it first: sudo apt-get install {package}")
        venv.create(VENV, with_pip=True, clear=True)


def browser() -> None:
    """Have a Chromium for the browser tests, or say how to get one."""
    if found_browser():
        return
    print("安装浏览器 / installing a browser …", flush=True)
    # Ubuntu's chromium package is a snap, which headless machines cannot use; Debian's is whole
    if not (distribution() == "debian" and apt("chromium")):
        run("-m", "playwright", "install", "--with-deps", "chromium")
    if not found_browser():
        sys.exit(
            "没有找到 Chromium 或 Chrome。请安装其中之一，或用环境变量 SITEGEN_BROWSER 指明路径。\n"
            "No Chromium or Chrome found. Install one, or name its path in SITEGEN_BROWSER."
        )


def fonts() -> None:
    """Have a font with Chinese characters for the browser tests, or say how to get one."""
    if found_fonts():
        return
    print("安装中文字体 / installing a Chinese font …", flush=True)
    # fontconfig has the command that lists fonts
    if not (apt("fontconfig") and apt("fonts-noto-cjk") and found_fonts()):
        sys.exit(
            "没有找到中文字体。请安装一种，例如 sudo apt-get install fontconfig fonts-noto-cjk\n"
            "No Chinese font found. Install one, for example with the command above."
        )


def found_fonts() -> bool:
    """Whether a browser here can show Chinese."""
    return run("-m", "tests.browser.fonts") == 0


def found_browser() -> bool:
    """Whether the browser tests would find a browser."""
    return run("-m", "tests.browser.chromium") == 0


def distribution() -> str:
    """The Linux distribution's id, or the name of the system."""
    if platform.system() != "Linux":
        return platform.system().lower()
    return platform.freedesktop_os_release().get("ID", "linux")


def apt(*packages: str) -> bool:
    """Install Debian packages if that is possible without asking; whether it worked."""
    if not shutil.which("apt-get"):
        return False
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if root and not shutil.which("sudo"):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*root, "apt-get", "update", "-qq"], env=quiet, check=False)
    for package in packages:
        done = subprocess.run(
            [*root, "apt-get", "install", "-y", "-qq", package], env=quiet, check=False
        )
        if done.returncode == 0:
            return True
    return False


if __name__ == "__main__":
    sys.exit(main())
