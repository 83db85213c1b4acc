from __future__ import annotations


class Refused(Exception):  # noqa: N818  # it is no error: the rules say no
    """Say that the rules forbid this act now; `reason` is a whole sentence for the person who tried.

    Pages show it at the form (422), the API answers 409.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = str(reason)
