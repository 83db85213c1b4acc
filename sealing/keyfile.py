"""The keyring's file: readable by its owner alone, and replaced whole or not at all."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp

from sealing.errors import KeyringMissing, KeyringRefused

READABLE_BY_OTHERS = 0o077
WRITABLE_BY_OTHERS = 0o022
ROOT = 0


def read_private(path: Path) -> bytes:
    """Read a file that only its owner may read, and that nobody else may put another in place of.

    The owner is the user this program runs as, or root. What root runs also takes the file of whoever owns
    the folder: an administrator's command reads the keyring of the service.

    Raises KeyringMissing, or KeyringRefused where others may read or replace it, or we may not read it.
    """
    try:
        with path.open("rb") as file:
            seen, folder = os.fstat(file.fileno()), path.resolve().parent.stat()
            refusal = _refusal(path, seen, folder)
            if not refusal:
                return file.read()
    except FileNotFoundError:
        raise KeyringMissing(str(path)) from None
    except OSError as error:
        raise KeyringRefused(
            f"The keyring {path} cannot be read ({error.strerror}). Give it to the user this program runs as."
        ) from None
    raise KeyringRefused(refusal)


def _refusal(path: Path, seen: os.stat_result, folder: os.stat_result) -> str:
    """Say why a file is not private, or nothing."""
    mode, user = stat.S_IMODE(seen.st_mode), os.geteuid()
    if mode & READABLE_BY_OTHERS:
        return (
            f"The keyring {path} is open to other users (mode {mode:04o}). "
            f"Close it with: chmod 600 {path}. If others could read it, replace the keys."
        )
    if seen.st_uid not in {user, ROOT} | ({folder.st_uid} if user == ROOT else set()):
        return (
            f"The keyring {path} belongs to another user (number {seen.st_uid}), who could put other keys "
            "into it. Look whether they are yours, then give it to the user this program runs as, with chown."
        )
    if folder.st_mode & WRITABLE_BY_OTHERS and not folder.st_mode & stat.S_ISVTX:
        place = path.resolve().parent
        return (
            f"Others may replace the keyring {path}: they may write to its folder (mode "
            f"{stat.S_IMODE(folder.st_mode):04o}). Close it with: chmod go-w {place}"
        )
    return ""


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep whoever else would read, change and write this file out for the length of a `with`.

    It locks the file's folder, so that nothing is left behind and a replaced file does not matter.
    Raises KeyringRefused where somebody is at work already.
    """
    folder = path.resolve().parent
    with ExitStack() as closing:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(folder, os.O_RDONLY)
            closing.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise KeyringRefused(
                f"Another command is at work on the keyring {path}. Run this one again when that has ended."
            ) from None
        except OSError as error:
            raise KeyringRefused(
                f"The folder of the keyring {path} cannot be locked ({error.strerror}). "
                "Run this as the user the program runs as, on a disk of this machine."
            ) from None
        yield


def write_private(path: Path, data: bytes, *, new: bool) -> None:
    """Write a file of mode 0600 so that a crash leaves the old one or the new one, never half of it.

    `new` refuses to replace a file. Raises KeyringRefused where it may not be written.
    """
    place = path.resolve()  # a link stays a link
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _put(place, data, new=new)
    except FileExistsError:
        raise KeyringRefused(
            f"There is a keyring at {path} already. It stays: what it sealed could not be opened without it."
        ) from None
    except OSError as error:
        raise KeyringRefused(
            f"The keyring {path} cannot be written ({error.strerror}). Check the directory's owner and space."
        ) from None


def _put(place: Path, data: bytes, *, new: bool) -> None:
    descriptor, name = mkstemp(dir=place.parent, prefix=f".{place.name}.")  # mkstemp makes it 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _keep_owner(place, name)
        if new:
            os.link(name, place)
        else:
            Path(name).replace(place)
    finally:
        Path(name).unlink(missing_ok=True)
    _flush_directory(place.parent)


def _keep_owner(place: Path, name: str) -> None:
    # An administrator who rotates keys as root must not take the file from the service's user.
    with suppress(FileNotFoundError):
        owner = place.stat()
        if os.geteuid() == 0:
            os.chown(name, owner.st_uid, owner.st_gid)


def _flush_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
