from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.contrib.auth.models import UserManager
from django.db import transaction

from teams.models.audit_entry import AuditEntry

if TYPE_CHECKING:
    from teams.models.user import User

USERNAME_MAX_CHARACTERS = 30


class PersonManager(UserManager["User"]):
    def administrator(self, email: str) -> User:
        """Return the person with this address as an administrator, made or promoted when need be."""
        with transaction.atomic():
            user = self.filter(email__iexact=email).order_by("pk").first()
            if user is None:
                user = self.create_user(self._free_username(email.partition("@")[0]), email)
                AuditEntry.record(actor=None, verb="person.created", target=user.get_username())
            user.become_administrator()
        return user

    def _free_username(self, wish: str) -> str:
        stem = re.sub(r"[^\w.-]", "", wish)[:USERNAME_MAX_CHARACTERS] or "admin"
        name, number = stem, 1
        while self.filter(username__iexact=name).exists():
            number += 1
            name = f"{stem}{number}"
        return name
