"""What is wrong, and where?

A problem is a value with a position; problems of all files are collected and shown together.
Exceptions are only for what stops the line at once:

    SitegenError
    ├── SiteInvalid      the content has errors; carries every problem
    ├── ThemeBroken      a template, string or asset of the theme cannot be used
    └── BuildFailed      the machine refused (disk, missing program, second build)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Where a problem stands: path from the project folder, line and column from 1 (0: the whole file)."""

    path: str
    line: int = 0
    column: int = 0
    width: int = 1

    def __str__(self) -> str:
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{self.column or 1}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, in words an editor understands, with the nearest right value as hint."""

    code: str
    location: Location
    message: str
    hint: str = ""
    excerpt: str = ""

    @property
    def severity(self) -> Severity:
        """Whether the problem stops publication (`error`) or is only shown (`warning`)."""
        return RULES[self.code].severity

    @property
    def rule(self) -> str:
        """The rule that was broken, the same words for every problem of this code."""
        return RULES[self.code].text


@dataclass(frozen=True, slots=True)
class Rule:
    """What one problem code stands for: a short title and the rule itself, both for editors."""

    title: str
    text: str
    severity: Severity = "error"


class SitegenError(Exception):
    """Anything sitegen stops for; the command line prints it without a traceback."""


class SiteInvalid(SitegenError):
    """The content has errors, so nothing was published; carries all problems found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} 个问题")


class ThemeBroken(SitegenError):
    """A template, string or asset of the theme cannot be used."""


class BuildFailed(SitegenError):
    """The machine refused: disk, permissions, a missing program, a second build at the same time."""


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        # source: what do the files say?
        "S01": Rule("编码不是 UTF-8", "内容文件一律用 UTF-8 编码保存。"),
        "S02": Rule("文件是空的", "内容文件不能为空；不需要的文件请删除。"),
        "S03": Rule(
            "该是文件的地方是文件夹", "内容文件必须是普通文件，不能是文件夹、快捷方式或链接。"
        ),
        "S04": Rule(
            "文件放错了位置",
            "content 下只有规定的位置可以放 .yaml 和 .md 文件，见《编辑手册》“内容放在哪里”。",
        ),
        "S05": Rule("YAML 写法有误", "YAML 按“键: 值”书写，冒号后空一格，引号和括号成对。"),
        "S06": Rule("用了制表符", "YAML 的缩进只能用普通空格，不能用制表符（Tab）或全角空格。"),
        "S07": Rule("键重复", "同一层的键只能出现一次。"),
        "S08": Rule("缺少文件头", "Markdown 内容文件以一行“---”开头，文件头之后再有一行“---”。"),
        "S09": Rule(
            "不支持的 YAML 写法", "不用锚点（&）、引用（*）、标签（!）和多个文档；照写内容即可。"
        ),
        "S10": Rule(
            "文件过大或层次过深",
            "单个内容文件不超过 1 MB，YAML 层次不超过 20 层，键和值不超过 20000 个，一项任务的时限不超过 50 条。",
        ),
        "S11": Rule("文件名不合规", "文件名和文件夹名只用小写字母、数字和连字符，它们组成网址。"),
        "S12": Rule(
            "含有控制字符",
            "文字里不能有不可见的控制字符、改变书写方向的字符、转换编码留下的替换符（U+FFFD）和造字区的字符。",
        ),
        "S13": Rule(
            "附件文件名不合规", '附件的文件名组成网址，不能有控制字符和 \\ / : * ? " < > | 等符号。'
        ),
        # schema: does it say it correctly?
        "M01": Rule("不认识的键", "只能使用规定的键；不认识的键一律不接受，以免写错而不自知。"),
        "M02": Rule("值的类型不对", "每个键要求的是文字、列表还是下级键，见《编辑手册》。"),
        "M03": Rule("缺少必填的键", "必填的键不能省略。"),
        "M04": Rule("值是空的", "写了键就要有值；没有内容的键请整行删去。"),
        "M05": Rule("日期不成立", "日期写作“年-月-日”，例如 2017-07-03，并且日历上确有此日。"),
        "M06": Rule("值不在可选范围内", "这个键只接受规定的几个值。"),
        "M07": Rule("不是整数", "这里要写阿拉伯数字表示的整数。"),
        "M08": Rule("正文是空的", "正文不能为空；任务的正文照录官方原文。"),
        "M09": Rule("列表里有重复", "同一个列表里不要重复写同一项。"),
        "M10": Rule("网址写法不对", "网址以 https:// 或 http:// 开头；站内旧地址以 / 开头。"),
        "M11": Rule("一项里写了几个名称", "列表的一项只写一个名称，各项用英文逗号隔开。"),
        "M12": Rule("值里有换行", "名称、标题之类的值写成一行，其中没有换行和制表符。"),
        # load: who belongs to whom?
        "R01": Rule("名称对不上", "引用的部门、领域、政府必须已经建档，可以写全称、简称或别名。"),
        "R02": Rule("名称有歧义", "一个名称只能指向一个对象；有歧义时请写全称。"),
        "R03": Rule("任务没有所属计划", "任务所在文件夹必须有计划文件 index.md。"),
        "R04": Rule("序号重复", "同一计划内任务序号不能重复。"),
        "R05": Rule("名称重复", "全站的部门全称、领域名称、政府名称各自不能重复。"),
        "R06": Rule(
            "类别对不上",
            "任务的类别必须是计划文件 sections 中列出的类别（或其另一种印法），最多 9 层。",
        ),
        "R07": Rule("缺号与任务冲突", "登记为缺号的序号，不能同时存在该序号的任务。"),
        "R08": Rule("上下级关系成环", "一类单位的成员、政府的上级，都不能绕回自身。"),
        "R09": Rule(
            "引用的文件不存在", "引用的文件必须放在规定的文件夹里，文件名一字不差，并且确实存在。"
        ),
        "R10": Rule(
            "缺少站点文件",
            "项目里要有 content 文件夹，其中的 site.yaml 写明站点名称、主办单位和网址。",
        ),
        "R11": Rule("成员写在了单个单位下", "只有一类单位（kind: group）才有成员。"),
        "R12": Rule("没有这个主题", "theme 写的是主题文件夹名；主题在项目的 themes 文件夹里。"),
        "R13": Rule(
            "凭证对不上任务", "凭证的 tasks 写任务的序号，照计划中的写法；所写的任务必须存在。"
        ),
        "R14": Rule(
            "期间写法不对",
            "期间写作 2026-03（月）、2026-Q1（季度）、2026-H1（上半年）、2026（年）、2026-W05（周）或 2026-03-15（日）"
            "的样子，并且在计划年度或时限写明的年份之内。",
        ),
        "R15": Rule(
            "校验值对不上", "sha256 是凭证文件的 SHA-256 校验值，64 位十六进制数，必须与文件一致。"
        ),
        "R16": Rule(
            "凭证没有出处", "公开凭证要有网址（url）或文件（file）；单位说明至少要有正文。"
        ),
        "R17": Rule(
            "要求对不上任务",
            "要求的 tasks 写任务标识（计划文件夹名/任务文件名），所写的任务必须存在，并且来自至少两份计划。",
        ),
        "R18": Rule(
            "解读关系不对", "只有解读（kind: interpretation）才写 interprets，所解读的是政策文件。"
        ),
        "R19": Rule(
            "有效性前后矛盾",
            "有效的文件不写由哪份文件废止（repealed_by），除非同时写明废止日期（repealed_on）；"
            "废止它的是另一份政策文件；日期的先后要合理。",
        ),
        "R20": Rule(
            "确认的时限不在原文里", "confirmed 和 declined 里的词句必须照抄任务正文，一字不差。"
        ),
        "R21": Rule("引用了草稿", "发布的内容不能引用草稿；草稿可以引用任何内容。"),
        # routes: which URL?
        "U01": Rule("网址冲突", "一个网址只能属于一个页面或文件；大小写不同也算同一个。"),
        # markup: what is the prose?
        "P01": Rule("站内链接无效", "正文里的站内链接必须指向确实存在的内容文件。"),
        "P02": Rule("链接不安全", "链接只能是站内文件、网址（https、http）或邮箱（mailto）。"),
        "P03": Rule("正文里有图片", "正文暂不支持图片；可以把图片放进 files，在正文里写链接。"),
        "P04": Rule(
            "正文过长或过于复杂",
            "一页正文不超过 10 万字；括号要成对；列表和引用不超过 20 层；一段不超过 500 行。",
        ),
        # check: is it fit to publish?
        "C01": Rule("标题不是原文摘句", "已归档计划的任务标题应当是原文中的一个分句。", "warning"),
        "C02": Rule("部门未被引用", "建了档的部门应当至少被一项任务提到。", "warning"),
        "C03": Rule("领域没有任务", "建了档的领域应当至少有一项任务，否则页面是空的。", "warning"),
        "C04": Rule("任务没有领域", "每项任务至少归入一个领域，否则从领域查不到它。"),
        "C05": Rule(
            "时限没有读懂",
            "读不懂、不可能或有两种读法的时限不猜：原文照样公开，由编辑说明。",
            "warning",
        ),
        "C06": Rule("原文中的时限没有认定", "原文里像时限的词句由编辑认定。", "warning"),
        "C07": Rule(
            "凭证的部门不在任务中",
            "公开凭证的部门一般是任务的责任部门、其成员或承接其职责的部门。",
            "warning",
        ),
        "C08": Rule(
            "凭证的期间没有对应的到期日",
            "写了期间的凭证只归入同一期间的到期日；没有这样的到期日，它就不起作用。",
            "warning",
        ),
        # tidiness: what --fix mends
        "F01": Rule("行末有多余空格", "行末不留空格和制表符。", "warning"),
        "F02": Rule("换行符不统一", "一个文件只用一种换行符，最好是 LF。", "warning"),
        "F03": Rule("文件开头有字节顺序标记", "用不带 BOM 的 UTF-8 保存。", "warning"),
        "F04": Rule("行末有全角空格", "行末不留全角空格。", "warning"),
        "F05": Rule("文件末尾没有换行", "最后一行也以换行结束。", "warning"),
        # privacy: does it give a person away?
        "Y01": Rule("居民身份证号码", "公开的内容里不能有居民身份证号码。"),
        "Y02": Rule("个人手机号码", "联系方式写办公电话；个人手机号码不公开。"),
        "Y03": Rule(
            "联系栏之外的固定电话",
            "固定电话写在 contact 里，或在号码前写明是办公、咨询、监督等公开电话。",
            "warning",
        ),
        "Y04": Rule("银行卡号", "公开的内容里不能有个人的银行卡号。"),
        "Y05": Rule(
            "个人邮箱", "公开的邮箱用单位邮箱，不用个人在商业邮箱服务商注册的邮箱。", "warning"
        ),
        "Y06": Rule("护照等出入境证件号码", "公开的内容里不能有护照、通行证号码。"),
        "Y07": Rule("机动车号牌", "号牌能认出车主，除依法公告的以外不公开。", "warning"),
        "Y08": Rule(
            "写明了的证件号码", "证件号码即使不完整、校验不上，与姓名放在一起仍能认出本人。"
        ),
        "Y09": Rule(
            "附件没有查到底",
            "附件要能逐项检查；加密、损坏、过大或旧版格式的附件由人工核对后再登记豁免。",
            "warning",
        ),
        "Y10": Rule("图片里有拍摄位置", "发布前去掉照片里的拍摄位置等信息。", "warning"),
        # wording
        "W01": Rule(
            "严重错别字", "不能有严重错别字（国办秘函〔2019〕19号：严重表述错误单项否决）。"
        ),
        "W02": Rule("用词不规范", "用词以词表 content/lexicon.yaml 和自带词表为准。", "warning"),
        "W03": Rule(
            "官方原文用字存疑", "官方原文照录不改；存疑之处在 notes 里说明，并登记豁免。", "warning"
        ),
        # attachments: are they what they say?
        "A01": Rule("附件的类型与扩展名不符", "附件的扩展名要与文件的真实类型一致。"),
        "A02": Rule("附件过大", "单个附件不超过 20 MB。"),
        "A03": Rule(
            "不能公开的附件类型",
            "附件只用文档、表格、图片、音视频和压缩文件；网页、脚本、程序和带宏的文件不公开。",
        ),
        # links
        "L01": Rule("链接指向的小标题不存在", "链接里 # 后面的位置必须是该页确有的小标题。"),
        "L02": Rule(
            "站外链接已失效", "content/links.yaml 里登记为失效或迁移的链接要改正。", "warning"
        ),
        "L03": Rule(
            "站外链接没有登记",
            "有 content/links.yaml 时，站外链接要在其中登记并注明核对日期。",
            "warning",
        ),
        # timeliness: is it kept up?
        "T01": Rule(
            "首页超过两周没有更新",
            "首页两周内要有信息更新（国办秘函〔2019〕19号：监测2周，首页无信息更新的，单项否决）。",
            "warning",
        ),
        "T02": Rule(
            "政策文件类栏目超过六个月没有更新",
            "通知公告、政策文件类栏目六个月内要有更新（国办秘函〔2019〕19号）。",
            "warning",
        ),
        "T03": Rule(
            "栏目超过一年没有更新",
            "其他应更新的栏目一年内要有更新，应更新而长期未更新的要整改。",
            "warning",
        ),
        "T04": Rule(
            "空白栏目", "开设了的栏目不能没有内容（国办秘函〔2019〕19号：空白栏目）。", "warning"
        ),
        # page tags
        "G01": Rule(
            "缺少网站标签或页脚信息",
            "政府网站要有标识码等网站标签，页脚要有备案编号、联系方式和找错入口（国办发〔2017〕47号）。",
            "warning",
        ),
        "G02": Rule(
            "内容页缺少发布日期",
            "内容页的标签要有发布日期 PubDate（国办发〔2017〕47号）。",
            "warning",
        ),
        # publication
        "B01": Rule(
            "内容限定了公开对象", "本站的一切内容都向所有人公开；只给特定对象看的内容不能放进来。"
        ),
        "B02": Rule(
            "政策文件没有解读", "政策文件公布后十个工作日内要有解读，并与文件相互关联。", "warning"
        ),
        "B03": Rule("废止、失效标注不全", "废止或失效的文件要标明有效性、日期和依据。", "warning"),
        "B04": Rule(
            "发布日期早于入库日期", "发布日期应与文件首次提交的日期相符，不能倒填。", "warning"
        ),
        "B05": Rule("发布日期在将来", "发布日期不能晚于今天。", "warning"),
        # review
        "V01": Rule("没有三审记录", "本站要求三审：每件内容写明初审、复审、终审的岗位和日期。"),
        "V02": Rule("三审没有分开", "初审、复审、终审由三个不同岗位的人承担。"),
        "V03": Rule("三审日期次序不对", "初审、复审、终审依次进行，都不晚于发布日期。"),
        # waivers
        "X01": Rule("豁免登记有误", "只能豁免规定可以豁免的代码，位置要写检查结果里的路径。"),
        "X02": Rule("豁免已经过期", "豁免到期后失效；仍有必要的重新写明理由和期限。", "warning"),
        "X03": Rule("豁免没有用上", "问题已经改好的，删去相应的豁免。", "warning"),
    }
)
