"""A robot's key is registered in a form that never shows it again."""

from __future__ import annotations

import pytest

from credentials.models import Credential
from sealing.boxes import unseal
from teams.models import AuditEntry
from tests.credentials.conftest import KEY, URL


def fill(**changes):
    return {"name": "Platform group", "webhook": URL, **changes}


def test_an_administrator_registers_a_whole_address(as_user, root, shop, keyring):
    answer = as_user(root).post("/credentials/new/", fill(teams=[shop.pk]))

    made = Credential.objects.get()
    assert answer["Location"] == f"/credentials/{made.pk}/"
    assert (made.endpoint, made.key_hint) == ("public", KEY[-4:])
    assert list(made.teams.all()) == [shop]
    opened = unseal(made.sealed_key, keyring=keyring, context=made.sealing_context)
    assert opened.reveal() == KEY


def test_a_bare_key_belongs_to_the_public_endpoint(as_user, root, keyring):
    as_user(root).post("/credentials/new/", fill(webhook=KEY))

    assert Credential.objects.get().endpoint == "public"


def test_the_form_names_the_way_to_a_robot(as_user, root):
    page = as_user(root).get("/credentials/new/").content.decode()

    assert "群设置" in page
    assert "添加群机器人" in page
    assert "消息推送" in page
    assert "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" in page


def test_a_foreign_host_is_refused_at_the_field_and_not_shown_back(as_user, root, keyring):
    foreign = URL.replace("qyapi.weixin.qq.com", "evil.example.com")

    answer = as_user(root).post("/credentials/new/", fill(webhook=foreign))

    assert answer.status_code == 422
    assert "does not belong to a configured WeCom endpoint" in answer.content.decode()
    assert KEY not in answer.content.decode()
    assert "evil.example.com" not in answer.content.decode()
    assert not Credential.objects.exists()


def test_a_key_pasted_as_the_name_is_refused_and_not_shown_back(as_user, root, keyring):
    answer = as_user(root).post("/credentials/new/", fill(name=URL, description=KEY))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A robot&#x27;s key stands here, and others could read it." in page
    assert KEY not in page


def test_an_owner_registers_for_her_own_team(as_user, alice, shop, keyring):
    as_user(alice).post("/credentials/new/", fill(teams=[shop.pk]))

    assert Credential.objects.get().owning_team == shop


def test_an_owner_cannot_share_with_all(as_user, alice, shop, keyring):
    as_user(alice).post("/credentials/new/", fill(teams=[shop.pk], for_all="on"))

    assert not Credential.objects.get().is_shared_with_all


def test_an_owner_cannot_share_with_a_foreign_team(as_user, alice, other, keyring):
    answer = as_user(alice).post("/credentials/new/", fill(teams=[other.pk]))

    assert answer.status_code == 422
    assert not Credential.objects.exists()


def test_in_a_dialog_the_answer_names_the_new_credential(as_user, alice, shop, keyring):
    answer = as_user(alice).post(
        "/credentials/new/", fill(teams=[shop.pk]), headers={"HX-Request": "true", "HX-Target": "dialog"}
    )

    made = Credential.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {"value": str(made.pk), "label": "Platform group"}


def test_a_dialog_gets_the_form_alone(as_user, alice):
    page = as_user(alice).get("/credentials/new/?dialog=1").content.decode()

    assert "data-dialog-form" in page
    assert "<html" not in page


def test_a_server_without_a_keyring_says_so_and_keeps_nothing(as_user, root, settings, tmp_path):
    settings.KEYRING_FILE = tmp_path / "none.json"

    answer = as_user(root).post("/credentials/new/", fill())

    assert answer.status_code == 422
    assert "This server&#x27;s keyring cannot be used, so nothing was saved." in answer.content.decode()
    assert not Credential.objects.exists()


def test_the_audit_trail_has_who_and_what_and_no_key(as_user, root, shop, keyring):
    as_user(root).post("/credentials/new/", fill(teams=[shop.pk]))

    entry = AuditEntry.objects.get(verb="credential.registered")
    assert (entry.actor, entry.target) == (root, "Platform group")
    assert entry.after == {
        "key": f"key=…{KEY[-4:]}",
        "endpoint": "public",
        "name": "Platform group",
        "description": "",
        "enabled": True,
        "shared_with_all": False,
        "teams": ["shop"],
    }


@pytest.mark.parametrize(("webhook", "is_warned"), [(URL, False), ("not-a-uuid-0001", True)])
def test_an_unusual_key_is_taken_with_a_warning(as_user, root, keyring, webhook, is_warned):
    page = as_user(root).post("/credentials/new/", fill(webhook=webhook), follow=True).content.decode()

    assert ("This key does not look like WeCom&#x27;s usual ones. Send a test." in page) is is_warned
    assert Credential.objects.count() == 1
