"""Does a document say that of several units the first one leads? 责任单位排在第一位的为牵头单位，其余为配合单位."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sitegen.exchange.cleaning import one_line
from sitegen.exchange.found import Precedence
from sitegen.exchange.phrases import UnitsSaid

_LEAD = "(?:第一)?(?:牵头|主办|主责|主要责任)(?:责任)?(?:单位|部门)?(?!单位|部门|[或、和及])"
_FIRST = "(?:(?:排|列|居|位[于居在])[^。；;，,]{0,4}(?:第[一1]|首|最前)|第[一1]个|首[个位列])"
_SAID = re.compile(
    rf"[^。；;，,：:（）()]{{0,20}}{_FIRST}[^。；;，,为是]{{0,10}}(?:为|是){_LEAD}"
    r"(?:[，,；;、]其[余他](?:单位|部门|的)?均?(?:为|是)(?P<rest>配合|协办|协助|参与|参加))?"
)
_PLAIN = ("unspecified", "implement")  # 市财政局、市审计局负责
_CLASS = re.compile("(?:[省市州盟县区旗][直级]?)?(?:各|有关|相关)")


def precedence(lines: Iterable[str]) -> Precedence | None:
    """What some lines, notes and headings of a document say of the order of units."""
    found = next(filter(None, (_SAID.search(one_line(line)) for line in lines)), None)
    return Precedence(found[0], "support" if found["rest"] else "") if found else None


def let_first_lead(order: Precedence, said: UnitsSaid, raw: str) -> bool:
    """Let the first unit of a phrase lead; not where roles were said, or the first is unknown or a class."""
    roles = [role for role, units in said.roles.items() if units]
    named = said.roles[roles[0]] if len(roles) == 1 and roles[0] in _PLAIN else []
    if len(named) < 2 or named[0] != said.first or _CLASS.match(raw):  # noqa: PLR2004 - several units
        return False
    first, *others = named
    said.roles[roles[0]] = []
    said.name("lead", [first])
    said.name(order.rest or roles[0], others)
    return True
