"""What a step must be before it is saved or tested: one place for the API and the form.

Fill a `Step`, call `faults(step)`, show every fault at its field; without faults the step is tidy and may be
stored. Fields are named as the API names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext

from notifications import mentions
from notifications.models.step import OnAmbiguous, Operator, Step
from notifications.placeholders import NAME, names_in, nearest
from notifications.step_credentials import credential_faults
from notifications.vocabulary import FIELD_NAMES, LANGUAGES, VARIABLE_NAMES, MessageType, NotificationEvent
from teams.api.problems import FieldError
from teams.punctuation import listed

NAME_MAX_LENGTH = 100
TASK_MAX_LENGTH = 200
CUSTOM_CONTENT_MAX_LENGTH = 8000
CONDITIONS_MAX = 20
CONDITION_VALUE_MAX_LENGTH = 300
EVENTS = tuple(event.value for event in NotificationEvent)


def faults(step: Step) -> list[FieldError]:
    """Tidy a step (orders, repetitions, blanks) and return everything that keeps it from being saved."""
    _tidy(step)
    found = [*_text_faults(step), *message_faults(step), *_condition_faults(step), *credential_faults(step)]
    if not step.events:
        found.append(_fault("events", gettext("Choose at least one event.")))
    found += _choice_faults("events", step.events, EVENTS)
    found += _choice_faults("on_ambiguous", [step.on_ambiguous], OnAmbiguous.values)
    if step.pipeline is not None and step.pipeline.team_id != step.team_id:
        found.append(_fault("pipeline", gettext("This pipeline belongs to another team.")))
    return found


def message_faults(step: Step) -> list[FieldError]:
    """Tidy a step and return what is wrong with its message part: enough for a preview."""
    _tidy(step)
    found = [
        *_choice_faults("content_fields", step.content_fields, FIELD_NAMES),
        *_choice_faults("message_type", [step.message_type], [kind.value for kind in MessageType]),
        *_choice_faults("language", [step.language], LANGUAGES),
        *_custom_content_faults(step),
    ]
    wrong = mentions.unusable(step.mention_users)
    if wrong:
        sentence = gettext(
            "%(names)s: this is no user_id. Find it in WeCom's administration: 通讯录 → the member → 帐号."
        )
        found.append(_fault("mentions", sentence % {"names": listed(wrong)[:200]}))
    if len(step.mention_users) > mentions.USERS_MAX:
        sentence = gettext("At most %(most)d people can be mentioned; use “all” for everybody.")
        found.append(_fault("mentions", sentence % {"most": mentions.USERS_MAX}))
    return found


def _tidy(step: Step) -> None:
    step.name, step.task = step.name.strip(), step.task.strip()
    step.custom_content = step.custom_content.replace("\r\n", "\n").strip()
    step.events = _in_order(step.events, EVENTS)
    step.content_fields = _in_order(step.content_fields, FIELD_NAMES)
    typed = mentions.of(step.mention_users)
    step.mention_users = list(typed.users)
    step.mention_all = step.mention_all or typed.everybody
    step.conditions = [each | {"variable": _bare(each["variable"])} for each in step.conditions]


def _in_order(chosen: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return each once, known ones in the order of the table, others at the end to be named as faults."""
    chosen = list(dict.fromkeys(chosen))
    known = list(known)
    return [*(each for each in known if each in chosen), *(each for each in chosen if each not in known)]


def _bare(name: str) -> str:
    """Return a variable's name; Gitee's own form writes it as ${NAME}."""
    name = name.strip()
    return name[2:-1] if name.startswith("${") and name.endswith("}") else name


def _text_faults(step: Step) -> Iterator[FieldError]:
    if not step.name:
        yield _fault("name", gettext("This is required."))
    longest = {"name": NAME_MAX_LENGTH, "task": TASK_MAX_LENGTH, "custom_content": CUSTOM_CONTENT_MAX_LENGTH}
    for name, most in longest.items():
        text: str = getattr(step, name)
        if len(text) > most:
            sentence = gettext("This has %(length)d characters; at most %(most)d are kept: shorten it.")
            yield _fault(name, sentence % {"length": len(text), "most": most})
        if "\x00" in text:
            yield _fault(name, gettext("This holds a NUL character: leave it out."))


def _choice_faults(field: str, chosen: Iterable[str], known: Iterable[str]) -> Iterator[FieldError]:
    known = list(known)
    for each in chosen:
        if each not in known:
            sentence = gettext("%(value)s is not known here. Choose from: %(known)s.")
            yield _fault(field, sentence % {"value": each[:100], "known": listed(known)})


def _custom_content_faults(step: Step) -> Iterator[FieldError]:
    for name in names_in(step.custom_content):
        if name not in VARIABLE_NAMES and not step.allow_custom_names:
            yield _fault("custom_content", unknown_name(name))


def _condition_faults(step: Step) -> Iterator[FieldError]:
    if len(step.conditions) > CONDITIONS_MAX:
        sentence = gettext("At most %(most)d conditions are kept.") % {"most": CONDITIONS_MAX}
        yield _fault("conditions", sentence)
    for number, condition in enumerate(step.conditions):
        yield from _one_condition(f"conditions.{number}", condition, step)


def _one_condition(field: str, condition: dict[str, Any], step: Step) -> Iterator[FieldError]:
    name, value = condition["variable"], condition["value"]
    if not NAME.fullmatch(name):
        yield _fault(f"{field}.variable", gettext("Name a variable, such as BRANCH."))
    elif name not in VARIABLE_NAMES and not step.allow_custom_names:
        yield _fault(f"{field}.variable", unknown_name(name))
    yield from _choice_faults(f"{field}.operator", [condition["operator"]], Operator.values)
    if len(value) > CONDITION_VALUE_MAX_LENGTH or "\x00" in value:
        sentence = gettext("A value has at most %(most)d characters.") % {"most": CONDITION_VALUE_MAX_LENGTH}
        yield _fault(f"{field}.value", sentence)


def unknown_name(name: str) -> str:
    """Say that a variable is not known, and which one may be meant."""
    near = nearest(name)
    if near:
        sentence = gettext("${%(name)s} is not known. Did you mean ${%(near)s}?")
        return sentence % {"name": name, "near": near}
    sentence = gettext("${%(name)s} is not known. If your pipeline sends it, allow custom names.")
    return sentence % {"name": name}


def _fault(field: str, message: str) -> FieldError:
    return FieldError(field=field, message=message)
