"""Which words about time does no rule account for? They make a wording unread, never a guess."""

from __future__ import annotations

import re

# words that hold a sign of time and say nothing about when: 上月的数据, 月报, 目前, 2016年度决算
_ABOUT = re.compile(
    r"[上本当同各往历近下]一?个?(?:月|季度?|半年|年度?|周|旬)(?![底末内初中前后起])|"
    r"\d{4}年度?(?=\D{0,6}(?:预算|决算|计划|报告|年报|要点|数据|总结|情况|财政|收支|部门|考核|工作|任务|目录))|"
    "[年月季周日]报(?!送)|年度(?!底|末|内|终|前|后)|月度|年(?:级|限|鉴|龄|检|审)|学年度|多年|青年|少年|老年|青少年|"
    "目前|当前|以前年度|此前|前期|前置|前述|前提|前款|前列|前来|提前介入|前沿|前瞻|"
    "然后|先后|后续|后期|随后|落后|后勤|善后|前后衔接|事前|事中|事后|事前事中事后|"
    "日常|今日|节日|假日|日程|工作日志|周边|周全|周密|周知|周期|季节|初步|初始|初审|最初|初级|初中|"
    "起草|一起|起诉|起来|起点|起步|起到|发起|引起|提起|对照?起|底线|底数|彻底|底册|到底|兜底|底账|末端|期末考|"
    "内容|内部|内涵|内设|国内|境内|市内|区内|县内|范围内|域内|防止|停止|禁止|终止|中止|"
    "月份?(?=数据|情况|报表)|每个?(?=单位|部门|人|项目|县|乡|镇|村|社区|环节|户|项|家|位)|每次|每批|"
    "不得(?=少于|低于|超过)"
)
_CUE = re.compile(
    r"\d+(?![\d%次个项份条家名场件篇类级批版步轮层步组户人处万亿元张所页号期.]|阶段|部门|单位|方面)|"
    "[一二三四五六七八九十两几数半]+个?(?:日|天|周|旬|月|年|季度?|小时|工作日)|"
    "[年月日周旬季时]内|年|月|季|旬|周|每|逢|工作日|小时|日[前后内起]|"
    "前|(?<![随先])后|底|[年月季周]?末|月?初|起|止|期(?:限|间|内|末|满|前|后)|时限|"
    "除外|顺延|顺序延|延长|延期|不早于|不得|不含|左右|农历|阴历|正月|腊月|已|除夕|暂"
)
_JOINT = re.compile(r"[至到\-—–~]+")


def about_time(words: str) -> bool:
    """Whether words that no rule accounts for say something about time."""
    return bool(_CUE.search(_ABOUT.sub("", words)))


def joins(words: str) -> bool:
    """Whether words do nothing but join two limits that were read apart: 9月1日至长期."""
    return bool(_JOINT.fullmatch(words))
