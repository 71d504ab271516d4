"""Which departments would have to be put on record? Files for units that an imported plan names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sitegen.exchange.register import Register
from sitegen.exchange.unittokens import looks_like_unit
from sitegen.exchange.yamlout import block
from sitegen.pinyin import slug

_RANKS = {"省": 5, "市": 4, "州": 4, "盟": 4, "县": 3, "区": 3, "旗": 3, "镇": 2, "乡": 2}
# words that begin with such a letter and say no level: 市场监管局, 区域发展办
_LEVEL = re.compile(
    "(?!市场|市容|市政(?!府|协|法|务)|市民(?!政|宗|族|委|革|盟|进|建)|区域|区块)[省市州盟县区旗镇乡]"
)
_FOREIGN = re.compile("国家|中央|全国|自治区")
# what is no name: a unit that was, or units but for some
_PHRASE = re.compile("^原|^除|^[上前]述|^以上|^对应|^相应|除外|外各|不含|不包括|^办公室$")
_BRACKETS = re.compile(r"[（(]([^（()）]*)[）)]?")
_IN_NAMES = re.compile("[省市州盟县区旗镇乡街道、，及和级直部门单位]*")
_SEVERAL = re.compile(
    "(?:局|委|厅|办|府|院|会|中心|办公室)[省市州盟县区旗镇乡](?!直|级|场|容).*(?:局|委|厅|办|府|院|会|中心|办公室)$"
)
_GROUP = re.compile(
    "^各|有关|相关|各部门|各单位|各(乡镇|县|区|街道)|部门（|单位）|^(县|区|市)级"
    "|^(功能区|园区|乡镇|镇街|镇乡|街镇|街道|县区|区县|县市区|县[（(]市、?区[)）])"
)
_OWN = re.compile(
    "银行|支行|分行|公司|集团|学院|大学|学校|分局|电网|供电|石油|移动|联通|电信|邮政|铁塔|法院|检察院"
)
_UNIT_KINDS = (
    (_GROUP, "group"),
    (re.compile("公司|集团|银行|支行"), "company"),
    (re.compile("(人民)?政府$|办事处$|管委会$|街道$"), "government"),
    (re.compile("中心$|学院$|大学$|学校$|院$|馆$|台$|站$|所$"), "institution"),
)
_LONGEST = 40


def new_units(names: Iterable[str], government: str, register: Register) -> dict[str, str]:
    """Files by path below content/ for units that are not on record, to be gone over by an editor.

    Words that are no name, units of another level and names that sound like one on record get none.
    """
    title = register.names.title("government", government)
    heard = {slug(name) for name in register.names.known("department", government)}
    by_short: dict[str, set[str]] = {}
    for name in names:
        if likely(name, title) and not register.units(government, name):
            short = _short(name, title)
            if not register.units(government, short) and slug(short) not in heard:
                by_short.setdefault(short, set()).update({name} - {short})
    taken = {document.id for document in register.of("department")}
    return dict(
        _file(short, aliases, government, title, taken) for short, aliases in by_short.items()
    )


def likely(name: str, title: str) -> bool:
    """Whether some words look like the name of one unit of a government with this title."""
    if not looks_like_unit(name) or not 1 < len(name) <= _LONGEST or _PHRASE.search(name):
        return False
    inner = _BRACKETS.findall(name)
    if _SEVERAL.search(name) or not all(_IN_NAMES.fullmatch(words) for words in inner):
        return False
    return title[:2] in name or (not _FOREIGN.match(name) and not _of_others(name, title))


def _of_others(name: str, title: str) -> bool:
    """Whether a name begins with a level that is not below that of the government."""
    level, own = _level(name), _RANKS.get(title[-1:], 0)
    return bool(level) and level != title[-1:] and _RANKS[level] >= own > 0


def _level(name: str) -> str:
    found = _LEVEL.match(name)
    return found[0] if found else ""


def _short(name: str, title: str) -> str:
    """The usual name with the level that a list leaves out: 审计局 → 市审计局."""
    level = title[-1:] if title[-1:] in _RANKS else ""
    bare = not _level(name) and title[:2] not in name
    if level and bare and not _OWN.search(name) and not _GROUP.search(name):
        return level + name
    return name


def _file(
    short: str, aliases: set[str], government: str, title: str, taken: set[str]
) -> tuple[str, str]:
    level = title[-1:] if title[-1:] in _RANKS else ""
    own = _OWN.search(short) or title[:2] in short
    bare = short[1:] if level and _level(short) == level else short
    full = short if own else title + bare
    kind = next((kind for form, kind in _UNIT_KINDS if form.search(short)), "department")
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
