"""How Pelican makes the pages of the corpus, and no others."""

import json
from pathlib import Path

NAMES = json.loads((Path(__file__).parent / "names.json").read_text("utf-8"))
JINJA_GLOBALS = {"names": NAMES}
SITENAME = "示例市政务公开任务"
SITEURL = ""
PATH = "content"
THEME = "theme"
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh-cn"
THEME_STATIC_DIR = "theme"
ARTICLE_URL = "{place}/"
ARTICLE_SAVE_AS = "{place}/index.html"
AUTHOR_URL = "plans/{slug}/"
AUTHOR_SAVE_AS = "plans/{slug}/index.html"
TAG_URL = "departments/shili/{slug}/"
TAG_SAVE_AS = "departments/shili/{slug}/index.html"
CATEGORY_URL = "domains/{slug}/"
CATEGORY_SAVE_AS = "domains/{slug}/index.html"
AUTHORS_SAVE_AS = "plans/index.html"
TAGS_SAVE_AS = "departments/index.html"
CATEGORIES_SAVE_AS = "domains/index.html"
ARCHIVES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "authors", "tags", "categories"]
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DEFAULT_PAGINATION = False
MARKDOWN = {"extension_configs": {"markdown.extensions.meta": {}}, "output_format": "html5"}
DELETE_OUTPUT_DIRECTORY = False
CACHE_CONTENT = False
