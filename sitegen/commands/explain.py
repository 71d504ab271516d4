"""`sitegen explain`: what a page is made from, and why it would be made again."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from sitegen.build import Project, prepared
from sitegen.commands.making import edition_of
from sitegen.commands.options import folder_of, output_of, site_options, target_of, target_option
from sitegen.commands.pageless import pageless
from sitegen.explain import Explanation, explain, path_of

SHOWN = 20
_WHY = {
    "new": "上次生成时还没有它",
    "damaged": "输出文件夹里的文件不见了，或被改动过",
    "code": "生成程序或它用的库变了",
    "template": "模板、文字或样式变了",
    "content": "它显示的内容变了（包括截至日期）",
}


def declare(_: str, sub: argparse.ArgumentParser) -> None:
    """The options of the command."""
    site_options(sub)
    words = "说明预览里的页面：草稿也算在内（不写则说明发布的网站）"
    sub.add_argument("--drafts", action="store_true", help=words)
    target_option(sub)
    sub.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Explain one page; 1 if there is none."""
    project = Project(folder_of(options), output_of(options))
    it = prepared(project, edition_of(options, "")).sound()
    target = target_of(options)
    found = explain(project, it, path_of(it, target))
    said = (
        "\n".join(_lines(found, preview=options.drafts))
        if found
        else pageless(it.site, it.routes, target)
    )
    print(said or f"没有找到“{options.target}”对应的页面")
    return 0 if said else 1


def _lines(found: Explanation, *, preview: bool) -> Iterator[str]:
    yield f"输出文件：{found.path}"
    yield f"内容文件：{found.source or '没有自己的内容文件，由多处内容汇成'}"
    if found.draft:
        yield "草稿：只在预览里有，发布的网站里没有它"
    if found.templates:
        yield f"模板：{'、'.join(found.templates)}"
    yield "预览：打开这一页的时候才生成" if preview else _next(found.stale)
    if found.mentioned:
        more = f"，前 {SHOWN} 个" if len(found.mentioned) > SHOWN else ""
        yield f"提到它的页面：{len(found.mentioned)} 个{more}"
        yield from (f"  {url or '首页'}" for url in found.mentioned[:SHOWN])


def _next(stale: tuple[str, ...]) -> str:
    again = "；".join(_WHY[code] for code in stale)
    return f"下次生成：{f'重新生成（{again}）' if again else '不必重新生成'}"
