"""Bodies and answers of /teams."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import Field

from teams.api.schemas import Id, StrictSchema
from teams.models import Membership


class TeamOut(Schema):
    """A team."""

    id: Id
    slug: str
    name: str
    language: str
    time_zone: str
    created_at: datetime


class TeamCreation(StrictSchema):
    """A new team; who makes it becomes its first owner."""

    slug: str
    name: str
    language: str = "zh-hans"
    time_zone: str | None = None


class TeamChange(StrictSchema):
    """What is left out stays; a slug never changes, for tokens and hooks name it."""

    name: str = ""
    language: str = ""
    time_zone: str = ""


class MemberOut(Schema):
    """A member and the role."""

    username: str
    full_name: str
    role: str
    created_at: datetime

    @staticmethod
    def resolve_username(member: Membership) -> str:
        return member.user.get_username()

    @staticmethod
    def resolve_full_name(member: Membership) -> str:
        return member.user.get_full_name()


class MemberAddition(StrictSchema):
    """A person who has an account, and the role."""

    username: str
    role: str = Field(examples=["editor"])


class RoleChange(StrictSchema):
    """The new role."""

    role: str = Field(examples=["viewer"])
