"""The demo is made once, only in development, and its password is kept for its owner alone."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from notifications.models import Delivery, Step
from wecomnotify.demo import Demo


@pytest.fixture
def folder(settings, tmp_path, keyring):
    settings.DEBUG = True
    settings.DATA_DIR = tmp_path
    settings.SIMULATOR_FILE = tmp_path / "simulator.sqlite3"
    return tmp_path


def test_it_makes_rules_and_a_first_message(folder, db, capsys):
    call_command("seed_demo")

    assert Step.objects.count() == 2
    assert (
        Delivery.objects.get().body["markdown"]["content"].startswith('### <font color="warning">失败</font>')
    )
    assert f"as admin with {Demo().password()}" in capsys.readouterr().out


def test_a_second_time_changes_nothing(folder, db):
    call_command("seed_demo")
    password = Demo().password()

    call_command("seed_demo")

    assert (Step.objects.count(), Delivery.objects.count(), Demo().password()) == (2, 1, password)


def test_its_password_is_its_owners_alone(folder):
    Demo().password()

    assert (folder / "demo_password").stat().st_mode & 0o777 == 0o600


def test_it_is_refused_outside_development(settings, db):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="with DEBUG=true only"):
        call_command("seed_demo")


def test_it_needs_the_loopback_endpoint(settings, folder, db):
    settings.WECOM_ENDPOINTS = {"public": "https://qyapi.weixin.qq.com"}

    with pytest.raises(CommandError, match="Set WECOM_LOOPBACK_ENDPOINT"):
        call_command("seed_demo")
