"""By which law is a period counted? The one in force on the day that the count starts from.

《中华人民共和国民法通则》第一百五十四条 (from 1987-01-01): 规定按照日、月、年计算期间的，开始的当天不算入，从下一天
开始计算；期间的最后一天是星期日或者其他法定休假日的，以休假日的次日为期间的最后一天。
《中华人民共和国民法总则》第二百零一条、第二百零二条、第二百零三条 (from 2017-10-01) and《中华人民共和国民法典》,
the same articles (from 2021-01-01): 按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算；到期月的对应日为
期间的最后一日，没有对应日的，月末日为期间的最后一日；期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的
最后一日。
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class Law(Struct, frozen=True):
    """A law with its articles on the start of a period, on months, and on a last day of rest."""

    since: date
    start: str
    months: str
    rest: str


def _numbered(since: date, name: str) -> Law:
    articles = (f"{name}第二百零{number}条" for number in "一二三")
    return Law(since, *articles)


_BEFORE = Law(date(1987, 1, 1), *("民法通则第一百五十四条",) * 3)
_LAWS = (
    _numbered(date(2021, 1, 1), "民法典"),
    _numbered(date(2017, 10, 1), "民法总则"),
)


def in_force(start: date) -> Law:
    """The law that a period starting on a day is counted by."""
    return next((law for law in _LAWS if law.since <= start), _BEFORE)
