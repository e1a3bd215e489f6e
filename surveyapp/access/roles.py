"""What staff may do: one function over a role and the county it is bound to."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What a staff account is for."""

    #: Runs the county's surveys and accounts.
    ADMIN = "admin"
    #: Reads results and keeps the inventory.
    PLANNER = "planner"


class Action(StrEnum):
    """What a person may want to do with something of a county."""

    VIEW = "view"
    EXPORT = "export"
    EDIT_INVENTORY = "edit_inventory"
    EDIT_AREAS = "edit_areas"
    RELEASE = "release"
    #: Say what answers are weighted to.
    WEIGH = "weigh"
    OPEN_WAVE = "open_wave"
    CLOSE_WAVE = "close_wave"
    ISSUE_CODES = "issue_codes"
    MANAGE_STAFF = "manage_staff"
    #: Read who wants to be called back, and delete it.
    READ_CONTACTS = "read_contacts"
    #: Read free texts, and approve wordings of them for everybody.
    READ_TEXTS = "read_texts"
    #: Say how long answers and lists are kept.
    EDIT_RETENTION = "edit_retention"
    EDIT_QUESTIONNAIRES = "edit_questionnaires"
    PUBLISH_QUESTIONNAIRE = "publish_questionnaire"
    #: Read what a data protection officer asks for.
    PREPARE_DOCUMENTS = "prepare_documents"
    #: Weigh what makes a need urgent, and try out what might be built.
    PLAN = "plan"
    #: Print sheets of paper, and key those that families filled in.
    KEY_SHEETS = "key_sheets"
    #: Say what was decided about a measure; families read it then.
    RESOLVE = "resolve"


ALLOWED: dict[Role, frozenset[Action]] = {
    Role.ADMIN: frozenset(Action),
    Role.PLANNER: frozenset(
        {
            *(Action.VIEW, Action.EXPORT, Action.EDIT_INVENTORY, Action.EDIT_AREAS, Action.RELEASE),
            *(Action.EDIT_QUESTIONNAIRES, Action.PLAN, Action.RESOLVE, Action.WEIGH),
            Action.KEY_SHEETS,
        }
    ),
}
"""Each role and what it may do in its own county."""


class Actor(Protocol):
    """A person who acts; a staff account is one."""

    @property
    def county_ags(self) -> str:
        """The county the person belongs to, five digits."""

    @property
    def role(self) -> str:
        """The person's role, one of ``Role``."""

    @property
    def is_active(self) -> bool:
        """Whether the account may still be used."""


def may(actor: Actor, action: Action, subject_county: str) -> bool:
    """Say whether ``actor`` may do ``action`` to something of the county ``subject_county``."""
    if not actor.is_active or actor.county_ags != subject_county:
        return False
    return action in ALLOWED[Role(actor.role)]
