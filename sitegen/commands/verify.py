"""`sitegen verify`: a published site against its list of files, or against an own build's."""

from __future__ import annotations

import argparse
from pathlib import Path

from sitegen.verify import verify


def declare(_: str, sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    sub.add_argument("target", metavar="文件夹或网址", help="要核对的网站")
    words = "与自己用同一提交、同一截至日期生成的网站核对"
    sub.add_argument("--against", type=Path, metavar="文件夹", help=words)
    sub.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Verify; 1 if anything is missing or changed."""
    found = verify(options.target, options.against)
    made = f"提交 {found.commit}，" if found.commit else ""
    print(f"清单：{made}截至 {found.as_of}；相符 {found.right} 个文件。")
    for what, paths in (("缺少", found.missing), ("不符", found.changed), ("多出", found.extra)):
        for path in paths:
            print(f"{what}：{path}")
    print("核对完毕：与清单一致。" if found.good else "核对完毕：与清单不一致。")
    return 0 if found.good else 1
