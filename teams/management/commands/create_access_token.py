from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from teams.models import AccessToken, Scope, User


class Command(BaseCommand):
    help = "Make a person's token for the API and print it, alone and this once, on stdout."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument(
            "--scope",
            action="extend",
            nargs="+",
            metavar="SCOPE",
            help=f"{', '.join(Scope.values)}; may be given several times; admin when left out",
        )
        parser.add_argument("--name", default="command line", help="what will use it")

    def handle(self, *args: Any, username: str, scope: list[str] | None, name: str, **options: Any) -> None:
        user = self.person(username)
        if user is None:
            raise CommandError(
                f"Nobody here has the user name or e-mail address {username}: check it, capitals count."
            )
        scopes = [each for text in scope or [Scope.ADMIN] for each in text.split(",") if each]
        unknown = [each for each in scopes if each not in Scope.values]
        if unknown:
            raise CommandError(f"{unknown[0]} is no scope: choose of {', '.join(Scope.values)}.")
        _, secret = AccessToken.mint(user, name, scopes=scopes)
        self.stdout.write(secret.reveal())

    def person(self, given: str) -> User | None:
        """Return who is meant: a user name first, else an e-mail address, which `create_admin` was given."""
        active = User.objects.filter(is_active=True)
        by_name = active.filter(username=given).first()
        return by_name or active.filter(email__iexact=given).order_by("pk").first()
