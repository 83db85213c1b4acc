"""The keyring's file: readable by its owner alone, and replaced whole or not at all."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp

from sealing.errors import KeyringMissing, KeyringRefused

READABLE_BY_OTHERS = 0o077


def read_private(path: Path) -> bytes:
    """Read a file that only its owner may read.

    Raises KeyringMissing, or KeyringRefused where others may read it or we may not.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode & 0o777
            if not mode & READABLE_BY_OTHERS:
                return file.read()
    except FileNotFoundError:
        raise KeyringMissing(str(path)) from None
    except OSError as error:
        raise KeyringRefused(
            f"The keyring {path} cannot be read ({error.strerror}). Give it to the user this program runs as."
        ) from None
    raise KeyringRefused(
        f"The keyring {path} is open to other users (mode {mode:04o}). "
        f"Close it with: chmod 600 {path}. If others could read it, replace the keys."
    )


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
