from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.decoding import text_in
from simulator.replies import Refused

_LENGTHS = {
    "vertical_content_list": (4, 42036, "vertical_content_list"),
    "horizontal_content_list": (6, 42035, "horizontal_content_list"),
    "jump_list": (3, 42042, "jump_list"),
}
# What a `type` makes necessary, and the code for its absence: 1 an address, 2 an app or a file, 3 a member.
_APP = {1: ("url", 42028), 2: ("appid", 42030)}
_ROW = {1: ("url", 42028), 2: ("media_id", 42029), 3: ("userid", 42050)}


def check_card(card: dict[str, Any]) -> None:
    """Raise Refused with a 420xx code for a template card that breaks the rules of its kind."""
    kind = card.get("card_type")
    if kind not in {"text_notice", "news_notice"}:
        raise Refused(42031, "invalid card_type")
    _check_title(card, is_text=kind == "text_notice")
    if kind == "news_notice" and not text_in(_object(card, "card_image"), "url"):
        raise Refused(42044, "missing card_image.url")
    _check_lists(card)
    for name in ("quote_area", "image_text_area"):
        _check_target(_object(card, name), _APP)
    if "image_text_area" in card and not text_in(_object(card, "image_text_area"), "image_url"):
        raise Refused(42028, "missing image_text_area.image_url")
    _check_action(card)


def _check_title(card: dict[str, Any], *, is_text: bool) -> None:
    title = text_in(_object(card, "main_title"), "title")
    if not title and not (is_text and text_in(card, "sub_title_text")):
        raise Refused(42033, "missing title")


def _check_lists(card: dict[str, Any]) -> None:
    for name, (most, code, words) in _LENGTHS.items():
        if len(_objects(card, name)) > most:
            raise Refused(code, f"{words} size out of limit")
    for row in _objects(card, "horizontal_content_list"):
        if not text_in(row, "keyname"):
            raise Refused(42027, "missing keyname")
        _check_target(row, _ROW)
    for name in ("vertical_content_list", "jump_list"):
        if not all(text_in(each, "title") for each in _objects(card, name)):
            raise Refused(42033, "missing title")
    for jump in _objects(card, "jump_list"):
        _check_target(jump, _APP)


def _check_action(card: dict[str, Any]) -> None:
    action = _object(card, "card_action")
    if action.get("type") not in {1, 2}:
        raise Refused(42045, "invalid card_action")
    _check_target(action, _APP)


def _check_target(holder: dict[str, Any], needs: Mapping[int, tuple[str, int]]) -> None:
    kind = holder.get("type", 0)
    name, code = needs.get(kind, ("", 0)) if isinstance(kind, int) else ("", 0)
    if name and not text_in(holder, name):
        raise Refused(code, f"missing {name}")


def _object(card: dict[str, Any], name: str) -> dict[str, Any]:
    value = card.get(name)
    return value if isinstance(value, dict) else {}


def _objects(card: dict[str, Any], name: str) -> list[dict[str, Any]]:
    values = card.get(name)
    return [each if isinstance(each, dict) else {} for each in values] if isinstance(values, list) else []
