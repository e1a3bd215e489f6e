"""What is said of a file while it is read."""

from __future__ import annotations

from surveyapp.exchange.report import Remark

MOST_REMARKS = 500
"""Most remarks of one kind; whoever reads more has stopped reading."""


class Notes:
    """Collects remarks, each only once."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.changed: list[Remark] = []
        self.dropped: list[Remark] = []
        self.errors: list[Remark] = []
        #: Settings of look and running that have no counterpart, named together.
        self.looks: set[str] = set()

    def change(self, where: str, german: str, english: str) -> None:
        """Say that something came over with a change."""
        self._add(self.changed, where, german, english)

    def drop(self, where: str, german: str, english: str) -> None:
        """Say that something did not come over."""
        self._add(self.dropped, where, german, english)

    def refuse(self, where: str, german: str, english: str) -> None:
        """Say why the file is refused."""
        self._add(self.errors, where, german, english)

    @staticmethod
    def _add(to: list[Remark], where: str, german: str, english: str) -> None:
        remark = Remark(where, {"de": german, "en": english})
        if len(to) < MOST_REMARKS and remark not in to:
            to.append(remark)
