"""Which characters does a reader not see, or see as a gap? None of them may stand in content."""

from __future__ import annotations

import re
import unicodedata

# controls, soft hyphen, direction marks and overrides, zero-width space, line separators, byte order
# mark, placeholders, non-characters, private use; the zero-width joiner stays: scripts and emoji need it
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)

_NAMES = {
    0x00AD: "软连字符",
    0x200B: "零宽空格",
    0x200E: "左至右标记",
    0x200F: "右至左标记",
    0x2028: "行分隔符",
    0x2029: "段分隔符",
    0x202D: "改变书写方向",
    0x202E: "改变书写方向",
    0x2060: "禁止断行符",
    0xFEFF: "字节顺序标记",
}


def told(character: str) -> tuple[str, str]:
    """What is wrong with an invisible character, and what to do."""
    code = f"U+{ord(character):04X}"
    if character == "\N{REPLACEMENT CHARACTER}":
        return f"这里有 {code}（�）：从前转换编码时丢了一个字", "对照原件补上这个字"
    if character == "\N{OBJECT REPLACEMENT CHARACTER}":
        return f"这里有 {code}：粘贴时图片或附件留下的空位", "删去这个字符"
    if unicodedata.category(character) == "Co":
        return f"造字区的字符 {code} 在别的电脑上显示不出来", "换成字库里有的字，或写明是什么字"
    name = _NAMES.get(ord(character), "")
    return f"含有不可见字符 {code}{f'（{name}）' if name else ''}", "删去这个字符"


def visible(text: str) -> str:
    """A text in which invisible characters show as a sign."""
    return INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", text)
