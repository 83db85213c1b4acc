from __future__ import annotations

from typing import Any

from simulator.decoding import text_in
from simulator.replies import Refused

ARTICLES_MAX = 8
TITLE_MAX_BYTES = 128
DESCRIPTION_MAX_BYTES = 512


def check_news(fields: dict[str, Any]) -> None:
    """Raise Refused for none or more than 8 articles, or one without a title or an address."""
    articles = fields.get("articles")
    if not isinstance(articles, list) or not articles:
        raise Refused(44004, "empty content")
    if len(articles) > ARTICLES_MAX:
        raise Refused(45008, "article size out of limit")
    for article in articles:
        _check_article(article if isinstance(article, dict) else {})


def _check_article(article: dict[str, Any]) -> None:
    if not text_in(article, "title"):
        raise Refused(41016, "missing title")
    if not text_in(article, "url"):
        raise Refused(41010, "missing url")
    if "picurl" in article and article["picurl"] is None:
        raise Refused(40058, "news.articles.picurl. invalid Request Parameter")


def shortened(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the news as WeCom keeps it: titles and descriptions cut to their bytes, silently."""
    return {**fields, "articles": [_shortened(article) for article in fields["articles"]]}


def _shortened(article: dict[str, Any]) -> dict[str, Any]:
    limits = {"title": TITLE_MAX_BYTES, "description": DESCRIPTION_MAX_BYTES}
    cuts = {name: _cut(text_in(article, name), most) for name, most in limits.items() if name in article}
    return {**article, **cuts}


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")
