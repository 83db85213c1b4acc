"""On what kind of file system a file lies: SQLite needs locks and shared memory that network ones lack."""

from __future__ import annotations

from pathlib import Path

MOUNTS = Path("/proc/self/mounts")
OF_A_NETWORK = {
    "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4",
    "smb2", "smb3", "smbfs",
}  # fmt: skip
# "fuse.sshfs" and its like; others, such as "fuse.mergerfs" and "fuseblk", are this machine's disks.
OF_A_NETWORK_BY_FUSE = {
    "ceph", "cephfs", "davfs", "gcsfuse", "glusterfs", "goofys", "juicefs", "lizardfs", "mfs", "rclone",
    "s3fs", "s3fs-fuse", "seaweedfs", "smbnetfs", "sshfs",
}  # fmt: skip


def network_kind(path: Path, *, mounts: str | None = None) -> str:
    """Return the network file system a path lies on, such as "nfs4", or nothing when it lies on none.

    `mounts` is the text of /proc/self/mounts; where a system has no such file nothing is known.
    """
    if mounts is None:
        mounts = MOUNTS.read_text() if MOUNTS.exists() else ""
    kind = _kind(path.resolve(), mounts)
    by_fuse, _, name = kind.partition(".")
    is_remote = name in OF_A_NETWORK_BY_FUSE if by_fuse == "fuse" else kind in OF_A_NETWORK
    return kind if is_remote else ""


def _kind(path: Path, mounts: str) -> str:
    """Return the kind of the deepest mount above a path; of two at one place the later one covers."""
    best, depth = "", -1
    for line in mounts.splitlines():
        _, place, kind, *_ = line.split(" ")
        mount = Path(_plain(place))
        if path.is_relative_to(mount) and len(mount.parts) >= depth:
            best, depth = kind, len(mount.parts)
    return best


def _plain(place: str) -> str:
    """Return a mount's place as it is: the kernel writes blanks and backslashes in octal."""
    for octal, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        place = place.replace(octal, character)
    return place
