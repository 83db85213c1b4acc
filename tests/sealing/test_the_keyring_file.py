from __future__ import annotations

import os
from pathlib import Path

import pytest

from sealing import Keyring, KeyringMissing, KeyringRefused

pytestmark = pytest.mark.asvs("V13.3.1")

MODES_OPEN_TO_OTHERS = [0o640, 0o604, 0o644, 0o660, 0o610, 0o601, 0o777]


def test_a_written_keyring_is_read_back_and_private(tmp_path):
    keyring = Keyring.create().with_new_key_pair()
    keyring.write(tmp_path / "new" / "keyring.json")
    assert Keyring.read(tmp_path / "new" / "keyring.json") == keyring
    assert (tmp_path / "new" / "keyring.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["keyring.json"]


def test_a_public_keyring_is_read_back(tmp_path):
    public = Keyring.create().public()
    public.write(tmp_path / "keyring.json")
    assert Keyring.read(str(tmp_path / "keyring.json")) == public


def test_a_file_wider_open_than_its_directory_is_narrowed_on_writing(tmp_path):
    path = tmp_path / "keyring.json"
    path.write_text("{}")
    path.chmod(0o644)
    Keyring.create().write(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_missing_keyring_says_how_to_make_one(tmp_path):
    path = tmp_path / "keyring.json"
    for read in (Keyring.read, Keyring.at):
        with pytest.raises(KeyringMissing) as caught:
            read(path)
        assert str(caught.value) == (
            f"There is no keyring at {path}. Restore it from its backup, "
            "or make a first one with: manage.py keyring init"
        )


@pytest.mark.parametrize("mode", MODES_OPEN_TO_OTHERS, ids=oct)
def test_a_keyring_open_to_others_is_refused(tmp_path, mode):
    path = tmp_path / "keyring.json"
    Keyring.create().write(path)
    path.chmod(mode)
    with pytest.raises(KeyringRefused) as caught:
        Keyring.read(path)
    assert str(caught.value) == (
        f"The keyring {path} is open to other users (mode {mode:04o}). "
        f"Close it with: chmod 600 {path}. If others could read it, replace the keys."
    )


@pytest.mark.parametrize("mode", [0o400, 0o600])
def test_a_keyring_for_its_owner_alone_is_read(tmp_path, mode):
    keyring = Keyring.create()
    keyring.write(tmp_path / "keyring.json")
    (tmp_path / "keyring.json").chmod(mode)
    assert Keyring.read(tmp_path / "keyring.json") == keyring


def test_a_directory_is_no_keyring(tmp_path):
    with pytest.raises(KeyringRefused) as caught:
        Keyring.read(tmp_path)
    assert str(caught.value) == (
        f"The keyring {tmp_path} cannot be read (Is a directory). Give it to the user this program runs as."
    )


def test_a_first_keyring_never_replaces_one(tmp_path):
    path = tmp_path / "keyring.json"
    first = Keyring.create()
    first.write(path, new=True)
    with pytest.raises(KeyringRefused) as caught:
        Keyring.create().write(path, new=True)
    assert Keyring.read(path) == first
    assert list(tmp_path.iterdir()) == [path]
    assert str(caught.value) == (
        f"There is a keyring at {path} already. It stays: what it sealed could not be opened without it."
    )


def test_a_keyring_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    (tmp_path / "keyring.json").mkdir()
    (tmp_path / "keyring.json" / "something").touch()
    with pytest.raises(KeyringRefused) as caught:
        Keyring.create().write(tmp_path / "keyring.json")
    assert str(caught.value) == (
        f"The keyring {tmp_path / 'keyring.json'} cannot be written (Is a directory). "
        "Check the directory's owner and space."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["keyring.json"]


def test_a_link_to_the_keyring_stays_a_link(tmp_path):
    real, link = tmp_path / "real.json", tmp_path / "keyring.json"
    Keyring.create().write(real)
    link.symlink_to(real)
    keyring = Keyring.create()
    keyring.write(link)
    assert link.is_symlink()
    assert Keyring.read(real) == keyring


@pytest.mark.parametrize(("user", "given"), [(0, True), (1000, False)])
def test_root_leaves_the_file_to_its_owner(tmp_path, monkeypatch, user, given):
    calls = []
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(os, "chown", lambda _name, uid, gid: calls.append((uid, gid)))
    path = tmp_path / "keyring.json"
    Keyring.create().write(path)
    assert calls == []
    Keyring.create().write(path)
    owner = path.stat()
    assert calls == ([(owner.st_uid, owner.st_gid)] if given else [])


def test_a_keyring_is_read_once_and_again_when_it_changes(tmp_path):
    path = tmp_path / "keyring.json"
    Keyring.create().write(path)
    first = Keyring.at(path)
    assert Keyring.at(str(path)) is first
    rotated = first.with_new_key_pair()
    rotated.write(path)
    assert Keyring.at(path) == rotated


def test_a_remembered_keyring_opened_to_others_is_refused(tmp_path):
    path: Path = tmp_path / "keyring.json"
    Keyring.create().write(path)
    Keyring.at(path)
    path.chmod(0o644)
    with pytest.raises(KeyringRefused):
        Keyring.at(path)


def test_a_folder_that_cannot_be_locked_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(KeyringRefused) as caught, Keyring.alone(tmp_path / "file" / "keyring.json"):
        pass
    assert str(caught.value) == (
        f"The folder of the keyring {tmp_path / 'file' / 'keyring.json'} cannot be locked (File exists). "
        "Run this as the user the program runs as, on a disk of this machine."
    )
