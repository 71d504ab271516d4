"""What is wrong with where a file stands, or with its name; and where it should stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import PurePosixPath

from msgspec import Struct

from sitegen.errors import Location, Problem
from sitegen.model import KINDS, Kind
from sitegen.pinyin import slug
from sitegen.source.characters import INVISIBLE, visible
from sitegen.text import listed, nearest, reserved, shown

PART = "[a-z0-9]+(?:-[a-z0-9]+)*"
_LONGEST = 100  # characters of a name; two of them are one name where plans are compared

_GOOD = re.compile(PART)
_FOLDERS = tuple(dict.fromkeys(k.pattern.split("/")[0] for k in KINDS if "/" in k.pattern))
_LOOSE = tuple(
    (kind, re.compile(re.escape(kind.pattern).replace(r"\*", "([^/]+)"))) for kind in KINDS
)
_PATTERNS = {kind.name: pattern for kind, pattern in _LOOSE}
_FILES = re.compile(r"(?P<files>plans/[^/]+/files|documents/[^/]+/files|pages/files)/.+")
_LEFTOVER = re.compile(r"~\$.*|.*~|\.~.*|.*\.(bak|old|orig|tmp|swp|part)", re.IGNORECASE)
_COPY = re.compile(r"副本|复件|[Cc]opy(?: of)?|\([0-9]+\)|（[0-9]+）")
_SUFFIXES = {"yml": "yaml", "yaml": "yaml", "md": "md", "markdown": "md", "mdown": "md"}
_BAD_IN_NAME = re.compile(r"[\\/:*?\"<>|\t\n\r]|[\ud800-\udfff]|[ .]$")


class Stray(Struct, frozen=True):
    """A file or folder that is no content as it stands: what is wrong, and what was meant: kinds and ids."""

    problem: Problem
    meant: tuple[tuple[str, str], ...] = ()


@lru_cache(4096)
def usable(name: str) -> bool:
    """Whether a part of a path can be part of an address, and of a path on every computer."""
    return len(name) <= _LONGEST and bool(_GOOD.fullmatch(name)) and not reserved(name)


def strays(content: str, paths: Iterable[str]) -> Iterator[Stray]:
    """What is wrong with each stray file; a folder whose name is wrong is one problem, not many."""
    folders: dict[str, list[str]] = {}
    for path in paths:
        folder = _wrong_folder(path)
        if folder:
            folders.setdefault(folder, []).append(path)
        else:
            yield _stray(content, path)
    for folder, within in folders.items():
        near = folder if "/" in folder else nearest(folder, _FOLDERS)
        meant = (f"{near}{path.removeprefix(folder)}" for path in within)
        yield Stray(_misnamed_folder(content, folder, len(within)), _records(meant))


def attachment_problem(content: str, path: str) -> Problem | None:
    """What is wrong with the name of a file that is published as it is."""
    name, where = PurePosixPath(path).name, _place(content, path)
    if _LEFTOVER.fullmatch(name) or name.startswith("."):
        return Problem("S04", where, *_leftover(name))
    if reserved(name):
        message = f"“{printable(name)}”是 Windows 保留的名称，在 Windows 上打不开"
        return Problem("S13", where, message, "换一个文件名")
    if _BAD_IN_NAME.search(name) or INVISIBLE.search(name):
        message = f"附件的文件名“{printable(name)}”里有不能用的字符"
        return Problem("S13", where, message, "改文件名，只用汉字、字母、数字、横线和点")
    return None


def printable(path: str) -> str:
    """A path that can be shown, whatever bytes its name holds."""
    return visible(re.sub("[\ud800-\udfff\t\n]", "\N{REPLACEMENT CHARACTER}", path))


def _place(content: str, path: str) -> Location:
    return Location(f"{content}/{printable(path)}")


# folders


def _wrong_folder(path: str) -> str:
    """The folder above a file whose name is wrong, if it is a folder and not the file."""
    parts = path.split("/")
    if _FILES.fullmatch(path) or "/" not in path:
        return ""
    if parts[0] not in _FOLDERS:
        return parts[0]
    loose = _meant(path)
    places = [i for i, p in enumerate(loose.pattern.split("/")[:-1]) if p == "*"] if loose else []
    return next(
        ("/".join(parts[: i + 1]) for i in places if not usable(parts[i])),
        "",
    )


def _misnamed_folder(content: str, folder: str, count: int) -> Problem:
    parent, _, name = folder.rpartition("/")
    if parent:
        message = f"文件夹名{_bad(name)}（里面有 {count} 个文件）"
        better = _place(content, f"{parent}/{_slug(name)}")
        return Problem("S11", _place(content, folder), message, f"改名为 {better}")
    near = nearest(name, _FOLDERS)
    message = f"content 下没有“{printable(name)}”这个文件夹（里面有 {count} 个文件）"
    hint = f"文件夹名应是“{near}”" if near else f"content 下的文件夹有：{'、'.join(_FOLDERS)}"
    return Problem("S04", _place(content, folder), message, hint)


# files


def _stray(content: str, path: str) -> Stray:
    name, where = PurePosixPath(path).name, _place(content, path)
    if _LEFTOVER.fullmatch(name) or name.startswith("."):
        return Stray(Problem("S04", where, *_leftover(name)))
    in_files = _FILES.fullmatch(path)
    if in_files:
        hint = f"直接放在 {content}/{printable(in_files['files'])}/ 里"
        return Stray(Problem("S04", where, "files 里不能再分文件夹", hint))
    corrected = _corrected(path)
    kind = _meant(corrected)
    if kind and corrected == path:
        return Stray(_misnamed(content, path, kind), _records([path]))
    if kind:
        return Stray(_other_suffix(content, path, corrected, kind), _records([corrected]))
    return _misplaced(content, path, corrected)


def _leftover(name: str) -> tuple[str, str]:
    if name.startswith(".") and not name.startswith(".~"):
        return f"“{printable(name)}”是隐藏文件，不是内容", "删去这个文件"
    return (
        f"“{printable(name)}”像是编辑软件留下的备份或临时文件",
        "关掉正在编辑它的软件，再删去这个文件",
    )


def _corrected(path: str) -> str:
    """The path with the suffix that is meant: .yml, .MD, .md.txt and .md.md are slips."""
    stem = path
    while True:
        before, dot, suffix = stem.rpartition(".")
        known = _SUFFIXES.get(suffix.lower(), "")
        if not dot or not (known or suffix.lower() == "txt"):
            return path
        if known and before.rpartition(".")[2].lower() not in _SUFFIXES:
            return f"{before}.{known}"
        stem = before


def _meant(path: str) -> Kind | None:
    return next((kind for kind, pattern in _LOOSE if pattern.fullmatch(path)), None)


def _records(paths: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Kind and id of the records that files were meant to be, as they are named and as they should be."""
    return tuple(
        (kind.name, "/".join(match.groups()) or kind.name)
        for path in map(_corrected, paths)
        if (kind := _meant(path))
        for name in dict.fromkeys((path, _renamed(path, kind), _copied(path)))
        if (match := _PATTERNS[kind.name].fullmatch(name))
    )


def _copied(path: str) -> str:
    """The file that one is a copy of, by its name (003 - 副本.md); the path itself if it is none."""
    pure = PurePosixPath(path)
    stem = _COPY.sub("", pure.stem).strip(" -_")
    return str(pure.with_stem(stem)) if stem else path


def _other_suffix(content: str, path: str, corrected: str, kind: Kind) -> Problem:
    suffix = f".{kind.pattern.rpartition('.')[2]}"
    twice = path.endswith(suffix)
    message = "扩展名写了两次" if twice else f"扩展名应是 {suffix}"
    hint = f"改名为 {_place(content, _renamed(corrected, kind))}"
    return Problem("S11" if twice else "S04", _place(content, path), message, hint)


def _misnamed(content: str, path: str, kind: Kind) -> Problem:
    stem = PurePosixPath(path).stem
    message = f"文件名{_bad(stem)}"
    better = _place(content, _renamed(path, kind))
    hint = f"改名为 {better}"
    if _COPY.search(stem):
        hint = f"像是复制出来的文件：不需要就删去，需要就改名，例如 {better}"
    return Problem("S11", _place(content, path), message, hint)


def _renamed(path: str, kind: Kind) -> str:
    pure = PurePosixPath(path)
    stem = _slug(pure.stem)
    if kind.name == "task" and not re.search("[0-9]", stem):
        stem = "001"
    wanted = kind.pattern.split("/")
    parts = [_slug(p) if w == "*" else w for p, w in zip(pure.parts[:-1], wanted, strict=False)]
    return "/".join([*parts, f"{stem}{pure.suffix}" if "*" in wanted[-1] else wanted[-1]])


def _bad(name: str) -> str:
    """What a name may not hold."""
    if reserved(name):
        return f"“{printable(name)}”是 Windows 保留的名称"
    if len(name) > _LONGEST:
        return f"有 {len(name)} 个字符，最多 {_LONGEST} 个"
    found = dict.fromkeys(re.findall(r"\s+|[^a-z0-9\s-]+", name))
    if not found:
        return "里的连字符要放在两个词中间"
    return "里不能有" + "、".join(
        "空格" if f.isspace() else f"“{shown(printable(f))}”" for f in found
    )


def _slug(name: str) -> str:
    made = slug(name[:60]) or "xin"
    return f"{made}-1" if reserved(made) else made


# files that stand in the wrong place


def _misplaced(content: str, path: str, corrected: str) -> Stray:
    where, pure = _place(content, path), PurePosixPath(corrected)
    suffix = pure.suffix.lower()
    if suffix == ".md" and pure.match("plans/*/*.md"):
        task = next(kind for kind in KINDS if kind.name == "task")
        better = f"{pure.parent}/tasks/{pure.name}"
        hint = f"任务放进 tasks 文件夹：{_place(content, _renamed(better, task))}"
        return Stray(Problem("S04", where, "计划文件夹里只放 index.md", hint), _records([better]))
    if suffix == ".yaml" and pure.match("departments/*.yaml"):
        hint = f"移到 {content}/departments/‹政府›/{printable(pure.name)}"
        message = "部门文件要放在所属政府的文件夹里"
        return Stray(Problem("S04", where, message, hint), (("department", pure.stem),))
    return Stray(Problem("S04", where, "这个位置不放这样的文件", _where_to(content, pure)))


def _where_to(content: str, path: PurePosixPath) -> str:
    if path.suffix.lower() not in {".md", ".yaml"}:
        of_government = re.match(r"documents/([^/]+)/", str(path))
        if of_government:
            return f"附件放进 {content}/documents/{printable(of_government[1])}/files/"
        in_plan = re.match(r"plans/([^/]+)/", str(path))
        plan = printable(in_plan[1]) if in_plan else "‹计划›"
        return f"附件放进 {content}/plans/{plan}/files/ 或 {content}/pages/files/"
    near = nearest(str(path), (kind.pattern for kind in KINDS))
    kind = next((kind for kind in KINDS if kind.pattern == near), None)
    if kind:
        return f"{kind.label}文件的位置是 {content}/{kind.pattern.replace('*', '‹名称›')}"
    return f"{content} 下的文件夹有：{listed(_FOLDERS)}"
