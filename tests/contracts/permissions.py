"""Every address: what one must be allowed to, and what three people get who are there by the table.

One line of ``permissions.txt`` an address: method, what it needs (an ``Action``, one of two as
``view|follow_survey``, ``long_work``, ``signed_in`` or ``everybody``), the status for nobody, for somebody
of the own county who may, and for somebody of another county who might do it there.
A survey of another county does not exist (404), nor, for the people of a facility, one that is not theirs;
a page that names none shows everybody the own county.
Who is signed in and may not gets 403, and on the pages of results the same as nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from surveyapp.access.roles import ALLOWED, Action, Role

EVERYBODY, SIGNED_IN = "everybody", "signed_in"

TABLE = Path(__file__).with_suffix(".txt")


@dataclass(frozen=True)
class Row:
    """One address and who gets what of it."""

    method: str
    needs: str
    nobody: int
    own: int
    foreign: int
    rule: str

    def is_for(self, role):
        """Say whether a role may come here at all."""
        wanted = LONG_WORK if self.needs == "long_work" else set(self.needs.split("|"))
        return self.needs in (EVERYBODY, SIGNED_IN) or not wanted.isdisjoint(ALLOWED[role])

    def of(self, role, *, is_foreign=False):
        """Return the status somebody with a role gets."""
        if not self.is_for(role):
            return 403 if self.nobody == 302 else self.nobody
        if self.rule == START and "view" not in ALLOWED[role]:
            return 302  # to where the role begins
        return self.foreign if is_foreign or self.is_of_another(role) else self.own

    def is_of_another(self, role):
        """Say whether the survey of the table is not theirs: it belongs to no facility."""
        wanted = set(self.needs.split("|")) & ALLOWED[role]
        return role is Role.FACILITY and "follow_survey" in wanted


START = "/verwaltung/"

LONG_WORK = {
    *(Action.RELEASE, Action.PREPARE_DOCUMENTS, Action.PLAN, Action.EDIT_INVENTORY),
    *(Action.EXPORT_MICRODATA, Action.EDIT_QUESTIONNAIRES, Action.ISSUE_CODES),
}
"""Who may do one of these may have long work of the own, which is ``long_work`` in the table."""


def _row(line):
    method, needs, nobody, own, foreign, rule = line.split(maxsplit=5)
    return Row(method, needs, int(nobody), int(own), int(foreign), rule)


ROWS = [_row(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]

PEOPLE = {
    "nobody": None,
    **{f"own {role}": (role, False) for role in Role},
    "foreign admin": (Role.ADMIN, True),
}
"""Name of a person to role and whether of another county; None for who is not signed in."""


def expected(row, person):
    """Return the status a person of ``PEOPLE`` gets of an address."""
    who = PEOPLE[person]
    return row.nobody if who is None else row.of(who[0], is_foreign=who[1])
