"""Which departments would have to be put on record? Files for units that an imported plan names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sitegen.exchange.register import Register
from sitegen.exchange.yamlout import block
from sitegen.pinyin import slug

_UNIT = re.compile(
    r"(局|委|办|部|厅|府|院|行|会|处|社|站|队|所|馆|台|校|区|县|镇|乡|中心|部门|单位|公司|集团|机构|学院|大学|[）)])$"
)
_LEVELS = "省市州盟县区旗镇乡"
_GROUP = re.compile("^各|有关|相关|各部门|各单位|各(乡镇|县|区|街道)|部门（|单位）|^(县|区|市)级")
_OWN = re.compile(
    "银行|支行|分行|公司|集团|学院|大学|学校|分局|电网|供电|石油|移动|联通|电信|邮政|铁塔|法院|检察院"
)
_KINDS = (
    (_GROUP, "group"),
    (re.compile("公司|集团|银行|支行"), "company"),
    (re.compile("(人民)?政府$|办事处$|管委会$|街道$"), "government"),
    (re.compile("中心$|学院$|大学$|学校$|院$|馆$|台$|站$|所$"), "institution"),
)
_LONGEST = 40


def likely(name: str) -> bool:
    """Whether some words look like the name of a unit."""
    return bool(_UNIT.search(name)) and 1 < len(name) <= _LONGEST


def new_units(names: Iterable[str], government: str, register: Register) -> dict[str, str]:
    """Files by path below content/ for units that are not on record, to be gone over by an editor."""
    title = register.names.title("government", government)
    by_short: dict[str, set[str]] = {}
    for name in names:
        if likely(name) and not register.units(government, name):
            short = _short(name, title)
            if not register.units(government, short):
                by_short.setdefault(short, set()).update({name} - {short})
    taken = {document.id for document in register.of("department")}
    return dict(
        _file(short, aliases, government, title, taken) for short, aliases in by_short.items()
    )


def _short(name: str, title: str) -> str:
    """The usual name with the level that a list leaves out: 审计局 → 市审计局."""
    level = title[-1:] if title[-1:] in _LEVELS else ""
    bare = name[0] not in _LEVELS and not name.startswith(title[:2])
    if level and bare and not _OWN.search(name) and not _GROUP.search(name):
        return level + name
    return name


def _file(
    short: str, aliases: set[str], government: str, title: str, taken: set[str]
) -> tuple[str, str]:
    level = title[-1:] if title[-1:] in _LEVELS else ""
    own = _OWN.search(short) or short.startswith(title)
    bare = short[1:] if level and short.startswith(level) else short
    full = short if own else title + bare
    kind = next((kind for form, kind in _KINDS if form.search(short)), "department")
    base = f"{government}/{slug(bare[:20]) or 'danwei'}"
    record = base
    part = 1
    while record in taken:
        part += 1
        record = f"{base}-{part}"
    taken.add(record)
    keys = {"name": full} | ({"short": short} if short != full else {})
    text = "".join(block(key, value) for key, value in keys.items())
    text += block("aliases", sorted(aliases)) if aliases else ""
    comment = "# 由 sitegen import 建档，全称和类型是推定的，请核对后删去这一行\n"
    return f"departments/{record}.yaml", f"{comment}{text}kind: {kind}\n"
