"""Where rows work: one temporary folder, products prepared once and copied, all of it removed after."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.figures import SkippedError
from bench.product import Product
from tests.engines.postgresql import PostgreSQL


class Workshop:
    """A folder on the disk that is measured, and how often each thing is measured."""

    def __init__(self, folder: Path, *, repeats: int) -> None:
        self.folder, self.repeats = folder, repeats
        self._blank: Product | None = None

    @contextmanager
    def product(self, *, sink_url: str, **settings: str) -> Iterator[Product]:
        """Lend an installation with an administrator and nothing else; stop it afterwards."""
        if self._blank is None:
            self._blank = Product(self.new_folder(), sink_url=sink_url)
            self._blank.prepare()
        made = self._blank.copy(self.new_folder())
        made.env |= {"WECOM_LOOPBACK_ENDPOINT": sink_url} | settings
        with stopped_after(made):
            yield made

    @contextmanager
    def product_on_postgresql(self, *, sink_url: str, **settings: str) -> Iterator[Product]:
        """Lend an installation on a PostgreSQL server of its own that keeps what it commits.

        Raises:
            SkippedError: where no server is installed.
        """
        try:
            server = PostgreSQL(durable=True)
        except FileNotFoundError as missing:
            raise SkippedError(str(missing)) from missing
        with server:
            made = Product(self.new_folder(), sink_url=sink_url)
            made.env |= {"DATABASE_URL": server.create("bench")} | settings
            made.counted_along = (int((server.data / "postmaster.pid").read_text().split()[0]),)
            made.prepare()
            with stopped_after(made):
                yield made

    def new_folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self.folder))


@contextmanager
def stopped_after(product: Product) -> Iterator[Product]:
    """Stop a product at the end of the block, whatever happens in it."""
    try:
        yield product
    finally:
        product.stop()


@contextmanager
def workshop(place: Path, *, repeats: int) -> Iterator[Workshop]:
    """Open a workshop under `place` and clear it away at the end."""
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place, prefix="bench-") as folder:
        yield Workshop(Path(folder), repeats=repeats)
