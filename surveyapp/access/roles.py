"""What staff may do: one function over a role and the county it is bound to."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What a staff account is for."""

    #: Runs the county's surveys and accounts.
    ADMIN = "admin"
    #: Writes questionnaires and tries them out.
    DESIGNER = "designer"
    #: Runs waves: letters, codes, paper, opening and closing.
    FIELD = "field"
    #: Reads results, keeps the inventory and plans measures.
    PLANNER = "planner"
    #: Translates questionnaires; sees nothing else.
    TRANSLATOR = "translator"
    #: Keeps one facility of the county, and runs the survey of a family centre there.
    FACILITY = "facility"
    #: Reads rules, logs and documents as data protection officer; no answers.
    OFFICER = "officer"
    #: Reads what was released, as a member of the council.
    COUNCIL = "council"
    #: Reads what was released in any county, for the state.
    STATE = "state"
    #: Keeps the installation running; no answers, no surveys.
    OPERATOR = "operator"


class Action(StrEnum):
    """What a person may want to do with something of a county."""

    #: See surveys, their field work and the inventory.
    VIEW = "view"
    #: Read figures that were released.
    READ_RELEASED = "read_released"
    EXPORT = "export"
    #: Give treated answers, one row a family, to the office named in the documents.
    EXPORT_MICRODATA = "export_microdata"
    EDIT_INVENTORY = "edit_inventory"
    #: Keep what the register says of one's own facility.
    EDIT_FACILITY = "edit_facility"
    #: Watch the survey of one's own facility: answers as they come, devices, posters, released figures.
    FOLLOW_SURVEY = "follow_survey"
    EDIT_AREAS = "edit_areas"
    RELEASE = "release"
    #: Say what answers are weighted to.
    WEIGH = "weigh"
    #: Make surveys and waves, and plan how many families are asked.
    PLAN_FIELD = "plan_field"
    OPEN_WAVE = "open_wave"
    CLOSE_WAVE = "close_wave"
    ISSUE_CODES = "issue_codes"
    MANAGE_STAFF = "manage_staff"
    #: Give programs access to what they may read.
    MANAGE_TOKENS = "manage_tokens"
    #: Read who of the staff did what.
    READ_LOG = "read_log"
    #: Read who wants to be called back, and delete it.
    READ_CONTACTS = "read_contacts"
    #: Read free texts, and approve wordings of them for everybody.
    READ_TEXTS = "read_texts"
    #: Say how long answers and lists are kept.
    EDIT_RETENTION = "edit_retention"
    EDIT_QUESTIONNAIRES = "edit_questionnaires"
    #: Say as a second person that a questionnaire may be published.
    SIGN_OFF = "sign_off"
    PUBLISH_QUESTIONNAIRE = "publish_questionnaire"
    TRANSLATE = "translate"
    #: Read what a data protection officer asks for.
    PREPARE_DOCUMENTS = "prepare_documents"
    #: Weigh what makes a need urgent, and try out what might be built.
    PLAN = "plan"
    #: Print sheets of paper, and key those that families filled in.
    KEY_SHEETS = "key_sheets"
    #: Say what was decided about a measure; families read it then.
    RESOLVE = "resolve"
    #: Look after the installation: counties, long work, room on the disk.
    RUN_SYSTEM = "run_system"


_DESIGN = {Action.EDIT_QUESTIONNAIRES, Action.TRANSLATE, Action.SIGN_OFF}
_READ = {Action.READ_RELEASED, Action.EXPORT}
_FIELD = {
    *(Action.PLAN_FIELD, Action.OPEN_WAVE, Action.CLOSE_WAVE),
    *(Action.ISSUE_CODES, Action.KEY_SHEETS),
}

ALLOWED: dict[Role, frozenset[Action]] = {
    Role.ADMIN: frozenset(Action) - {Action.RUN_SYSTEM},
    Role.DESIGNER: frozenset({Action.VIEW, Action.READ_RELEASED, *_DESIGN}),
    Role.FIELD: frozenset({Action.VIEW, Action.READ_RELEASED, *_FIELD}),
    Role.PLANNER: frozenset(
        {
            *(Action.VIEW, Action.READ_RELEASED, Action.EXPORT, Action.EDIT_INVENTORY),
            *(Action.EDIT_AREAS, Action.RELEASE, Action.PLAN, Action.RESOLVE, Action.WEIGH),
            *(Action.KEY_SHEETS, *_DESIGN),
        }
    ),
    Role.TRANSLATOR: frozenset({Action.TRANSLATE}),
    Role.FACILITY: frozenset({Action.EDIT_FACILITY, Action.FOLLOW_SURVEY}),
    Role.OFFICER: frozenset({Action.PREPARE_DOCUMENTS, Action.READ_LOG, *_READ}),
    Role.COUNCIL: frozenset(_READ),
    Role.STATE: frozenset(_READ),
    Role.OPERATOR: frozenset({Action.RUN_SYSTEM}),
}
"""Each role and what it may do in its own county."""


EVERYWHERE = frozenset((Role.STATE, action) for action in _READ)
"""Who may do what in every county; nobody may do anything else outside of the own one."""


NO_FACILITY = 0
"""Stands where something belongs to the county as a whole, and not to one of its facilities."""


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


def own_facility(actor: Actor) -> int | None:
    """Return the facility an account keeps; accounts of other roles, and programs, have none."""
    found: int | None = getattr(actor, "place_id", None)
    return found


def reads_elsewhere(actor: Actor) -> bool:
    """Say whether ``actor`` may read what other counties have released."""
    return actor.is_active and (Role(actor.role), Action.READ_RELEASED) in EVERYWHERE


def may(actor: Actor, action: Action, subject_county: str, facility: int | None = None) -> bool:
    """Say whether ``actor`` may do ``action`` to something of the county ``subject_county``.

    ``facility`` is the place it is done to or belongs to, ``NO_FACILITY`` what belongs to none: who keeps
    one facility keeps no other, and sees no survey but its own. Left out, it asks whether there is
    anything in the county to which the actor may do it.
    """
    role = Role(actor.role)
    if facility is not None and role is Role.FACILITY and facility != own_facility(actor):
        return False
    is_near = actor.county_ags == subject_county or (role, action) in EVERYWHERE
    return actor.is_active and is_near and action in ALLOWED[role]
