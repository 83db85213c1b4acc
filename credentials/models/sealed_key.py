"""A robot's key as it is kept: sealed, told apart by a fingerprint, opened only to be sent."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from credentials import sender
from credentials.answers import Answer, Fault, Outcome
from credentials.endpoints import UnknownEndpointError
from credentials.errors import KeyringOutdatedError, KeyringUnusableError
from credentials.models.retired_key import RetiredKey
from credentials.models.robot import Robot
from credentials.webhook_urls import Webhook
from sealing.boxes import Context, seal, unseal
from sealing.errors import KeyMissing, KeyRetired, KeyringMissing, SealingError, WrongKey
from sealing.keyring import Keyring
from sealing.secret import Secret

logger = logging.getLogger(__name__)

KEY_HINT_CHARACTERS = 4
USE_NOTED_EVERY = timedelta(minutes=1)


class SealedKey(models.Model):
    """The sealed key of a robot, bound to its credential and endpoint."""

    endpoint = models.CharField(max_length=50)
    robot = models.ForeignKey("credentials.Robot", models.PROTECT, related_name="%(class)ss")
    sealed_key = models.TextField(editable=False)
    key_hint = models.CharField(max_length=KEY_HINT_CHARACTERS, editable=False)
    # Whoever typed the key in may still know it, whatever became of them.
    key_typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    key_replaced_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_outcome = models.CharField(max_length=20, blank=True, choices=Outcome.choices)
    last_errcode = models.IntegerField(null=True, blank=True)

    class Meta:
        abstract = True

    def keep(self, webhook: Webhook) -> None:
        """Seal a key for this credential and find its robot; the row is not saved yet.

        Raises:
            KeyringUnusableError: when this server has no keyring to seal with.
            KeyringOutdatedError: when the keyring's key was taken out.
        """
        try:
            keyring = Keyring.at(settings.KEYRING_FILE)
            RetiredKey.refuse(keyring.primary_key_id)
        except KeyRetired:
            logger.exception("No credential can be sealed.")
            raise KeyringOutdatedError from None
        except SealingError:
            logger.exception("No credential can be sealed.")
            raise KeyringUnusableError from None
        self.endpoint = webhook.endpoint
        self.sealed_key = seal(webhook.key, keyring=keyring, context=self.sealing_context)
        self.key_hint = webhook.key.reveal()[-KEY_HINT_CHARACTERS:]
        self.robot = Robot.of(webhook, keyring)

    @property
    def sealing_context(self) -> Context:
        return Context(credential=str(self.pk), endpoint=self.endpoint, field="key")

    def post(self, message: Mapping[str, Any]) -> Answer:
        """Send one message to the robot; what cannot be opened becomes an answer that says why."""
        try:
            keyring = Keyring.at(settings.KEYRING_FILE)
        except SealingError as error:
            return Answer.of_fault(Outcome.KEY_UNAVAILABLE, _fault_of_keyring(error))
        try:
            return sender.send(self.endpoint, self._open(keyring), message)
        except SealingError as error:
            fault = Fault.KEY_MISSING if isinstance(error, KeyMissing) else Fault.TAMPERED
        except UnknownEndpointError:
            fault = Fault.ENDPOINT
        return Answer.of_fault(Outcome.KEY_UNAVAILABLE, fault)

    @property
    def last_answer(self) -> Answer | None:
        """Return what came of the last use, as far as it is kept."""
        if not self.last_outcome:
            return None
        status = HTTPStatus.OK if self.last_errcode is not None else None
        return Answer(outcome=Outcome(self.last_outcome), http_status=status, errcode=self.last_errcode)

    @property
    def is_locked(self) -> bool:
        """Tell whether the key could not be opened when it was last needed."""
        return self.last_outcome == Outcome.KEY_UNAVAILABLE

    def record_use(self, answer: Answer) -> None:
        """Keep when the key was last used and what came of it, unless it is another one or gone meanwhile.

        The same again within a minute is not written: each call has its attempt, and this is a summary. Nor
        is anything while somebody changes the credential, who waits for the robot's queue, which is ours.
        """
        if self._knows_of(answer):
            return
        self.last_used_at = timezone.now()
        self.last_outcome = answer.outcome
        self.last_errcode = answer.errcode
        known = type(self)._base_manager.filter(pk=self.pk, robot=self.robot_id)  # noqa: SLF001  # Django documents it
        unlocked = known.select_for_update(skip_locked=True, no_key=True).values("pk")
        known.filter(pk__in=unlocked).update(
            last_used_at=self.last_used_at, last_outcome=self.last_outcome, last_errcode=self.last_errcode
        )

    def _knows_of(self, answer: Answer) -> bool:
        same = (self.last_outcome, self.last_errcode) == (answer.outcome, answer.errcode)
        if not same or self.last_used_at is None:
            return False
        return abs(timezone.now() - self.last_used_at) < USE_NOTED_EVERY

    def _open(self, keyring: Keyring) -> Secret:
        return unseal(self.sealed_key, keyring=keyring, context=self.sealing_context)


def _fault_of_keyring(error: SealingError) -> Fault:
    if isinstance(error, KeyringMissing):
        return Fault.KEYRING_MISSING
    return Fault.WRONG_KEY if isinstance(error, WrongKey) else Fault.KEYRING_UNREADABLE
