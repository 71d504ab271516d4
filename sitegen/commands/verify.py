"""`sitegen verify`: a published site against its list of files, or against an own build's."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from sitegen.commands.progress import progress
from sitegen.show import plain
from sitegen.verify import Verdict, verify


def declare(_: str, sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    sub.add_argument("target", metavar="文件夹或网址", help="要核对的网站")
    words = "与自己照它的清单生成的网站核对（见 build --like）"
    sub.add_argument("--against", type=Path, metavar="文件夹", help=words)
    sub.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Verify; 1 if anything is missing, changed or unread, or not on the list."""
    found = verify(options.target, options.against, progress(sys.stderr))
    print("\n".join(map(plain, _lines(found))))  # a list may come from anybody
    return 0 if found.good else 1


def _lines(found: Verdict) -> Iterator[str]:
    made = f"提交 {found.commit}，" if found.commit else ""
    yield f"清单：{made}截至 {found.as_of}；相符 {found.right} 个文件。"
    several = {
        "缺少": found.missing,
        "不符": found.changed,
        "没有读到": found.unread,
        "多出": found.extra or (),
    }
    for what, paths in several.items():
        yield from (f"{what}：{path}" for path in paths)
    if found.generators:
        theirs, own = (name or "不写明版本的 sitegen" for name in found.generators)
        yield f"注意：网站由 {theirs} 生成，自己的由 {own} 生成；版本不同，文件也可能不同。"
    if found.extra is None:
        yield "注意：从网址看不到清单以外的文件；有没有多出的文件，要在服务器上核对文件夹。"
    if found.unread and not (found.missing or found.changed or found.extra):
        yield f"没有核对完：{len(found.unread)} 个文件没有读到，过些时候再核对一次。"
    else:
        yield "核对完毕：与清单一致。" if found.good else "核对完毕：与清单不一致。"
