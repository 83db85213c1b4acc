"""Two processes serve one database: what one of them counts or ends, the other one knows."""

from __future__ import annotations

import re

import pytest
import requests

from tests.contract.product import Product

pytestmark = [pytest.mark.contract, pytest.mark.asvs("V6.3.1", "V7.4.2")]

PASSWORD = "correct horse battery staple"
MAKE = f"""
from teams.models import AccessToken, User
for name in ("root2", "bob", "eve"):
    User.objects.create_user(name, password={PASSWORD!r}, is_superuser=name == "root2")
print(AccessToken.mint(User.objects.get(username="bob"), "CI", scopes=["read"])[1].reveal())
"""
DEACTIVATE = """
from teams.models import User
User.objects.get(username="bob").deactivate(by=User.objects.get(username="root2"))
"""


@pytest.fixture(scope="module")
def fronts(tmp_path_factory, robot):
    """Start two processes on one database; the second has a port of its own and nothing else."""
    first = Product(tmp_path_factory.mktemp("first"), robot.url)
    second = Product(tmp_path_factory.mktemp("second"), robot.url)
    second.env |= {"DATA_DIR": first.env["DATA_DIR"]}
    first.prepare()
    first.made = first.command("shell", "-c", MAKE).stdout.split()[-1]
    for each in (first, second):
        each.start("--no-dispatch")
    yield first, second
    for each in (first, second):
        each.stop()


def sign_in(front, name, password, session=None):
    session = session or requests.Session()
    page = session.get(f"{front.url}/accounts/login/", timeout=10)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    form = {"login": name, "password": password, "csrfmiddlewaretoken": token}
    return session.post(f"{front.url}/accounts/login/", form, timeout=20, allow_redirects=False)


def test_who_leaves_is_out_in_every_process(fronts):
    token, session = {"Authorization": f"Bearer {fronts[0].made}"}, requests.Session()
    assert sign_in(fronts[0], "bob", PASSWORD, session).status_code == 302

    def codes():
        for front in fronts:
            page = session.get(f"{front.url}/profile/", timeout=10, allow_redirects=False)
            call = requests.get(f"{front.api_url}/teams", headers=token, timeout=10)
            yield page.status_code, call.status_code

    before = [*codes()]
    fronts[0].command("shell", "-c", DEACTIVATE)

    assert (before, [*codes()]) == ([(200, 200)] * 2, [(302, 401)] * 2)


def test_wrong_sign_ins_at_either_process_lock_both(fronts):
    codes = [sign_in(fronts[turn % 2], "eve", "wrong password").status_code for turn in range(10)]

    locked = [sign_in(front, "eve", PASSWORD) for front in fronts]

    assert codes[:5] == [422] * 5
    assert {answer.status_code for answer in locked} <= {422, 429}
    assert not any("session" in answer.cookies for answer in locked)
