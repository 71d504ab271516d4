"""Personal data in one line of text, with its place; a later kind never takes what an earlier one has."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct

from sitegen.privacy.numbers import is_bank_card, is_old_resident_id, is_resident_id

# full-width forms of ASCII, blanks and dashes, one character for one, so that places stay true
_NARROW = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys((0x3000, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F), 0x20)
    | dict.fromkeys((*range(0x2010, 0x2016), 0x2212), 0x2D)
)
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
# Default_Ignorable_Code_Point of Unicode: nobody sees them between two digits
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_WORTH = re.compile(r"\d{3}|[@＠*＊]|\d[^0-9]{0,3}\d")
_URL = re.compile(r"https?://[^\s\"'<>()，。；、）】》]+", re.IGNORECASE)
_MANY = re.compile("(?:[0-9*][^0-9*]{0,3}){7}")
_GAP = "\0"  # stands for what is taken; no kind goes across it
_LOOK_BACK = 30  # characters before a number in which its label stands
# numbers that are published so that people call them
_SERVICE = re.compile(
    r"热线|举报|投诉|监督|咨询|客服|服务电话|公开电话|值班|总机|报警|救援|求助|传真|办公电话|办公室电话"
    r"|服务台|受理电话|查询电话|预约电话|维权|窗口"
)
# groups of the digits of a mobile number that stand for one wherever they are
_USUAL = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4)})
_MOST_GROUPS = 3  # without a word for a telephone; more of them are rather a list of numbers
_MOBILE_SAID = re.compile(r"手机|电话|联系|微信|拨|tel|mobile|phone", re.IGNORECASE)
_MORE_BEFORE = re.compile(r"[0-9][ .·•-]$")
_MORE_AFTER = re.compile(r"[ .·•-][0-9]|[ ]?(?:[万亿千百]?[元吨米亩户]|万|亿|%|‰|平方)")
_DAY = re.compile(
    r"(?<![0-9])[12][0-9]{3}([^0-9])(?:0?[1-9]|1[0-2])\1(?:[0-2]?[0-9]|3[01])(?![0-9])"
)
_YEAR = re.compile(r"[^0-9](?:19|20)[0-9]{2}[^0-9]")
_PERSON_AFTER_SERVICE = re.compile(r"联系人|姓名|本人|手机|个人|私人")
_MAIL_HOSTS = (
    r"(?:(?:vip\.)?(?:qq|163|126|sina|sohu|foxmail|gmail|hotmail|outlook|live|icloud|me|msn|aliyun|tom"
    r"|21cn|139|wo|188|263|yahoo|ymail|protonmail|mail|88|2980)\.(?:com|net|cn|com\.cn|me)"
    r"|yeah\.net|189\.cn|proton\.me|qq\.vip\.com)"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_CERTIFICATE = r"(?:身份证|公民身份|身份号|证件|护照|通行证|军官证|社保卡|社会保障)"


class PersonalData(Struct, frozen=True):
    """One piece of personal data in a line: the code of its rule, where it stands, how to show it."""

    code: str
    start: int
    end: int
    blot: str


class _Kind(Struct, frozen=True):
    code: str
    pattern: re.Pattern[str]
    holds: Callable[[str, re.Match[str]], bool]
    needs: re.Pattern[str] | None = None  # what a line must have at least, if not many digits
    in_addresses: bool = False


def _digits(match: re.Match[str]) -> str:
    return re.sub(r"[^0-9Xx]", "", match[0])


def _is_id(_: str, match: re.Match[str]) -> bool:
    return is_resident_id(_digits(match))


def _is_old_id(_: str, match: re.Match[str]) -> bool:
    return is_old_resident_id(_digits(match))


def _is_card(_: str, match: re.Match[str]) -> bool:
    return is_bank_card(_digits(match))


def _is_private_phone(line: str, match: re.Match[str]) -> bool:
    before = line[max(0, match.start() - _LOOK_BACK) : match.start()]
    before = re.split(r"[。；;]", before)[-1]
    service = [m.end() for m in _SERVICE.finditer(before)]
    person = [m.end() for m in _PERSON_AFTER_SERVICE.finditer(before)]
    return not service or bool(person and person[-1] > service[-1])


def _is_private_mobile(line: str, match: re.Match[str]) -> bool:
    return _is_mobile(match) and _is_private_phone(line, match)


def _is_mobile(match: re.Match[str]) -> bool:
    """Whether eleven digits in groups are one number, and not dates, amounts, addresses or a list."""
    groups, signs = re.split(r"[^0-9]", match["number"]), set(re.sub("[0-9]", "", match["number"]))
    if signs <= {" ", "-"} and tuple(map(len, groups)) in _USUAL:
        return True
    if len(signs) > 1 or (signs == {"."} and len(groups) == 2):  # noqa: PLR2004 - a decimal
        return False
    text, (start, end) = match.string, match.span()
    if _MORE_BEFORE.search(text[max(0, start - 2) : start]) or _MORE_AFTER.match(text, end):
        return False
    said = _MOBILE_SAID.search(text, max(0, start - _LOOK_BACK), start)
    listed = len(groups) > _MOST_GROUPS or _YEAR.search(match["number"])
    return bool(said or not listed) and not _DAY.search(match["number"])


def _is_labelled(line: str, match: re.Match[str]) -> bool:
    before = line[max(0, match.start() - _LOOK_BACK) : match.start()]
    return bool(re.search(r"护照|通行证|出入境|passport", before, re.IGNORECASE))


def _is_plate(_: str, match: re.Match[str]) -> bool:
    rest = match["rest"]
    standard = match["city"] == "G" and rest.startswith("B")  # 新GB18030 is a standard
    return not standard and sum(c.isdigit() for c in rest) >= 2  # noqa: PLR2004


def _is_long_enough(_: str, match: re.Match[str]) -> bool:
    written = re.sub(r"[^0-9Xx*]", "", match["number"])
    return len(written) in {8, 9, 15, 16, 17, 18, 19} and sum(c.isdigit() for c in written) >= 4  # noqa: PLR2004


def _always(_: str, __: re.Match[str]) -> bool:
    return True


# the order decides what a number is taken for
_KINDS = (
    _Kind(
        "Y01",
        re.compile(
            r"(?<![0-9A-Za-z])[1-8][0-9]{5}[ -]?(?:18|19|20)[0-9]{6}[ -]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
        ),
        _is_id,
        in_addresses=True,
    ),
    _Kind(
        "Y04",
        re.compile(
            r"(?<![0-9A-Za-z.])[2-69][0-9]{3}(?:(?P<s>[ -]?)[0-9]{4}(?P=s)[0-9]{4}(?P=s)[0-9]{3,4}"
            r"(?:(?P=s)[0-9]{1,3})?|[ -][0-9]{6}[ -][0-9]{5})(?![0-9A-Za-z])"
            r"|(?<![0-9A-Za-z.])8[1][0-9]{14,17}(?![0-9A-Za-z])"
        ),
        _is_card,
    ),
    _Kind("Y01", re.compile(r"(?<![0-9A-Za-z.])[1-8][0-9]{14}(?![0-9A-Za-z])"), _is_old_id),
    _Kind(
        "Y02",
        re.compile(
            r"(?<![0-9A-Za-z._])(?:\(?(?:\+|00)?86\)?[ -]?)?"
            r"(?P<number>1[3-9][0-9](?:[ .·•-]?[0-9]){8})(?![0-9A-Za-z])"
        ),
        _is_private_mobile,
    ),
    _Kind(
        "Y03",
        re.compile(
            r"(?<![0-9A-Za-z._-])(?:\((?:0(?:10|2[0-9]|[3-9][0-9]{2}))\) ?|0(?:10|2[0-9]|[3-9][0-9]{2})[ -]{0,3})"
            r"[2-8][0-9]{6,7}(?:[ -][0-9]{1,5})?(?![0-9A-Za-z])"
            r"|(?<=电话[:： ])[2-8][0-9]{6,7}(?![0-9A-Za-z])|(?<=电话)[2-8][0-9]{6,7}(?![0-9A-Za-z])"
        ),
        _is_private_phone,
    ),
    _Kind(
        "Y05",
        re.compile(
            rf"(?<![\w.%+-])[\w.%+-]{{1,64}}@{_MAIL_HOSTS}(?![\w.-]*\w)", re.IGNORECASE | re.ASCII
        ),
        _always,
        needs=re.compile("@"),
        in_addresses=True,
    ),
    _Kind(
        "Y06",
        re.compile(r"(?<![0-9A-Za-z_./-])(?:[EG][0-9]{8}|E[A-HJ-NP-Z][0-9]{7})(?![0-9A-Za-z_/-])"),
        _always,
    ),
    _Kind(
        "Y06",
        re.compile(
            r"(?<![0-9A-Za-z])(?:[A-Za-z]{1,2}[0-9]{7,8}|1[45][0-9]{7}|[HMhm][0-9]{10})(?![0-9A-Za-z])"
        ),
        _is_labelled,
    ),
    _Kind(
        "Y08",
        re.compile(
            rf"{_CERTIFICATE}[^0-9。；;\n]{{0,12}}?(?P<number>[0-9*][0-9*Xx -]{{6,22}}[0-9*Xx])(?![0-9A-Za-z*])"
        ),
        _is_long_enough,
    ),
    _Kind(
        "Y07",
        re.compile(
            rf"[{_PROVINCES}](?P<city>[A-HJ-NP-Z])[·•. -]?"
            r"(?P<rest>[A-HJ-NP-Z0-9]{4,5}(?:[A-HJ-NP-Z0-9]|[挂学警港澳领]))(?![0-9A-Za-z])"
        ),
        _is_plate,
        needs=re.compile(rf"[{_PROVINCES}][A-Z]"),
    ),
)


def found(line: str) -> tuple[PersonalData, ...]:
    """The personal data in one line of text, in the order in which it stands there."""
    if not _WORTH.search(line):
        return ()
    if not line.isascii() and _UNSEEN.search(line):
        return _between_unseen(line)
    plain = _narrowed(line)
    many = bool(_MANY.search(plain))
    taken: list[PersonalData] = []
    for kind in _KINDS:
        if kind.needs.search(plain) if kind.needs else many:
            plain = _take(kind, line, plain, taken)
    return tuple(sorted(taken, key=lambda one: one.start))


def _narrowed(line: str) -> str:
    if line.isascii():
        return line
    plain = line.translate(_NARROW)
    return _OTHER_DIGIT.sub(lambda match: str(int(match[0])), plain)


def _between_unseen(line: str) -> tuple[PersonalData, ...]:
    """The same for a line with characters that nobody sees, found as if they were not there."""
    places = [place for place, sign in enumerate(line) if not _UNSEEN.match(sign)]
    spans = (
        (one.code, places[one.start], places[one.end - 1] + 1)
        for one in found(_UNSEEN.sub("", line))
    )
    return tuple(
        PersonalData(code, start, end, blot(line[start:end])) for code, start, end in spans
    )


def _take(kind: _Kind, line: str, plain: str, taken: list[PersonalData]) -> str:
    """Note every piece of a kind, and give the line back with these pieces blanked out."""
    text = plain if kind.in_addresses else _URL.sub(_blank, plain)
    ends, kept = 0, []
    for match in kind.pattern.finditer(text):
        if kind.holds(line, match):
            start, end = match.span("number") if kind.code == "Y08" else match.span()
            taken.append(PersonalData(kind.code, start, end, blot(line[start:end])))
            kept += [plain[ends:start], _GAP * (end - start)]
            ends = end
    return "".join((*kept, plain[ends:])) if kept else plain


def _blank(match: re.Match[str]) -> str:
    return _GAP * len(match[0])


def blot(text: str) -> str:
    """A piece of personal data with all but its ends blotted out; its length stays."""
    user, at, host = text.partition("@")
    if at:
        return user[:1] + "*" * (len(user) - 1) + at + host
    head, tail = min(3, len(text) // 4), min(2, len(text) // 6)
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]


@lru_cache(maxsize=64)
def masked(text: str) -> str:
    """A text of any number of lines in which personal data is blotted out."""
    return "\n".join(_masked(line) for line in text.split("\n")) if _WORTH.search(text) else text


def _masked(line: str) -> str:
    end, parts = 0, list[str]()
    for one in found(line):
        parts += [line[end : one.start], one.blot]
        end = one.end
    return "".join((*parts, line[end:]))
