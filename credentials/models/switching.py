"""Whether a credential may be used: a person says so, or the system when its robot takes nothing for days."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SWITCH_FIELDS = ("is_enabled", "enabled_at", "auto_disabled_at")


class Switched(models.Model):
    """`enabled_at` is when it was enabled again, `auto_disabled_at` when the system disabled it."""

    is_enabled = models.BooleanField(_("enabled"), default=True)
    enabled_at = models.DateTimeField(null=True, editable=False)
    auto_disabled_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def switch(self, *, on: bool) -> None:
        """Enable or disable it; whoever calls saves `SWITCH_FIELDS`."""
        if on and not self.is_enabled:
            self.enabled_at, self.auto_disabled_at = timezone.now(), None
        self.is_enabled = on

    def enabled_by_new_key(self) -> dict[str, Any]:
        """Enable it when the system disabled it for the old key's robot; return what that changed."""
        if not self.auto_disabled_at:
            return {}
        self.switch(on=True)
        return {"enabled": True}
