"""What a small site answers: dates, places, names and slips that no page holds as they are typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, Page, expect

from sitegen.pinyin import spelled as slug
from tests.browser.conftest import Served, serve
from tests.browser.gold.measure import Answer, addresses, ask
from tests.conftest import SMALL, Site, unpack

pytestmark = pytest.mark.xdist_group("search-engine")

LIMITS = {
    "003": "每年1月底前报送示例报表",
    "004": "每年11月底前公开示例清单，11月底前报送清单",
    "005": "每年7月底前更新示例目录",
    "006": "12月底前完成示例改革",
    "007": "24小时内发布示例信息",
    "008": "示例规划写明二〇三五年目标",
    "010": "2026年底前公布示例结果",
    "011": "每年3月31日前公布示例年报",
    "012": "每月公布示例价格",
    "013": "公布水库名单，另说堤防名单",
    "014": "公布水量调度方案",
    "015": "公布卫星影像",
    "017": "国办发〔2026〕5号要求的示例事项：国办发〔2026〕5号",
    "018": "负债情况：政府公布示例负债",
}
DEPARTMENTS = ("人力资源社会保障局", "文广旅局", "人民政府办公室", "气象委员会", "政府办事中心")
LONG = "示例先行。" * 30 + "这里先说河道治理，再说水质监测。"
EXCERPT = """async (query) => {
  const engine = await import('/search/engine.js');
  const { results } = await engine.search(query);
  return (await results[0].data()).plain_excerpt;
}"""


# as the plan prints it
NUMBERS = {"004": "2.3.1", "005": "（十二）", "010": "7-1", "011": "7-2"}


def _task(number: str, title: str, body: str) -> str:
    unit = "responsibility:\n  raw: 市财政局\n  lead: [市财政局]\n"
    printed = NUMBERS.get(number, str(int(number)))
    head = f'number: "{printed}"\nsection: [重点领域]\ntitle: {title}\ndomains: [财政]\n{unit}'
    return f"---\n{head}---\n\n{body}。\n"


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small site with tasks that have dates, served."""
    site: Site = unpack(tmp_path_factory.mktemp("words"), SMALL)
    site.edit("content/governments/shili.yaml", "name: 示例市", "name: 示例市\nshort: 示例")
    site.write("content/domains/yibao.yaml", "name: 医保\ndescription: 医疗保险。\n")
    for name in DEPARTMENTS:
        site.write(
            f"content/departments/shili/{slug(name)}.yaml", f"name: 示例市{name}\nshort: 市{name}\n"
        )
    site.edit(
        f"content/departments/shili/{slug('人民政府办公室')}.yaml",
        "short: 市人民政府办公室",
        "short: 市人民政府办公室\naliases: [市政府办]",
    )
    site.edit(
        "content/plans/shili-2026/index.md",
        "year: 2026\n",
        "year: 2026\norigin:\n  - title: 关于示例要点的通知\n    number: 国办发〔2026〕5号\n",
    )
    for number, title in LIMITS.items():
        site.write(f"content/plans/shili-2026/tasks/{number}.md", _task(number, title, title))
    site.write(
        "content/plans/shili-2026/tasks/016.md",
        _task("016", "示例办文", "示例办文").replace("市财政局", "市政府办"),
    )
    site.write(
        "content/plans/shili-2026/tasks/009.md",
        _task("009", "治理河道", "河道整治起步" + LONG),
    )
    site.build()
    yield from serve(site.folder / "output")


@pytest.fixture(scope="module")
def urls(words: Served, browser: Browser) -> Mapping[str, str]:
    return addresses(browser, words.url)


def _answer(words: Served, page: Page, urls: Mapping[str, str], query: str) -> Answer:
    page.goto(f"{words.url}/plans/")
    return ask(page, urls, [query])[query]


TASK = "plans/shili-2026/tasks/{:03}/"
SPELLED = {
    "2026-07-31": ("7月底", TASK.format(5)),
    "2026/7/31": ("7月底", TASK.format(5)),
    "2026.07.31": ("7月底", TASK.format(5)),
    "7月31日前": ("7月底前", TASK.format(5)),
    "七月三十一日前": ("7月底前", TASK.format(5)),
    "十二月底前": ("12月底前", TASK.format(6)),
    "12月31日": ("12月底", TASK.format(6)),
    "二十四小时内": ("24小时内", TASK.format(7)),
    "示例市河道整治": ("示例市 河道整治", TASK.format(9)),
    "2026年河道整治": ("2026年 河道整治", TASK.format(9)),
    "财政ju": ("财政局", "departments/shili/caizhengju/"),
    "shilicaizheng": ("示例 财政", TASK.format(1)),
    "gxslml": ("更新示例目录", TASK.format(5)),
    "财攻局": ("财政局", "departments/shili/caizhengju/"),
    "shuiliangtiaodu": ("水量调度", TASK.format(14)),
    "shuiliangdiaodu": ("水量调度", TASK.format(14)),
    "衞星影像": ("卫星影像", TASK.format(15)),
    "20260731": ("7月底", TASK.format(5)),
    "2026年12月31日": ("2026年底", TASK.format(10)),
    "3/31": ("3月31日", TASK.format(11)),
    "每个月公布": ("每月公布", TASK.format(12)),
    "水库、堤防": ("水库 堤防", TASK.format(13)),
    "水库和堤防": ("水库 堤防", TASK.format(13)),
    "水库 OR 堤防": ("水库 堤防", TASK.format(13)),
    "人社局": ("人力资源社会保障局", "departments/shili/renliziyuanshehuibaozhangju/"),
    "文旅局": ("文广旅局", "departments/shili/wenguanglvju/"),
    "气象局": ("气象委员会", "departments/shili/qixiangweiyuanhui/"),
    "财政局局": ("财政局", "departments/shili/caizhengju/"),
    "市政府办公室": ("市人民政府办公室", "departments/shili/renminzhengfubangongshi/"),
}


@pytest.mark.parametrize("query", SPELLED)
def test_what_no_page_holds_is_found_as_it_is_written_and_that_is_said(
    words: Served, page: Page, urls: Mapping[str, str], query: str
) -> None:
    found = _answer(words, page, urls, query)
    also, url = SPELLED[query]
    assert also in found.also
    assert url in found.urls[:5]


ASKED = {
    "水库多少钱": "水库",
    "哪里可以查到水库名单": "水库名单",
    "市财政局要做什么": "市财政局",
    "水库好不好": "水库",
    "怎么办理水库": "水库",
    "市财政局牵头的任务有哪些": "市财政局",
    "市财政局负责的有哪些": "市财政局",
    "市财政局牵头的任务": "市财政局",
    "市财政局参与": "市财政局",
    "市财政局的工作": "市财政局",
    "市财政局职责": "市财政局",
    "市财政局电话是多少": "市财政局",
    "我要水库名单": "水库名单",
    "水库的工作": "水库",
    "市财政局都要公开什么": "市财政局",
    "市财政局应该公布哪些信息": "市财政局",
    "水库名单公布什么时候": "水库名单",
    "水库名单什么时候公布在哪里可以查到": "水库名单",
}


@pytest.mark.parametrize("query", ASKED)
def test_words_of_a_question_are_left_out(
    words: Served, page: Page, urls: Mapping[str, str], query: str
) -> None:
    found, plain = (_answer(words, page, urls, one) for one in (query, ASKED[query]))
    assert found.urls == plain.urls
    assert not found.near


@pytest.mark.parametrize("query", ["生态环境真差劲", "环保怎么这么差呀", "预决算呢怎么回事"])
def test_name_in_a_query_that_no_page_holds_is_near(
    words: Served, page: Page, urls: Mapping[str, str], query: str
) -> None:
    found = _answer(words, page, urls, query)
    domain = "caizheng" if "预决算" in query else "huanbao"
    assert found.near
    assert f"domains/{domain}/" in found.urls[:2]


def test_office_that_is_written_rightly_is_no_slip_of_another(
    words: Served, page: Page, urls: Mapping[str, str]
) -> None:
    found = _answer(words, page, urls, "医保局")
    assert found.also == ()
    assert "departments/shili/huanbaoju/" not in found.urls


def test_whole_name_that_a_page_bears_comes_before_longer_ones(
    words: Served, page: Page, urls: Mapping[str, str]
) -> None:
    first, second, *_ = _answer(words, page, urls, "市政府办").urls
    assert first == f"departments/shili/{slug('人民政府办公室')}/"
    assert second == f"departments/shili/{slug('政府办事中心')}/"


@pytest.mark.parametrize(
    "query", ["国办发〔2026〕5号", "国办发[2026]5号", "国办发2026 5号", "国办发【2026】第5号文"]
)
def test_plan_that_carries_out_a_document_comes_before_the_tasks_that_name_it(
    words: Served, page: Page, urls: Mapping[str, str], query: str
) -> None:
    found = _answer(words, page, urls, query).urls
    assert found[0] == "plans/shili-2026/"
    assert TASK.format(17) in found


def test_one_character_that_a_question_leaves_says_what_is_near(
    words: Served, page: Page, urls: Mapping[str, str]
) -> None:
    found = _answer(words, page, urls, "政府欠了多少债")
    assert found.near
    assert found.urls[0] == TASK.format(18)


@pytest.mark.parametrize("unwanted", ["-年报", "NOT 年报"])
def test_word_after_a_minus_or_not_is_not_wanted(
    words: Served, page: Page, urls: Mapping[str, str], unwanted: str
) -> None:
    asked = ("公布 示例", f"公布 示例 {unwanted}")
    with_it, without = (_answer(words, page, urls, one) for one in asked)
    gone = set(with_it.urls) - set(without.urls)
    assert TASK.format(11) in gone
    assert TASK.format(12) in without.urls
    page.goto(f"{words.url}/search/?q=示例+{unwanted}")
    expect(page.locator("#search-status")).to_contain_text("已去掉含“年报”的结果。")


def test_numerals_that_pages_have_are_left_alone(
    words: Served, page: Page, urls: Mapping[str, str]
) -> None:
    found = _answer(words, page, urls, "二〇三五年目标")
    assert found.also == ()
    assert found.urls[0] == "plans/shili-2026/tasks/008/"


def test_number_within_a_longer_one_comes_after_the_number_itself(
    words: Served, page: Page, urls: Mapping[str, str]
) -> None:
    tasks = [u for u in _answer(words, page, urls, "1月底前").urls if "/tasks/" in u]
    assert tasks == [f"plans/shili-2026/tasks/{number}/" for number in ("003", "004")]


NUMBERED = {
    "第12项": (5, 12),
    "第十二项": (5, 12),
    "第１２项": (5, 12),
    "任务12": (5, 12),
    "12项": (5, 12),
    "⑫": (5, 12),
    "12": (5, 12),
    "（十二）": (5, 12),
    "示例市 第12项": (5, 12),
    "示例市第十二项": (5, 12),
    "2026 12": (5, 12),
    "2026 十二": (5, 12),
    "第12项 示例价格": (12,),
    "12.每月公布示例价格": (12,),
    "2.3.1": (4,),
    "2-3-1": (4,),
    "第7项": (7, 10, 11),
}


@pytest.mark.parametrize("query", NUMBERED)
def test_task_is_found_by_its_number_however_it_is_written(
    words: Served, page: Page, urls: Mapping[str, str], query: str
) -> None:
    found, wanted = _answer(words, page, urls, query), NUMBERED[query]
    first = {TASK.format(number) for number in wanted}
    assert set(found.urls[: len(wanted)]) == first
    assert not found.near


def test_task_that_prints_a_number_as_it_was_typed_comes_first(
    words: Served, page: Page, urls: Mapping[str, str]
) -> None:
    first = {query: _answer(words, page, urls, query).urls[0] for query in ("（十二）", "第12项")}
    assert first == {"（十二）": TASK.format(5), "第12项": TASK.format(12)}


@pytest.mark.parametrize("query", ["12月底前", "2026年", "2026", "三项制度", "第一批", "7"])
def test_number_that_names_no_task_is_searched_as_any_word(
    words: Served, page: Page, urls: Mapping[str, str], query: str
) -> None:
    assert _answer(words, page, urls, query).also == ()


def test_number_of_a_task_is_said_beside_it_and_above_the_results(
    words: Served, page: Page
) -> None:
    page.goto(f"{words.url}/search/?q=第12项")
    expect(page.locator("#search-status")).to_contain_text("序号为“12”的任务（含分项）2 条")
    expect(page.locator(".hit .facts").first).to_contain_text("第12项")


def test_excerpt_is_the_piece_with_the_most_of_the_query(words: Served, page: Page) -> None:
    page.goto(f"{words.url}/plans/")
    assert "再说水质监测" in page.evaluate(EXCERPT, "河道 水质监测 示例市")
