"""A keyring is taken only from where nobody else could have put it."""

from __future__ import annotations

import os

import pytest

from sealing import Keyring, KeyringRefused

pytestmark = pytest.mark.asvs("V13.3.1")

SERVICE, STRANGER, ROOT = 1000, 1001, 0


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "keyring.json"
    Keyring.create().write(made)
    return made


@pytest.fixture
def owned(monkeypatch):
    """Pretend whose the file and its folder are, and who asks: `owned(file=…, folder=…, asks=…)`."""

    def pretend(*, file, folder, asks):
        fstat, stat = os.fstat, os.stat
        monkeypatch.setattr(os, "fstat", lambda opened: with_owner(fstat(opened), file))
        monkeypatch.setattr(os, "stat", lambda *where, **how: with_owner(stat(*where, **how), folder))
        monkeypatch.setattr(os, "geteuid", lambda: asks)

    return pretend


def with_owner(seen, user):
    return os.stat_result([*seen[:4], user, *seen[5:10]])


@pytest.mark.parametrize(
    ("file", "folder", "asks"),
    [
        (SERVICE, SERVICE, SERVICE),
        (SERVICE, ROOT, SERVICE),
        (ROOT, ROOT, SERVICE),
        (ROOT, ROOT, ROOT),
        (SERVICE, SERVICE, ROOT),
    ],
)
def test_ones_own_roots_and_the_services_keyring_is_read(path, owned, file, folder, asks):
    owned(file=file, folder=folder, asks=asks)
    assert Keyring.read(path)


@pytest.mark.parametrize(
    ("file", "folder", "asks"),
    [(STRANGER, SERVICE, SERVICE), (STRANGER, STRANGER, SERVICE), (STRANGER, SERVICE, ROOT)],
)
def test_another_users_keyring_is_refused(path, owned, file, folder, asks):
    owned(file=file, folder=folder, asks=asks)
    with pytest.raises(KeyringRefused) as caught:
        Keyring.read(path)
    assert str(caught.value) == (
        f"The keyring {path} belongs to another user (number {STRANGER}), who could put other keys into it. "
        "Look whether they are yours, then give it to the user this program runs as, with chown."
    )


@pytest.mark.parametrize("mode", [0o720, 0o702, 0o770, 0o777], ids=oct)
def test_a_folder_others_may_write_to_is_refused(path, mode):
    path.parent.chmod(mode)
    with pytest.raises(KeyringRefused) as caught:
        Keyring.read(path)
    assert str(caught.value) == (
        f"Others may replace the keyring {path}: they may write to its folder (mode {mode:04o}). "
        f"Close it with: chmod go-w {path.parent}"
    )


@pytest.mark.parametrize("mode", [0o700, 0o755, 0o1777], ids=oct)
def test_a_folder_where_only_the_owner_replaces_files_is_trusted(path, mode):
    path.parent.chmod(mode)
    assert Keyring.read(path)


def test_a_link_is_judged_by_the_folder_it_leads_to(path, tmp_path_factory):
    link = tmp_path_factory.mktemp("elsewhere") / "keyring.json"
    link.symlink_to(path)
    path.parent.chmod(0o777)
    with pytest.raises(KeyringRefused, match="Others may replace the keyring"):
        Keyring.read(link)


@pytest.mark.skipif(os.geteuid() != ROOT, reason="only root gives a file away")
def test_a_remembered_keyring_given_to_another_user_is_refused(path):
    Keyring.at(path)
    os.chown(path, STRANGER, STRANGER)
    with pytest.raises(KeyringRefused, match="belongs to another user"):
        Keyring.at(path)
