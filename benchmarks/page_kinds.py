"""The kinds of pages ``make bench-pages`` measures, and how a browser gets to each.

A new kind is a new row. Without steps the address is opened and measured; with steps it is opened
first, and the page that the last step leads to is measured.
"""

from __future__ import annotations

from dataclasses import dataclass

Step = tuple[str, ...]
"""A verb (``press``, ``touch``, ``check``, ``fill``, ``select``), a selector, and a value for some.

``press`` leads to another page, ``touch`` waits for what it touches and stays; ``open`` at the end opens
the address anew."""

GO_ON: Step = ("press", ".main")
PASSWORD = "ein langes Kennwort"  # noqa: S105 - of a county that lives for one run
EMAIL = "admin@16065.example"


@dataclass(frozen=True)
class PageKind:
    """One kind of page."""

    name: str
    address: str
    steps: tuple[Step, ...] = ()
    #: Whether the device may keep pages for the time without network: what that loads is counted too.
    keeps: bool = False
    #: Whether the device says that it has no network.
    is_away: bool = False
    #: Whether the form on it was refused: Chromium itself remarks on the status in its console.
    is_refusal: bool = False


def questions(name: str, document: str) -> PageKind:
    """Return the first page of questions of a mini-questionnaire."""
    return PageKind(name, f"/f/{document.replace('_', '-')}/", (GO_ON,))


_TO_REVIEW = (GO_ON, ("check", "[name=advice][value=yes]"), GO_ON)
_CONTACT = "/f/contact-form/"
_RESULTS = "/ergebnisse/familie-16065"
CODE = "CODE"
"""Stands for an invitation code of the survey that needs one."""
_WITH_CODE: tuple[Step, ...] = (("fill", "#code", CODE), GO_ON)
_SENT_WITHOUT_NETWORK: tuple[Step, ...] = (
    ("touch", "#view form .main"),
    ("touch", "#view [value=next]"),
    ("touch", "#view [value=send]"),
    ("touch", "#view [data-act=send]"),
    ("open",),
)

FAMILIES = (
    PageKind("home", "/"),
    PageKind("start", "/f/familie/"),
    PageKind("start with a code", "/f/skip-rule/"),
    PageKind("start at a kiosk", "/f/familie/kiosk"),
    PageKind("start with a helper", "/f/familie/begleitet"),
    PageKind("start with a helper and a code", "/f/skip-rule/begleitet"),
    PageKind("first page of the family survey", "/f/familie/", (GO_ON,)),
    PageKind("the same, kept on the device", "/f/familie/", (GO_ON,), keeps=True),
    PageKind("first page with a code", "/f/skip-rule/", _WITH_CODE),
    questions("choices", "exclusive"),
    questions("matrix", "matrix_rows"),
    questions("number", "number_limits"),
    questions("ranking", "ranking"),
    questions("municipality", "municipality"),
    questions("text", "text"),
    questions("list", "repeat_children"),
    PageKind("mistakes", "/f/every-type/", (GO_ON, GO_ON), is_refusal=True),
    PageKind("review", _CONTACT, _TO_REVIEW),
    PageKind("thanks", _CONTACT, (*_TO_REVIEW, ("press", "[value=send]"))),
    PageKind("code to go on", "/f/familie/", (GO_ON, ("press", "[value=pause]"))),
    PageKind("going on with a code", "/f/familie/fortsetzen"),
    PageKind("page for dead spots", "/f/familie/ohne-netz", is_away=True),
    PageKind("page for dead spots, with a code", "/f/skip-rule/ohne-netz", is_away=True),
    PageKind("waiting without network", "/f/text/ohne-netz", _SENT_WITHOUT_NETWORK, is_away=True),
    PageKind("what was said", f"{_RESULTS}/familien"),
    PageKind("what was said, not yet", "/ergebnisse/familie/familien"),
    PageKind("advice", "/f/familie/beratung"),
    PageKind("contact", "/f/contact-form/kontakt"),
    PageKind("withdraw", "/f/familie/widerruf"),
    PageKind("anonymity", "/f/familie/anonymitaet"),
    PageKind("privacy", "/f/familie/datenschutz"),
    PageKind("privacy in plain language", "/f/familie/datenschutz-leicht"),
    PageKind("accessibility", "/barrierefreiheit"),
)
"""Pages for families; their limits are promises."""

DOCUMENTS = ("contact_form", "every_type", "exclusive", "matrix_rows", "municipality",
             "number_limits", "ranking", "repeat_children", "text")  # fmt: skip
"""Mini-questionnaires that open surveys ask; their rows stand above."""

RESULTS = (
    PageKind("results: overview", f"{_RESULTS}/"),
    PageKind("results: need and supply", f"{_RESULTS}/bedarf-und-angebot"),
    PageKind("results: important and content", f"{_RESULTS}/wichtig-und-zufrieden"),
    PageKind("results: who answered", f"{_RESULTS}/wer-hat-geantwortet"),
    PageKind("results: all questions", f"{_RESULTS}/alle-fragen"),
)
"""Public pages of results; measured, without a limit yet."""


def _staff(name: str, address: str) -> PageKind:
    """Return a staff page; the steps sign in and follow a link to it."""
    sign_in: tuple[Step, ...] = (
        ("fill", "#email", EMAIL),
        ("fill", "#password", PASSWORD),
        ("press", "main button"),
    )
    return PageKind(name, "/verwaltung/anmelden", (*sign_in, ("press", f"a[href='{address}']")))


STAFF = (
    PageKind("staff: sign in", "/verwaltung/anmelden"),
    _staff("staff: a survey", "/verwaltung/befragungen/familie/"),
    _staff("staff: places", "/verwaltung/bestand/"),
    _staff("staff: questionnaires", "/verwaltung/fragebogen/"),
)
"""Main pages of staff; measured, without a limit yet."""
