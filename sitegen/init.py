"""Where does one begin? Lays down the demonstration portal of 示例市, as it stands on a given day.

The portal ships as files in `starter/`. In their names and, where they are text, in their words
stand `{year}`, `{last_year}`, `{five_year}` (the five-year plan that the year belongs to, such as
十五五), `{day}`, `{day_in_words}` and `{version}`; all else in them is taken as it is. Evidence and
policy documents of later days are left out, since nothing is published before its time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from sitegen import __version__, dates
from sitegen.errors import BuildFailed
from sitegen.stops import reason
from sitegen.write import lay_down

_STARTER = Path(__file__).parent / "starter"
_TEXT = frozenset({".md", ".yaml", ".txt", ".toml", ""})
# under their own names these would rule in this repository, too
_HIDDEN = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}
_UNSEEN = frozenset({".git", ".DS_Store", "Thumbs.db", "desktop.ini"})
_PERIODS = "一二三四五六"  # 十一五 (2006-2010) and so on, as far as time limits are read


_EARLIEST = (9, 1)  # the month and day by which the portal shows every state
_DATED = ("/records/", "/documents/")
_DATE = re.compile(r"^(?:date|published): (\d{4}-\d\d-\d\d)$", re.MULTILINE)


def init(folder: Path, as_of: date) -> int:
    """Lay the portal down in a new or empty folder, all of it or nothing; how many files it has.

    It stands as on the day given, or as on 1 September of that year if that is later. A folder that
    only git knows of counts as empty. Raises BuildFailed where there is anything else.
    """
    _refuse(folder)
    day = max(as_of, date(as_of.year, *_EARLIEST))
    files = {name: data for name, data in _files(_words(day)) if not _is_to_come(name, data, day)}
    lay_down(folder, files)
    return len(files)


def _refuse(folder: Path) -> None:
    try:
        if folder.exists() and not folder.is_dir():
            raise BuildFailed("Z06", f"{folder} 是文件，不是文件夹；换一个名称")
        there = sorted(p.name for p in folder.iterdir() if p.name not in _UNSEEN)
    except FileNotFoundError:
        return
    except OSError as error:
        raise BuildFailed("Z06", f"读不了 {folder}：{reason(error)}") from error
    if there:
        raise BuildFailed(
            "Z06", f"{folder} 不是空文件夹（里面有 {there[0]}），没有改动；换一个新文件夹"
        )


def _is_to_come(name: str, data: bytes, day: date) -> bool:
    """Whether a file is evidence or a policy document of a later day."""
    dated = name.endswith(".md") and any(folder in name for folder in _DATED)
    said = _DATE.search(data.decode()) if dated else None
    return said is not None and date.fromisoformat(said[1]) > day


def _words(day: date) -> Mapping[str, str]:
    year = day.year
    place = min(max((year - 2006) // 5, 0), len(_PERIODS) - 1)
    return {
        "{day}": day.isoformat(),
        "{day_in_words}": dates.chinese(day),
        "{year}": f"{year:04}",
        "{last_year}": f"{year - 1:04}",
        "{five_year}": f"十{_PERIODS[place]}五",
        "{version}": __version__,
    }


def _files(words: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Every file of the portal by its path in the project."""
    for path in sorted(p for p in _STARTER.rglob("*") if p.is_file()):
        name = _said(path.relative_to(_STARTER).as_posix(), words)
        data = path.read_bytes()
        if path.suffix in _TEXT:
            data = _said(data.decode(), words).encode()
        yield _HIDDEN.get(name, name), data


def _said(text: str, words: Mapping[str, str]) -> str:
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text
