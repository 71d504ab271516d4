"""Which words in a cell of units name a person? What is labelled so goes; what only looks so is told.

Official wording is never mended, so in a column of units alone nothing is taken out that may be wording.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

PERSON_LEFT_OUT = "单位后面疑似姓名的文字没有导入"
_COLUMNS = re.compile("责任人|联系人|负责人|经办人|姓名|领导")
_LABEL = (
    "(?:主要|分管|具体|直接)?(?:(?:责任|分管|牵头|包抓|联系|挂钩)领导|"
    "负责人|责任人|联系人|联络人|经办人|负责同志|联系方式|联系电话|电话|手机)"
)
_BRACKETED = re.compile(rf"[（(]\s*{_LABEL}\s*[：:]?[^（()）]*[）)]")
_LABELLED = re.compile(rf"[ \t\u3000、，,；;]*{_LABEL}\s*[：:][^、，,；;\n（()）]*")
_HAN = r"[\u3400-\u9fff]"
_NAME = re.compile(rf"{_HAN}{{1,2}}[\u3400-\u9fff某×xX*]{{1,2}}")
_CONTACT = re.compile(r"[（(]\s*(?:联系人|联络人|经办人|填报人)\s*[：:][^（()）]*[）)]")
_PIECES = re.compile(r"([\n\s、，,；;：:（）()])")
_UNIT = re.compile("[局委厅办室府会院部处科股站所队校馆社县市区镇乡司团行]$|中心$|等$|门$|位$")
_ROLE = re.compile(
    "牵头|配合|负责|落实|主办|协办|承办|参与|参加|实施|会同|协助|分别|共同|组织|具体|职责"
)
# the commonest surnames, without those that words behind a unit begin with (安全, 应急, 文明, 金融 …)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范谭廖"
    "邹熊陆郝孔崔毛邱秦顾侯邵孟龙段雷钱汤尹黎武乔贺赖龚庞樊殷施翟倪严牛温芦俞章鲁葛韦申尤毕聂焦柳邢岳齐梅莫庄辛祝左涂谷祁舒耿"
    "牟卜詹凌靳盛童欧甄曲裴覃霍翁隋植薄包柏宁柯阮桂闵柴华冉房"
)
_WHOLE = "(?:局|委|厅|办|办公室|府|会|院|中心|公司|支队|大队|科|处)"
_BEHIND = re.compile(
    rf"(?<={_HAN}{_HAN})(?P<unit>{_WHOLE})(?P<gap>[ \u3000]*)"
    rf"(?P<name>[（(]?[{_SURNAMES}][\u3400-\u9fff某×xX*]{{1,2}}[）)]?)(?=$|[\s、，,；;。])"
)

_FILLED_IN = "填表(?!说明)|制表(?!说明)|审核|签发|联系|电话|手机|传真|邮箱"
_ABOUT = re.compile(_FILLED_IN)
_PRESS = "(?:责任|文字)?编辑|责编|作者|撰稿|校对|录入"  # of a web page
_LINE = re.compile(rf"[（(]?(?:(?:{_LABEL})|(?:{_FILLED_IN}|{_PRESS}|经办)[^。]{{0,6}})[：:]")
_SIGNED = re.compile(rf"(?:填表|制表|审核|签发|经办|联系|联络|{_PRESS})[人员者]?\s*[：:]")


def is_signed(text: str) -> bool:
    """Whether a text says anywhere, right behind the label, who filled it in, approved it or is to be asked."""
    return bool(_SIGNED.search(text))


def hints_at_persons(text: str) -> bool:
    """Whether a row below a table may say who filled it in or whom to ask, labelled or not."""
    return bool(_ABOUT.search(text))


def tells_persons(line: str) -> bool:
    """Whether a line of its own says who filled in the text, who is in charge or whom to ask."""
    return bool(_LINE.match(line))


def mentions_persons(line: str) -> bool:
    """Whether a line says anywhere who filled in the text, who is in charge or whom to ask."""
    return bool(_LINE.search(line))


def names_persons(headings: Sequence[str]) -> bool:
    """Whether a column of units may name persons beside them (牵头单位及责任人)."""
    return any(_COLUMNS.search(name) for name in headings)


def without_labelled(text: str) -> str:
    """The units of a cell without what it says to be persons or ways to reach them (负责人：…)."""
    return _LABELLED.sub("", _BRACKETED.sub("", text))


def without_contacts(wording: str) -> str:
    """A wording without the brackets that say whom to ask and how, which is no part of a task (联系人：…，电话：…)."""
    return _CONTACT.sub("", wording)


def without_persons(text: str) -> str:
    """The units of a cell that may name persons, without what looks like a name beside or behind one."""
    text = _BEHIND.sub(_bare, text)
    pieces = _PIECES.split(text)
    kept = [piece for piece in pieces if not _is_name(piece)]
    if len(kept) == len(pieces):
        return text
    bare = re.sub(r"[（(]\s*[)）]", "", "".join(kept))
    return re.sub(r"[ \t　、，,：:]+(?=$|[；;\n])", "", bare).strip()


def may_name(text: str) -> bool:
    """Whether a name seems to stand behind a unit of a cell."""
    return any(_is_name(found["name"].strip("（()）")) for found in _BEHIND.finditer(text))


def _bare(found: re.Match[str]) -> str:
    return found["unit"] if _is_name(found["name"].strip("（()）")) else found[0]


def _is_name(piece: str) -> bool:
    return bool(_NAME.fullmatch(piece) and not _UNIT.search(piece) and not _ROLE.search(piece))
