"""What the page „Gewichtung“ shows, as typed values and German sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from surveyapp.inventory.rows import Fault
from surveyapp.region import packaged
from surveyapp.services.field.plan import parts_of
from surveyapp.services.releasing.setting import Setting, read_setting
from surveyapp.services.run_bounded import Unfinished
from surveyapp.services.weighting.bring_in import Totals, TotalsRefused
from surveyapp.services.weighting.decide import LEAVE_OUT, WITH_CODES, WeighStep, known_letters
from surveyapp.services.weighting.overview import (
    Look,
    Overview,
    Question,
    Row,
    before_closing,
    look_at,
)
from surveyapp.services.weighting.traits import CHILD, STRATUM, outgrown
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff.stock import Finding, Findings

LEAVE_OUT_VALUE = "-"
"""What a form sends for leaving a trait out."""

BETWEEN = "|"
"""Stands between trait and category in the name of a field."""

ALIKE = 0.02
"""Difference of two shares up to which they count as the same, in words."""

OLD_YEARS = 3
"""Age of packaged numbers in years from which on the page points to newer ones."""

MOST_FAULTS = 200


@dataclass(frozen=True, slots=True)
class RowView:
    """One category in words."""

    label: str
    register: str
    answers: str
    effect: str


@dataclass(frozen=True, slots=True)
class TraitView:
    """One trait with its table."""

    name: str
    label: str
    origin: str
    rows: tuple[RowView, ...]
    has_answers: bool
    #: What was decided, in sentences; empty without a decision.
    decided: tuple[str, ...] = ()
    is_given: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be decided."""

    value: str
    label: str
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A group with too few families, and what can be decided."""

    field: str
    margin: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way families with letters can have been chosen."""

    value: str
    label: str
    hint: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PartView:
    """One part letters went to, with what is known or was typed of its families."""

    name: str
    label: str
    letters: str
    families: str


@dataclass(frozen=True, slots=True)
class DrawingView:
    """How the wave was drawn; without ways where anybody may answer."""

    ways: tuple[Way, ...] = ()
    parts: tuple[PartView, ...] = ()
    facilities: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class WeightingPage:
    """Everything on the page."""

    slug: str
    title: str
    number: int
    wave: str
    is_closed: bool
    is_open_to_anybody: bool
    #: How many answers a random sample would need for the same certainty; empty while unknown.
    result: str
    explanation: str
    problem: str
    questions: tuple[QuestionView, ...]
    #: All proposals as fields of a form, and what they come to, in sentences.
    accepted: tuple[tuple[str, str], ...]
    outcome: tuple[str, ...]
    traits: tuple[TraitView, ...]
    drawing: DrawingView
    #: What became of totals whose groups are no more, in sentences.
    outgrown: tuple[str, ...] = ()
    attribution: tuple[str, ...] = (packaged.REGISTER, packaged.CENSUS_GRID)
    errors: Findings = field(default_factory=Findings)


def weighting_page(
    session: Session,
    survey: Survey,
    wave: Wave,
    day: date,
    *,
    drawing: DrawingView | None = None,
    refused: TotalsRefused | None = None,
) -> WeightingPage:
    """Return the page of a wave; ``drawing`` and ``refused`` are what was sent and has to be mended."""
    setting = read_setting(session, wave)
    seen = look_at(session, setting) if wave.state == "closed" else before_closing(setting)
    overview = before_closing(setting) if isinstance(seen, Unfinished) else seen
    result, explanation = _result(overview)
    return WeightingPage(
        slug=survey.slug,
        title=survey.title,
        number=wave.number,
        wave=_("Welle %(number)s", number=wave.number),
        is_closed=wave.state == "closed",
        is_open_to_anybody=wave.sampling == "open",
        result=result,
        explanation=explanation,
        problem=_unfinished(seen) if isinstance(seen, Unfinished) else overview.problem,
        questions=tuple(_question(each) for each in overview.questions),
        accepted=tuple(
            (f"{margin}{BETWEEN}{category}", into or LEAVE_OUT_VALUE)
            for margin, category, into in overview.accepted
        ),
        outcome=tuple(_outcome(label, names) for label, names in overview.outcome),
        traits=tuple(_trait(each, setting, day) for each in overview.looks),
        drawing=drawing or drawing_view(session, setting),
        outgrown=tuple(_outgrown(trait.label) for trait in outgrown(setting)),
        errors=_faults(refused.rows) if refused is not None else Findings(),
    )


def _outgrown(label: str) -> str:
    return _(
        "Ihre Zahlen zu „%(label)s“ nennen Gruppen, die es so nicht mehr gibt, etwa weil die Gebiete neu "
        "eingeteilt sind. Bitte lesen Sie neue Zahlen ein.",
        label=label,
    )


def _unfinished(why: Unfinished) -> str:
    busy = _("Gerade wird für andere gerechnet. Bitte laden Sie die Seite in einer Minute neu.")
    return {Unfinished.BUSY: busy}.get(
        why,
        _("Die Antworten konnten nicht ausgezählt werden. Bitte wenden Sie sich an den Betrieb."),
    )


def _result(overview: Overview) -> tuple[str, str]:
    if not overview.effective:
        return "", ""
    words = _(
        "Ihre %(families)s Antworten zählen wie etwa %(effective)s.",
        families=format_decimal(overview.families),
        effective=format_decimal(overview.effective),
    )
    why = _(
        "Wenn manche Antworten stärker zählen als andere, werden die Ergebnisse gerechter, aber etwas "
        "ungenauer: so genau wie eine reine Zufallsauswahl von %(effective)s Familien.",
        effective=format_decimal(overview.effective),
    )
    if overview.clusters > 1:
        why += " " + _(
            "Familien aus derselben Einrichtung antworten ähnlich. Auch das ist eingerechnet."
        )
    return words, why


def _question(question: Question) -> QuestionView:
    options = [
        Option(
            each.code,
            _("mit „%(label)s“ zusammenfassen", label=each.label),
            each.code == question.proposal,
        )
        for each in question.neighbours
    ]
    leave_out = _("„%(label)s“ ganz weglassen", label=question.margin_label)
    options.append(Option(LEAVE_OUT_VALUE, leave_out, question.proposal == LEAVE_OUT))
    return QuestionView(
        field=f"{question.margin}{BETWEEN}{question.category}",
        margin=question.margin_label,
        label=question.label,
        options=tuple(options),
    )


def _outcome(label: str, names: str) -> str:
    if not names:
        return _("„%(label)s“ wird weggelassen.", label=label)
    return _("%(label)s: %(names)s", label=label, names=names)


def _trait(look: Look, setting: Setting, day: date) -> TraitView:
    has_answers = any(row.answers is not None or row.is_small for row in look.rows)
    return TraitView(
        name=look.name,
        label=look.label,
        origin=_origin(look, day),
        rows=tuple(_row(row, has_answers=has_answers) for row in look.rows),
        has_answers=has_answers,
        decided=tuple(_decided(look)),
        is_given=look.is_given and look.name in {each.name for each in setting.given},
    )


def _origin(look: Look, day: date) -> str:
    if look.name == STRATUM:
        return _("Quelle: Ihre Angaben, wie die Familien ausgewählt wurden.")
    whom = _("Gezählt sind Kinder.") if look.unit == CHILD else _("Gezählt sind Familien.")
    origin = _("Quelle: %(source)s. Stand: %(day)s.", source=look.source, day=look.as_of)
    newer = _("Neuere Zahlen hat Ihr Einwohnermeldeamt; Sie können sie unten einlesen.")
    return f"{whom} {origin}" + (f" {newer}" if _is_old(look, day) else "")


def _is_old(look: Look, day: date) -> bool:
    written = look.as_of[-4:]
    return not look.is_given and written.isdigit() and day.year - int(written) > OLD_YEARS


def _row(row: Row, *, has_answers: bool) -> RowView:
    register = _("unbekannt") if row.register is None else format_percent(row.register)
    if not has_answers:
        return RowView(row.label, register, "", "")
    if row.is_small:
        return RowView(row.label, register, _("unter 20"), _("zu wenige Familien"))
    answers = "–" if row.answers is None else format_percent(row.answers)
    return RowView(row.label, register, answers, _effect(row))


def _effect(row: Row) -> str:
    if row.register is None or row.answers is None:
        return ""
    if abs(row.register - row.answers) <= ALIKE:
        return _("passt etwa")
    return _("zählt stärker") if row.answers < row.register else _("zählt schwächer")


def _decided(look: Look) -> Iterator[str]:
    if look.is_left_out:
        yield _("Auf dieses Merkmal wird nicht gewichtet. So haben Sie es entschieden.")
    for group in look.merged:
        yield _("Zusammengefasst: %(names)s.", names=" + ".join(group))


# How the wave was drawn


def drawing_view(session: Session, setting: Setting) -> DrawingView:
    """Return how a wave was drawn, as far as somebody said."""
    wave = setting.wave
    # What the plan of the sample knew is proposed until somebody says it.
    planned = parts_of(session, wave.id)
    families = {name: str(part.families) for name, part in planned.items()}
    families |= {each.name: str(each.families) for each in setting.strata}
    facilities = str(wave.facilities or "")
    return typed_drawing(session, wave, wave.sampling, facilities, families)


def typed_drawing(
    session: Session,
    wave: Wave,
    sampling: str,
    facilities: str,
    families: dict[str, str],
    error: str = "",
) -> DrawingView:
    """Return the form with what somebody typed."""
    if wave.sampling == "open":
        return DrawingView()
    letters = known_letters(session, wave)
    parts = [
        PartView(
            name, name or _("Ganzer Landkreis"), format_decimal(number), families.get(name, "")
        )
        for name, number in sorted(letters.items())
    ]
    ways = [Way(value, *_ways()[value], value == sampling) for value in WITH_CODES]
    return DrawingView(tuple(ways), tuple(parts), facilities, error)


def _ways() -> dict[str, tuple[str, str]]:
    return {
        "all": (
            _("Alle Familien bekamen einen Brief"),
            _("Mehr müssen Sie nicht eintragen."),
        ),
        "random": (
            _("Das Los hat entschieden"),
            _("Tragen Sie unten ein, wie viele Familien es in jedem Teil gibt."),
        ),
        "cluster": (
            _("Einige Einrichtungen haben die Briefe verteilt"),
            _("Jeder Teil heißt wie seine Einrichtung. Tragen Sie ein, wie viele solche es gibt."),
        ),
    }


def step_sentence(step: WeighStep) -> tuple[str, str]:
    """Return how an attempt to say something ended, and the kind of message."""
    return {
        WeighStep.DONE: (_("Gespeichert."), "success"),
        WeighStep.TOO_EARLY: (
            _(
                "Die Gewichtung gibt es, sobald die Welle geöffnet ist: Dann steht fest, was sie fragt."
            ),
            "info",
        ),
        WeighStep.UNKNOWN: (
            _(
                "Das passt nicht mehr zu dieser Seite und wurde nicht gespeichert. Bitte sehen Sie sich "
                "die "
                "Seite noch einmal an."
            ),
            "danger",
        ),
        WeighStep.FEWER_THAN_LETTERS: (
            _("Es kann nicht weniger Familien geben als Briefe. Bitte prüfen Sie die Zahlen."),
            "danger",
        ),
        WeighStep.FEWER_FACILITIES: (
            _(
                "Es gibt mindestens so viele Einrichtungen, wie Briefe verteilt haben. Bitte prüfen Sie "
                "die Zahl."
            ),
            "danger",
        ),
        WeighStep.OPEN_TO_ANYBODY: (
            _("Diese Auswahl gibt es nicht. Bitte wählen Sie eine der drei Möglichkeiten."),
            "danger",
        ),
    }.get(step, (_("Das darf in Ihrem Landkreis niemand mit Ihrer Rolle."), "danger"))


def taken_over(done: Totals) -> str:
    """Return what was read from a table."""
    number = len(done.margins) + bool(done.strata)
    return _(
        "Eingelesen: %(number)s. Bitte sehen Sie sich die Anteile unten an.", number=_traits(number)
    )


def _traits(number: int) -> str:
    return _("ein Merkmal") if number == 1 else _("%(number)s Merkmale", number=number)


def _faults(faults: Sequence[Fault]) -> Findings:
    shown = tuple(
        Finding(
            _("Zeile %(row)s", row=each.row) if each.row else _("Datei"),
            each.column,
            each.value,
            f"{each.reason} {each.cure}",
        )
        for each in faults[:MOST_FAULTS]
    )
    return Findings(shown, max(0, len(faults) - MOST_FAULTS))
