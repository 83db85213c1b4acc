from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from teams.models import PasswordLink, User


class Command(BaseCommand):
    help = "Make an administrator and print a one-time link to choose a password; again: a fresh link."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(
                f"{email} is no e-mail address: write one such as admin@example.com."
            ) from error
        user = User.objects.administrator(email)
        secret = PasswordLink.issue(user)
        # The link is the answer; what a person should know beside it goes where no script reads.
        self.stderr.write(f"{user.get_username()} is an administrator. The link works once, for 72 hours:")
        self.stdout.write(f"{settings.BASE_URL}{reverse('password-link', args=[secret.reveal()])}")
