"""`python -m bench.inside.session` signs the administrator in and prints the cookie."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from teams.models import User


def main() -> None:
    client = Client()
    person = User.objects.filter(is_superuser=True)[0]
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    print(f"{name}={client.cookies[name].value}")


if __name__ == "__main__":
    main()
