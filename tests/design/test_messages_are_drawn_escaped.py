"""A drawn message is markup of ours around text of others."""

from __future__ import annotations

from django.template import Context, Template

from wecomnotify.gallery import TALK


def draw(*bodies: dict, **context) -> str:
    source = '{% load screens %}{% wecom_message bodies robot="Bot" group=group unknown=unknown %}'
    return Template(source).render(Context({"bodies": bodies, "group": "", "unknown": [], **context}))


def markdown(content: str) -> dict:
    return {"msgtype": "markdown", "markdown": {"content": content}}


def test_text_of_others_never_becomes_markup():
    evil = '<img src=x onerror=alert(1)> **<b>** `<i>` [<u>](https://x.example/"x) <@"><s>>'

    html = draw(markdown(evil), {"msgtype": "text", "text": {"content": evil, "mentioned_list": ["<u>"]}})

    for tag in ("<img", "<b>", "<i>", "<u>", "<s>"):
        assert tag not in html


def test_spans_stand_beside_each_other_without_a_gap():
    assert '<p>a<strong>b</strong>c<span class="wecom-mention">@d</span></p>' in draw(markdown("a**b**c<@d>"))


def test_a_link_opens_elsewhere_and_tells_nothing():
    html = draw(markdown("[run](https://ci.example/1?a=1&b=2)"))

    assert (
        '<a href="https://ci.example/1?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">run</a>' in html
    )


def test_a_talk_shows_each_message_and_the_second_ones_people():
    html = draw(*TALK, group="Ops", unknown=["AUTHR"])

    assert html.count('class="wecom-bubble"') == 2
    assert '<div class="wecom-group">Ops</div>' in html
    assert '<span class="wecom-unknown">${AUTHR}</span>' in html
    assert '<span class="wecom-mention">@everyone</span>' in html


def test_a_table_has_its_heads():
    html = draw({"msgtype": "markdown_v2", "markdown_v2": {"content": "| a |\n| --: |\n| 1 |"}})

    assert '<th scope="col" class="right">a</th>' in html
    assert '<td class="right">1</td>' in html
