"""The course of a wave: each step with its state, and where the next one is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from surveyapp.access.roles import Action, may
from surveyapp.services.letters import standing
from surveyapp.storage.releases import Release
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the course."""

    label: str
    #: done, now or later.
    state: str
    #: What to do in this step; shown for the present one.
    about: str = ""
    #: Pages for it: address and label, as far as the actor may open them.
    links: tuple[tuple[str, str], ...] = ()


Links = Sequence[tuple[Action, str, str]]


@dataclass(frozen=True, slots=True)
class _Part:
    label: str
    is_done: bool
    about: str
    #: Action somebody must be allowed, endpoint, label.
    links: Links = ()


def course_of(
    survey: Survey, wave: Wave, done: Release | None, actor: Staff, *, is_rolling: bool
) -> tuple[Step, ...]:
    """Return all steps of a wave; the first that is not done is the present one."""
    parts = list(_parts(wave, done, is_rolling=is_rolling))
    now = next((at for at, part in enumerate(parts) if not part.is_done), len(parts))
    return tuple(
        Step(
            part.label,
            "done" if part.is_done else "now" if at == now else "later",
            part.about,
            tuple(_links(part, survey, wave, actor)) if at == now else (),
        )
        for at, part in enumerate(parts)
    )


def _links(part: _Part, survey: Survey, wave: Wave, actor: Staff) -> Iterator[tuple[str, str]]:
    for action, endpoint, label in part.links:
        if may(actor, action, survey.county_ags):
            place: dict[str, Any] = {"slug": survey.slug}
            if endpoint in _OF_A_WAVE:
                place["number"] = wave.number
            yield url_for(f"staff.{endpoint}", **place), label


_OF_A_WAVE = {"sample", "returns", "weighting"}


def _parts(wave: Wave, done: Release | None, *, is_rolling: bool) -> Iterator[_Part]:
    has_codes = wave.sampling != "open"
    is_begun, is_closed = wave.state != "planned", wave.state == "closed"
    yield _Part(_("Geplant"), is_done=True, about="")
    if has_codes:
        yield _letters(is_done=is_begun or standing(wave.id).is_issued)
    yield _opening(is_done=is_begun, has_codes=has_codes)
    if has_codes:
        yield _reminding(is_done=is_closed or wave.listed_on is not None)
    yield _closing(is_done=is_closed, is_rolling=is_rolling)
    yield _weighing(is_done=done is not None)
    yield _showing(is_done=done is not None and done.is_public)


def _letters(*, is_done: bool) -> _Part:
    about = _(
        "Verteilen Sie die Briefe auf die Gebiete, geben Sie dann die Codes aus und drucken Sie die Briefe."
    )
    links = (
        (Action.PLAN_FIELD, "sample", _("Stichprobe planen")),
        (Action.ISSUE_CODES, "letters", _("Codes und Briefe")),
    )
    return _Part(_("Briefe"), is_done, about, links)


def _opening(*, is_done: bool, has_codes: bool) -> _Part:
    with_codes = _(
        "Öffnen Sie die Welle, bevor die Briefe ankommen. Erst dann können Familien antworten."
    )
    without = _(
        "Öffnen Sie die Welle und machen Sie die Adresse bekannt, zum Beispiel mit einem Aushang."
    )
    links = (
        (Action.KEY_SHEETS, "papers", _("Papierbögen und Aushänge")),
        (Action.VIEW, "on_site", _("Geräte vor Ort")),
    )
    return _Part(_("Offen"), is_done, with_codes if has_codes else without, links)


def _reminding(*, is_done: bool) -> _Part:
    about = _(
        "Sehen Sie nach, wo Antworten fehlen, und erinnern Sie nach etwa zwei Wochen. Papierbögen geben "
        "Sie "
        "ein, solange die Welle offen ist."
    )
    links = (
        (Action.VIEW, "returns", _("Rücklauf")),
        (Action.ISSUE_CODES, "letters", _("Erinnern")),
        (Action.KEY_SHEETS, "papers", _("Papierbögen eingeben")),
        (Action.VIEW, "on_site", _("Geräte vor Ort")),
        (Action.READ_CONTACTS, "contacts", _("Kontaktwünsche")),
    )
    return _Part(_("Erinnerung"), is_done, about, links)


def _closing(*, is_done: bool, is_rolling: bool) -> _Part:
    by_hand = _(
        "Schließen Sie die Welle, wenn kaum noch Antworten kommen. Dann werden alle Antworten gemeinsam "
        "geöffnet."
    )
    by_itself = _("Die Welle schließt am Ende des Zeitraums von selbst, und die nächste beginnt.")
    links = (
        (Action.VIEW, "returns", _("Rücklauf")),
        (Action.KEY_SHEETS, "papers", _("Papierbögen und Aushänge")),
        (Action.READ_CONTACTS, "contacts", _("Kontaktwünsche")),
    )
    return _Part(_("Geschlossen"), is_done, by_itself if is_rolling else by_hand, links)


def _weighing(*, is_done: bool) -> _Part:
    about = _("Entscheiden Sie unter „Gewichtung“, was offen ist, und lassen Sie dann rechnen.")
    links = ((Action.WEIGH, "weighting", _("Gewichtung")),)
    return _Part(_("Gewichtet und berechnet"), is_done, about, links)


def _showing(*, is_done: bool) -> _Part:
    about = _("Sehen Sie die Ergebnisse in Ruhe an. Dann zeigen Sie sie allen.")
    return _Part(_("Veröffentlicht"), is_done, about)
