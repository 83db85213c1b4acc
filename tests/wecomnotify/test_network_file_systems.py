"""A database on a network file system is refused before it can break."""

from __future__ import annotations

from pathlib import Path

import pytest

from wecomnotify import database_file, file_systems, one_host
from wecomnotify.file_systems import network_kind
from wecomnotify.one_host import SecondHostError

MOUNTS = r"""/dev/vda1 / ext4 rw,relatime 0 0
filer:/export /srv/shared nfs4 rw,relatime 0 0
/dev/vdb /srv/shared/local xfs rw 0 0
//filer/team /mnt/team\040files cifs rw 0 0
ops@host: /mnt/ssh fuse.sshfs rw 0 0
/dev/sdc1 /mnt/stick fuseblk rw 0 0
pool /mnt/pool fuse.mergerfs rw 0 0
tmpfs /mnt/twice tmpfs rw 0 0
share /mnt/twice 9p rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/wecomnotify/db.sqlite3", ""),
        ("/srv/shared/wecomnotify/db.sqlite3", "nfs4"),
        ("/srv/shared/local/db.sqlite3", ""),
        ("/srv/sharedness/db.sqlite3", ""),
        ("/mnt/team files/db.sqlite3", "cifs"),
        ("/mnt/ssh/db.sqlite3", "fuse.sshfs"),
        ("/mnt/stick/db.sqlite3", ""),
        ("/mnt/pool/db.sqlite3", ""),
        ("/mnt/twice/db.sqlite3", "9p"),
    ],
)
def test_the_deepest_mount_decides(path, kind):
    assert network_kind(Path(path), mounts=MOUNTS) == kind


def test_a_link_is_followed(tmp_path):
    (tmp_path / "var").symlink_to("/srv/shared")

    assert network_kind(tmp_path / "var/db.sqlite3", mounts=MOUNTS) == "nfs4"


def test_where_mounts_are_not_listed_nothing_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(file_systems, "MOUNTS", tmp_path / "none")

    assert network_kind(tmp_path) == ""


@pytest.mark.sqlite
def test_the_product_does_not_start_on_one(tmp_path, monkeypatch, db):
    mounts = tmp_path / "mounts"
    mounts.write_text("filer:/export / nfs rw 0 0\n")
    monkeypatch.setattr(file_systems, "MOUNTS", mounts)

    with pytest.raises(SecondHostError) as refused, one_host.alone():
        pass

    assert str(refused.value) == (
        f"{database_file.current_file()} lies on a network file system (nfs), where SQLite is not safe. "
        "Set DATA_DIR to a folder of this machine's own disk, or DATABASE_URL to a PostgreSQL database."
    )
