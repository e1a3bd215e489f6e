"""What is wrong with a form: raised while it is read, caught at its one door."""

from __future__ import annotations

from surveyapp.exchange.report import Refused, Remark


class FormError(Exception):
    """A form is broken or would do harm; ``remarks`` say where and why."""

    def __init__(self, *remarks: Remark) -> None:
        """Collect at least one remark."""
        super().__init__("; ".join(each.say("en") for each in remarks))
        self.remarks = remarks

    @property
    def refused(self) -> Refused:
        """Return the error as what became of the file."""
        return Refused(self.remarks)


def fault(where: str, german: str, english: str) -> FormError:
    """Return an error of one remark."""
    return FormError(Remark(where, {"de": german, "en": english}))


def cell(sheet: str, row: int, column: str = "") -> str:
    """Return a place in a workbook as its author finds it."""
    return f"{sheet}, row {row}" + (f", {column}" if column else "")
