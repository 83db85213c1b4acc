"""What WeCom draws: every test names the request's content and the whole drawing, as HTML without looks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.drawing import Node, draw

TAGS = {
    "paragraph": "p", "quote": "q", "bold": "b", "italic": "i", "code": "code", "fence": "pre",
    "list": "ul", "numbered": "ol", "item": "li", "table": "table", "row": "tr", "cell": "td",
    "head_cell": "th", "link": "a", "mention": "at", "everyone": "at",
    "colour": "font", "image": "img", "attachment": "file",
}  # fmt: skip

GREY_A, GREY_B = "<font comment>a</font>", "<font comment>b</font>"
HEAD_ROW = "<tr><th left>a</th><th center>b</th><th right>c</th></tr>"
FIRST_ROW = "<tr><td left>1</td><td center><code>2</code></td><td right></td></tr>"


def html(nodes: tuple[Node, ...]) -> str:
    return "".join(one(node) for node in nodes)


def one(node: Node) -> str:
    if node.shape in {"gap", "rule"}:
        return f"<{node.shape}>"
    if node.shape == "text":
        return node.text
    tag = f"h{node.level}" if node.shape == "heading" else TAGS[node.shape]
    about = "".join(f" {value}" for value in (node.tone, node.url) if value)
    return f"<{tag}{about}>{node.text}{html(node.children)}</{tag}>"


def drawn(msgtype: str, content: str, **more) -> str:
    return html(draw({"msgtype": msgtype, msgtype: {"content": content, **more}}))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("# a\n###### f\n#no", "<h1>a</h1><h6>f</h6><p>#no</p>"),
        ("**粗** and `c<d`", "<p><b>粗</b> and <code>c<d</code></p>"),
        ("[t](https://a/b)", "<p><a https://a/b>t</a></p>"),
        ("[t](javascript:alert(1))", "<p>[t](javascript:alert(1))</p>"),
        ("[t](javascript:1)", "<p><a>t</a></p>"),
        ("a\n\nb", "<p>a</p><gap><p>b</p>"),
        ("> a\n> b\nc", "<q><p>a</p><p>b</p></q><p>c</p>"),
        (">> a", "<q><p>> a</p></q>"),
        ('<font color="info">a</font>b', "<p><font info>a</font>b</p>"),
        ("<font color='warning'>a</font>", "<p><font warning>a</font></p>"),
        ('<font color="red">a</font>', "<p><font>a</font></p>"),
        ('<font color="comment">a\n> b</font>', f"<p>{GREY_A}</p><q><p>{GREY_B}</p></q>"),
        ("<@lilei><@han.mei-mei_1> <@all>", "<p><at>lilei</at><at>han.mei-mei_1</at> <@all></p>"),
        ("`<@lilei>`", "<p><code><@lilei></code></p>"),
        ("| a | b |\n| --- | --- |", "<p>| a | b |</p><p>| --- | --- |</p>"),
        ("- a\n*b*\n```", "<p>- a</p><p>*b*</p><p>```</p>"),
        ("**[t](https://a)**", "<p><b><a https://a>t</a></b></p>"),
        ("a\r\nb", "<p>a</p><p>b</p>"),
    ],
)  # fmt: skip
def test_markdown(content, expected):
    assert drawn("markdown", content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("*i* **b** 2 * 3 * 4", "<p><i>i</i> <b>b</b> 2 * 3 * 4</p>"),
        ('<@lilei> <font color="info">a</font>', '<p><@lilei> <font color="info">a</font></p>'),
        ("> a\n>> b\n>>> c", "<q><p>a</p><q><p>b</p><q><p>c</p></q></q></q>"),
        ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("3. a\n4. b", "<ol><li>a</li><li>b</li></ol>"),
        ("```py\na = *1*\n```\nb", "<pre>a = *1*</pre><p>b</p>"),
        ("```\nnever closed", "<pre>never closed</pre>"),
        ("a\n\n---\nb\n---", "<p>a</p><gap><rule><p>b</p><p>---</p>"),
        ("![alt](https://a/i.png)", "<p><img https://a/i.png>alt</img></p>"),
        ("## h\n> # q", "<h2>h</h2><q><h1>q</h1></q>"),
        (
            "| a | b | c |\n| :-- | :-: | --: |\n| 1 | `2` |\nd",
            f"<table>{HEAD_ROW}{FIRST_ROW}</table><p>d</p>",
        ),
        ("a | b\nc | d", "<p>a | b</p><p>c | d</p>"),
    ],
)  # fmt: skip
def test_markdown_v2(content, expected):
    assert drawn("markdown_v2", content) == expected


@pytest.mark.parametrize(
    ("content", "lists", "expected"),
    [
        ("see https://a.example/b?c=1.", {}, "<p>see <a https://a.example/b?c=1>https://a.example/b?c=1</a>.</p>"),
        ("见https://a.example，好", {}, "<p>见<a https://a.example>https://a.example</a>，好</p>"),
        ("**a** <@lilei> <@all>", {}, "<p>**a** <at>lilei</at> <@all></p>"),
        ("请看\n", {"mentioned_list": ["@all"]}, "<p>请看</p><p><at>@all</at></p>"),
        ("看", {"mentioned_list": ["a"], "mentioned_mobile_list": ["1"]}, "<p>看 <at>a</at> <at>1</at></p>"),
        ("", {"mentioned_list": ["@all"]}, "<p><at>@all</at></p>"),
    ],
)  # fmt: skip
def test_text(content, lists, expected):
    assert drawn("text", content, **lists) == expected


def test_news_and_cards_show_their_words():
    news = {
        "articles": [
            {"title": "t", "description": "d", "url": "https://a"},
            {"title": "u", "url": "www.qq.com"},
        ]
    }
    assert html(draw({"msgtype": "news", "news": news})) == (
        "<h3><a https://a>t</a></h3><p><font comment>d</font></p><h3><a>u</a></h3>"
    )
    card = {
        "source": {"desc": "s"},
        "main_title": {"title": "m"},
        "emphasis_content": {"title": "100"},
        "sub_title_text": "sub",
        "horizontal_content_list": [{"keyname": "k", "value": "v"}],
        "vertical_content_list": [{"title": "v", "desc": "w"}],
        "jump_list": [{"title": "j", "url": "https://a"}],
    }
    assert html(draw({"msgtype": "template_card", "template_card": card})) == (
        "<p><font comment>s</font></p><h3>m</h3><h1>100</h1><p>sub</p><p>k  v</p><p>v</p>"
        "<p><font comment>w</font></p><p><a https://a>j</a></p>"
    )


def test_a_picture_is_a_box():
    assert html(draw({"msgtype": "image", "image": {}})) == "<file image></file>"


@pytest.mark.parametrize("msgtype", ["markdown", "markdown_v2", "text"])
@settings(deadline=None, max_examples=200)
@given(content=st.text(alphabet=st.sampled_from('a *`[]()<>@#|-\n:!1.~_fontcolor="info/https'), max_size=200))
def test_no_visible_character_is_invented(msgtype, content):
    """Drawing only ever takes markup away: what is shown is a subsequence of what was typed."""
    shown = "".join(texts(draw({"msgtype": msgtype, msgtype: {"content": content}})))
    rest = iter(content)
    assert all(character in rest for character in shown if not character.isspace())


def texts(nodes):
    for node in nodes:
        yield node.text
        yield from texts(node.children)


@pytest.mark.parametrize("msgtype", ["markdown", "markdown_v2", "text"])
@pytest.mark.parametrize(
    "unit", ["*", "**a", "[", "> ", ">", "-", "- a\n", "|-", "`", "<font ", "<@", "\n", " - a\n"]
)
def test_hostile_repetition_is_drawn_soon(msgtype, unit):
    assert draw({"msgtype": msgtype, msgtype: {"content": (unit * 4096)[:4096]}})
