"""What does git know of a project? Its commit, the project as it was at another, who changed what."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from sitegen import dates, git
from sitegen.errors import BuildFailed

_SHALLOW = (
    "提示：这里是浅克隆，只有最近的提交，网站上的修改记录不全；"
    "要写全，先运行 git fetch --unshallow（自动发布的，把取出的深度设为全部，如 fetch-depth: 0）"
)
_NEVER = datetime.fromtimestamp(0, UTC)
_PARTS = ("content", "themes")
_LOG = ("log", "--raw", "--no-abbrev", "-M", "--relative", "--format=%x01%H%x00%cI%x00%cN")


class Past(Struct, frozen=True):
    """Where git keeps a project's past, and the commit up to which it is told."""

    project: Path
    commit: str = "HEAD"


def commit_of(project: Path) -> str:
    """The commit a project is at; marked `-dirty` if what is built differs; empty without git.

    Raises BuildFailed where git is there and cannot tell: nothing may be said to come from a commit then.
    """
    head = git.ask(project, "rev-parse", "-q", "--verify", "HEAD")
    if not head:
        return ""
    changed = git.ask(project, "status", "--porcelain", "--untracked-files=all", "--", *_PARTS)
    return f"{head.strip()}-dirty" if changed else head.strip()


def lacking(project: Path, commit: str) -> str:
    """What to do where git tells nothing of a project, or only its latest commits; empty where it tells all."""
    if commit:
        return _SHALLOW if is_shallow(project) else ""
    if not git.is_foreign(project):
        return ""
    fix = f"git config --global --add safe.directory {project}"
    return f"提示：这个仓库属于另一个用户，git 不说它的历史，网站不写提交和修改记录；要写，先运行 {fix}"


def committed(project: Path, commit: str) -> tuple[str, datetime]:
    """The full name of a commit and when it was made; BuildFailed if there is no such commit."""
    asked = f"{commit}^{{commit}}"  # neither a path nor a range has one
    name = git.ask(project, "rev-parse", "-q", "--verify", "--end-of-options", asked)
    if not name:
        fix = "浅克隆里只有最近的提交，可先运行 git fetch --unshallow"
        raise BuildFailed("Z05", f"没有找到提交“{commit}”；{fix}")
    return name.strip(), _made(project, name.strip())


def made(project: Path) -> datetime | None:
    """When the commit that a project is at was made; None where git keeps none."""
    head = git.ask(project, "rev-parse", "-q", "--verify", "HEAD")
    return _made(project, head.strip()) if head else None


def _made(project: Path, commit: str) -> datetime:
    when = git.ask(project, "log", "-1", "--format=%cI", commit, "--") or ""
    return _moment(when.strip(), commit)


def _moment(said: str, commit: str) -> datetime:
    """When a commit was made, in git's words; a wrong clock may have given it any number of seconds."""
    try:
        return datetime.fromisoformat(said)
    except ValueError as error:
        message = f"提交 {commit} 的时间“{said}”不在公历 1 年到 9999 年之间"
        fix = "最近一次提交的，运行 git commit --amend --no-edit 改正；更早的，用 git rebase 重做它以后的提交"
        raise BuildFailed("Z05", f"{message}；{fix}") from error


def files_of(project: Path, commit: str) -> Mapping[str, bytes]:
    """The content and themes of a commit: the bytes of each file by its path in the project."""
    names = git.ask(project, "ls-tree", "--name-only", commit) or ""
    there = [part for part in _PARTS if part in names.split("\n")]
    if "content" not in there:
        raise BuildFailed("Z05", f"提交“{commit}”里没有 content 文件夹")
    archive = git.run(project, "archive", "--format=tar", commit, *there)
    if archive.returncode:
        raise BuildFailed("Z05", f"git 取不出提交“{commit}”的内容")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        return {one.name: _bytes(tar, one) for one in tar if not one.isdir()}


def _bytes(tar: tarfile.TarFile, one: tarfile.TarInfo) -> bytes:
    opened = tar.extractfile(one) if one.isfile() else None
    if opened is None:
        raise BuildFailed("Z05", f"那次提交里的 {one.name} 是链接，不是文件，生成不了")
    return opened.read()


def changed(folder: Path, since: str) -> frozenset[str]:
    """The files below a folder that differ from a commit, new ones included; paths are the folder's own."""
    said = git.run(
        folder, "diff", "--name-only", "-z", "--relative", "--end-of-options", since, "--"
    )
    new = git.run(folder, "ls-files", "--others", "--exclude-standard", "-z")
    if said.returncode or new.returncode:
        message = f"git 不能与“{since}”比较：--changed 要在 git 仓库里用，并且确有这个提交或分支"
        raise BuildFailed("Z05", message)
    paths = (said.stdout + new.stdout).decode("utf-8", "replace")
    return frozenset(path for path in paths.split("\0") if path)


def state(past: Past) -> str:
    """What git's memory of a project hangs on: its commit and how far it reaches back; empty without."""
    said = git.ask(past.project, "rev-parse", "--is-shallow-repository", "--revs-only", past.commit)
    known = (said or "").split()
    return " ".join(known) if len(known) > 1 else ""  # nothing is committed yet


def is_shallow(project: Path) -> bool:
    """Whether git has only the latest commits here."""
    return (git.ask(project, "rev-parse", "--is-shallow-repository") or "").strip() == "true"


def first_commits(past: Past) -> Mapping[str, date]:
    """The day on which each file of a project first came in; empty without git or in a shallow clone."""
    now = state(past)
    return _first_commits(past, now) if now.startswith("false") else {}


@lru_cache(maxsize=2)
def _first_commits(past: Past, _: str) -> Mapping[str, date]:
    log = ("log", "--diff-filter=A", "--name-only", "-z", "--relative", "--format=%x01%cs")
    first: dict[str, date] = {}
    for commit in (git.ask(past.project, *log, past.commit, "--") or "").split("\x01")[1:]:
        day, *paths = (part.strip("\n") for part in commit.split("\0"))
        found = dates.parse(day)
        first |= dict.fromkeys(filter(None, paths), found) if found else {}
    return first


class Revision(Struct, frozen=True):
    """One change of one file: when, by whom, in which commit, and the file before and after.

    `before` and `after` are git's names for the contents; `before` is empty for a new file, `after` for
    one that was removed.
    """

    path: str
    commit: str
    when: datetime
    who: str
    before: str
    after: str


class Renamed(Struct, frozen=True):
    """A file that has another path now: what it held before and after, in git's names, and how like these are.

    `likeness` is a percentage.
    """

    before: str
    after: str
    likeness: int


class Log(Struct, frozen=True):
    """The revisions of content files, newest first; whether older ones lack; what renamed files are called now."""

    revisions: tuple[Revision, ...]
    cut: bool
    now: Mapping[str, str]


def log(past: Past) -> Log:
    """What git remembers of a project's content; nothing without git."""
    said = git.ask(past.project, *_LOG, past.commit, "--", "content") or ""
    cut = is_shallow(past.project)
    now: dict[str, str] = {}
    grafts = _grafts(past.project) if cut else frozenset[str]()
    return Log(tuple(_revisions(said, grafts, now)), cut, now)


def _grafts(project: Path) -> frozenset[str]:
    """The commits of a shallow clone whose parents are not there, so that all they hold seems new."""
    place = git.ask(project, "rev-parse", "--git-path", "shallow") or ""
    try:
        return frozenset((project / place.strip()).read_text("ascii").split())
    except (OSError, ValueError):
        return frozenset()


def _revisions(said: str, grafts: frozenset[str], now: dict[str, str]) -> Iterator[Revision]:
    """The revisions in git's words; a file that was renamed keeps its history under its last path."""
    commit, when, who = "", _NEVER, ""
    for line in said.split("\n"):
        if line.startswith("\x01"):
            commit, moment, who = line[1:].split("\x00")
            when = _moment(moment, commit)
        elif line.startswith(":"):
            facts, *paths = line.split("\t")
            _, _, before, after, status = facts.split()
            path = now.get(paths[-1], paths[-1])
            if status.startswith("R"):
                now[paths[0]] = path
            if commit not in grafts and before != after:
                names = (name if name.strip("0") else "" for name in (before, after))
                yield Revision(path, commit, when, who, *names)


def renamed(past: Past) -> Iterator[tuple[str, str, Renamed]]:
    """Each content file that git saw renamed: its old path, its last one, and how; newest first."""
    latest = tuple(_not_committed(past.project)) if past.commit == "HEAD" else ()
    now = {old: path for old, path, _ in latest}
    yield from latest
    yield from ((old, now.get(path, path), how) for old, path, how in _renames(past, state(past)))


@lru_cache(maxsize=2)
def _renames(past: Past, now: str) -> tuple[tuple[str, str, Renamed], ...]:
    only = ("--diff-filter=R", past.commit, "--", "content")
    said = (git.ask(past.project, *_LOG, *only) if now else "") or ""
    return tuple(_moves(said.split("\n"), {}))


def _moves(said: Iterable[str], now: dict[str, str]) -> Iterator[tuple[str, str, Renamed]]:
    for line in said:
        facts, *paths = line.split("\t")
        if line.startswith(":") and len(paths) > 1:
            _, _, before, after, status = facts.split()
            now[paths[0]] = now.get(paths[1], paths[1])
            yield paths[0], now[paths[0]], Renamed(before, after, int(status[1:]))


def _not_committed(project: Path) -> Iterator[tuple[str, str, Renamed]]:
    """What was renamed since the last commit: new files that hold what a file held that is gone."""
    compared = ("--raw", "--no-abbrev", "--no-renames", "--diff-filter=D", "--relative")
    said = git.run(project, "diff", *compared, "HEAD", "--", "content")
    gone = [line.split("\t") for line in said.stdout.decode("utf-8", "replace").split("\n") if line]
    if gone and not said.returncode:
        now = _new(project)
        named = ((facts.split()[2], path) for facts, path in gone)
        yield from ((p, now[name], Renamed(name, name, 100)) for name, p in named if name in now)


def _new(project: Path) -> Mapping[str, str]:
    """The content files that no commit has, by git's names for what they hold."""
    others = git.run(project, "ls-files", "--others", "--exclude-standard", "-z", "--", "content")
    added = ("diff", "--name-only", "--no-renames", "--diff-filter=A", "--relative", "-z", "HEAD")
    staged = git.run(project, *added, "--", "content")
    found = (others.stdout + staged.stdout).decode("utf-8", "replace").split("\0")
    paths = [path for path in found if path and (project / path).is_file() and "\n" not in path]
    there = "\n".join(str(project / path) for path in paths).encode()
    said = git.run(project, "hash-object", "--stdin-paths", said=there).stdout.decode()
    return dict(zip(said.split(), paths, strict=False))


def contents(project: Path, names: Iterable[str]) -> Mapping[str, bytes]:
    """Contents of files by git's names for them."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    done = git.run(project, "cat-file", "--batch", said="\n".join(wanted).encode())
    if done.returncode:
        raise git.failed(project, done.stderr)
    found: dict[str, bytes] = {}
    told = io.BytesIO(done.stdout)
    for head in iter(told.readline, b""):
        name, _, *size = head.decode("ascii", "replace").split()
        if size:  # what is missing has none, and nothing follows it
            found[name] = told.read(int(size[0]))
            told.readline()
    return found
