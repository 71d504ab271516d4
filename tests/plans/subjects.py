"""Which tasks must carry 扶贫, 环保 and 财政, because their wording asks about it?"""

from __future__ import annotations

import re
from collections.abc import Mapping

ASKED: Mapping[str, re.Pattern[str]] = {
    "fupin": re.compile("扶贫|脱贫|贫困"),
    "huanbao": re.compile("环境|生态|环保|污染|排污|水质|水源|空气|大气|碳排放|河长制"),
    "caizheng": re.compile(
        "财政|财税|预算|决算|债务|资金|转移支付|政府性基金|国有资本经营|政府采购|经费"
    ),
}

# each looked at: the word is there, but the task does not ask to disclose anything about the subject
EXCEPTIONS: Mapping[tuple[str, str], str] = {
    (
        "huanbao",
        "ankang-2017/06",
    ): "“汉江生态经济带”“生态旅游”是经济带和旅游的名称，公开的是建设进展",
    ("huanbao", "mianyang-youxian-2018/12"): "环保只是要整合的各类政务热线之一，公开的是热线本身",
    ("huanbao", "panzhihua-2017/127"): "“互联网环境”不是自然环境",
    ("caizheng", "panzhihua-2017/009"): "“市财政局”只是执行单位，公开的是收费目录清单",
    ("caizheng", "panzhihua-2017/017"): "“市财政局”只是开设专栏的单位，公开的是PPP项目",
    ("caizheng", "taian-2017/020"): "“市财政局网站”只是设专栏的地方，公开的是PPP项目",
    ("caizheng", "ankang-2017/03-4"): "政府采购在此是纳入公共资源交易平台的交易，归公共资源交易",
    ("caizheng", "mianyang-youxian-2018/08"): "政府采购只是须听取企业意见的政策门类之一",
    ("caizheng", "panzhihua-2017/124"): "落实的是政务公开工作的经费，不要求公开财政信息",
    ("caizheng", "panzhihua-xiqu-2021/21-1"): "保障的是政务公开工作的经费，不要求公开财政信息",
}
