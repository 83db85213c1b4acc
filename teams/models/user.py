from __future__ import annotations

import re
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from teams.models.audit_entry import AuditEntry

USERNAME_MAX_CHARACTERS = 30
PROFILE = ("first_name", "language", "theme")


class Theme(models.TextChoices):
    AUTO = "auto", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


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


class User(AbstractUser):
    """A person who signs in; an administrator is a superuser. The full name is kept in `first_name`."""

    language = models.CharField(_("language"), max_length=10, blank=True, choices=settings.LANGUAGES)
    theme = models.CharField(_("theme"), max_length=5, choices=Theme.choices, default=Theme.AUTO)

    objects: ClassVar[PersonManager] = PersonManager()

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def become_administrator(self) -> None:
        """Make the person an active administrator; one who is stays as they are."""
        if self.is_superuser and self.is_active:
            return
        self.is_superuser = self.is_staff = self.is_active = True
        self.save(update_fields=["is_superuser", "is_staff", "is_active"])
        AuditEntry.record(actor=None, verb="person.made_administrator", target=self.get_username())

    def change_profile(self, **given: Any) -> Self:
        """Change the full name, the language or the theme; the person's own act."""
        with transaction.atomic():
            before = type(self).objects.filter(pk=self.pk).values(*PROFILE).get()
            changed = [field for field in given if given[field] != before[field]]
            for field, value in given.items():
                setattr(self, field, value)
            if changed:
                self.save(update_fields=changed)
                AuditEntry.record(
                    actor=self,
                    verb="profile.changed",
                    target=self.get_username(),
                    before={field: before[field] for field in changed},
                    after={field: given[field] for field in changed},
                )
        return self
