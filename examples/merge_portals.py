"""Merge the open data of many portals into one database, and compare them by domain and year.

    python merge_portals.py 合并.sqlite 甲县=sites/jia 乙县=https://yi.example.org/ > 对照.csv

Each portal is a name and the folder of a published site, or its address. Only Python's own library
is used. Domains are matched by name, because every portal has its own identifiers.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

LARGEST = 512 * 1024 * 1024  # bytes of one file; a portal is not trusted to be of a sensible size
PATIENCE = 60  # seconds
TABLES = """
CREATE TABLE IF NOT EXISTS tasks (
  portal TEXT NOT NULL, id TEXT NOT NULL, government TEXT NOT NULL, year INTEGER NOT NULL,
  title TEXT NOT NULL, deadline TEXT, rules INTEGER NOT NULL, url TEXT NOT NULL,
  PRIMARY KEY (portal, id)
);
CREATE TABLE IF NOT EXISTS task_domains (
  portal TEXT NOT NULL, id TEXT NOT NULL, domain TEXT NOT NULL, PRIMARY KEY (portal, id, domain)
);
"""
COMPARED = """
SELECT d.domain, t.year, t.portal, count(*), sum(t.rules > 0), sum(t.deadline IS NULL)
FROM task_domains AS d JOIN tasks AS t USING (portal, id)
GROUP BY d.domain, t.year, t.portal ORDER BY d.domain, t.year, t.portal
"""
HEADER = ("领域", "年份", "门户", "任务数", "时限可读出的任务数", "未写时限的任务数")
Rows = list[dict[str, Any]]


class PortalUnreadable(Exception):
    """A portal whose data cannot be used, with the reason."""


def merge(database: Path, portals: Iterable[tuple[str, str]]) -> None:
    """Put the tasks of each portal into the database, in place of what it held of that portal."""
    with sqlite3.connect(database) as merged:
        merged.executescript(TABLES)
        for name, place in portals:
            _replace(merged, name, place)
    merged.close()


def compared(database: Path) -> Iterator[tuple[Any, ...]]:
    """One row for each domain, year and portal, under a header."""
    merged = sqlite3.connect(database)
    yield HEADER
    yield from merged.execute(COMPARED)
    merged.close()


def _replace(merged: sqlite3.Connection, portal: str, place: str) -> None:
    tasks = _load(portal, place, "tasks")
    try:
        names = {one["id"]: str(one["name"]) for one in _load(portal, place, "domains")}
        rows = [_task(portal, task) for task in tasks]
        domains = {
            (portal, str(task["id"]), names.get(one, str(one)))
            for task in tasks
            for one in task["domains"]
        }
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise PortalUnreadable(f"{portal}：数据不合约定（{error}）") from error
    for table in ("tasks", "task_domains"):
        merged.execute(f"DELETE FROM {table} WHERE portal = ?", (portal,))  # noqa: S608 - our names
    merged.executemany("INSERT INTO tasks VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    merged.executemany("INSERT INTO task_domains VALUES (?, ?, ?)", sorted(domains))


def _task(
    portal: str, task: dict[str, Any]
) -> tuple[str, str, str, int, str, str | None, int, str]:
    limit = task["deadline"]
    return (
        portal,
        str(task["id"]),
        str(task["government"]),
        int(task["year"]),
        str(task["title"]),
        str(limit["raw"]) if limit["raw"] else None,
        len(limit["rules"]),
        str(task["url"]),
    )


def _load(portal: str, place: str, name: str) -> Rows:
    """One dataset of a portal: a list of objects."""
    path = f"data/{name}.json"
    try:
        found = json.loads(_read(place, path))
    except (OSError, ValueError, RecursionError) as error:
        raise PortalUnreadable(f"{portal}：读不了 {path}（{error}）") from error
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise PortalUnreadable(f"{portal}：{path} 应当是对象的列表")
    return found


def _read(place: str, path: str) -> bytes:
    if place.startswith("https://"):
        with urllib.request.urlopen(urljoin(place, path), timeout=PATIENCE) as answer:  # noqa: S310 - https
            data: bytes = answer.read(LARGEST + 1)
    else:
        with Path(place, path).open("rb") as opened:
            data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"超过 {LARGEST >> 20} MB")
    return data


def main(database: str, *given: str) -> int:
    """Merge and print the comparison as CSV; 1 if a portal cannot be used."""
    portals = [(name, place) for name, _, place in (one.partition("=") for one in given)]
    try:
        merge(Path(database), portals)
    except PortalUnreadable as unreadable:
        sys.stderr.write(f"{unreadable}；数据库没有改动。\n")
        return 1
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    csv.writer(sys.stdout).writerows(compared(Path(database)))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
