"""What the page of a sample shows: sentences first, then each area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from surveyapp.services.field import plan as service
from surveyapp.services.field.plan import Closely, Line, Plan, Wanted
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff.sample_forms import AreaRow

NOTICEABLE_EFFECT = 1.02
"""Design effect below which nobody notices that chances differ."""

MOST_NAMED = 6
"""Areas without figures that are named; of more the number says it."""


@dataclass(frozen=True, slots=True)
class RowView:
    """One area: what was typed, and what follows."""

    code: str
    name: str
    families: str
    rate: str
    is_wrong: bool
    letters: str = "–"
    answers: str = "–"
    width: str = "–"
    needed: str = "–"
    note: str = ""


@dataclass(frozen=True, slots=True)
class SamplePage:
    """The plan of a sample."""

    slug: str
    survey: str
    number: int
    #: The most important sentence: answers and width for the county.
    headline: str
    #: The same for one area somebody chose.
    near: tuple[str, ...]
    sentences: tuple[str, ...]
    #: Parts of the letters with their numbers, where there are several.
    parts: tuple[tuple[str, str], ...]
    rows: tuple[RowView, ...]
    #: Header of the column for the wished width; empty without a wish.
    needed_header: str
    source: str
    #: Why it cannot be kept; empty where it can.
    not_kept: str
    errors: tuple[tuple[str, str], ...]


def sample_page(
    survey: Survey,
    wave: Wave,
    rows: Sequence[AreaRow],
    found: Plan | None,
    wanted: Wanted | None,
    not_kept: str,
    near: Closely | None = None,
) -> SamplePage:
    """Return the page of a plan, with more words about the area ``near``; without one what was typed."""
    lines = {line.area.code: line for line in found.lines} if found else {}
    has_plan = found is not None and wanted is not None
    width = wanted.width if wanted else None
    return SamplePage(
        slug=survey.slug,
        survey=survey.title,
        number=wave.number,
        headline=_headline(wanted, found) if found and wanted else "",
        near=tuple(_near_words(wanted, near)) if wanted and near else (),
        sentences=tuple(_sentences(wanted, found)) if found and wanted else (),
        parts=_parts(found) if has_plan and found else (),
        rows=tuple(_row(row, lines.get(row.area.code)) for row in rows),
        needed_header=_("Briefe für ± %(width)s Punkte", width=width) if width else "",
        source=_source(survey),
        not_kept=not_kept,
        errors=tuple((row.area.code, row.error) for row in rows if row.error),
    )


def points(half_width: float | None) -> str:
    """Return half an interval as people say it."""
    if half_width is None:
        return _("zu wenige Antworten")
    return _("± %(points)s Punkte", points=format_decimal(round(half_width * 100, 1)))


def _headline(wanted: Wanted, found: Plan) -> str:
    words = {
        "letters": format_decimal(found.letters),
        "answers": format_decimal(found.answers),
        "share": wanted.share,
        "points": points(found.half_width),
    }
    if found.half_width is None:
        return _(
            "Mit %(letters)s Briefen antworten etwa %(answers)s Familien. Das ist zu wenig für eine "
            "Aussage.",
            **words,
        )
    return _(
        "Mit %(letters)s Briefen antworten etwa %(answers)s Familien. Ein Anteil von etwa %(share)s %% "
        "ist für den "
        "ganzen Landkreis dann auf %(points)s genau.",
        **words,
    )


def _near_words(wanted: Wanted, near: Closely) -> Iterator[str]:
    """Say what the plan gives for one area, and what the wished width takes there."""
    line = near.line
    words = {"name": line.area.name, "points": points(line.half_width)}
    yield _(
        "%(name)s: Von den %(all)s Briefen gehen %(letters)s dorthin, etwa %(answers)s Familien antworten: "
        "%(points)s.",
        all=format_decimal(wanted.letters),
        letters=format_decimal(line.letters),
        answers=format_decimal(line.answers),
        **words,
    )
    if wanted.width is not None:
        yield _needed_there(wanted.width, line)
    if near.all_letters > line.letters:
        yield _(
            "Gingen %(letters)s Briefe nur dorthin, wären es %(points)s.",
            letters=format_decimal(near.all_letters),
            points=points(near.all_there),
        )


def _needed_there(width: int, line: Line) -> str:
    words = {"width": width, "name": line.area.name}
    if line.needed is None:
        return _(
            "± %(width)s Punkte sind für %(name)s mit diesem Rücklauf nicht zu erreichen: Es gibt dort nur "
            "etwa %(families)s Familien.",
            families=format_decimal(line.area.families),
            **words,
        )
    return _(
        "Für ± %(width)s Punkte in %(name)s brauchen Sie dort etwa %(letters)s Briefe.",
        letters=format_decimal(line.needed),
        **words,
    )


def _sentences(wanted: Wanted, found: Plan) -> Iterator[str]:
    best = max(found.lines, key=lambda line: line.answers)
    if best.half_width is not None and len(found.lines) > 1:
        yield _(
            "Am genauesten wird es für %(name)s: %(points)s.",
            name=best.area.name,
            points=points(best.half_width),
        )
    if wanted.width is not None:
        yield _needed_words(wanted.width, found.needed)
    if found.effect is not None and found.effect > NOTICEABLE_EFFECT:
        yield _(
            "Die Gebiete werden ungleich stark befragt. Für den ganzen Landkreis ist das so, als fehlten "
            "%(percent)s %% der Antworten; dafür weiß man über kleine Gebiete mehr.",
            percent=round(100 * (1 - 1 / found.effect)),
        )
    hidden = [line.area.name for line in found.lines if not line.is_shown]
    if len(hidden) > MOST_NAMED:
        yield _(
            "%(number)s von %(all)s Gebieten haben voraussichtlich weniger als %(fewest)s Antworten und "
            "werden in den Ergebnissen nicht einzeln gezeigt. In der Tabelle stehen sie mit einem Hinweis.",
            number=len(hidden),
            all=len(found.lines),
            fewest=service.FEWEST_SHOWN,
        )
    elif hidden:
        yield ngettext(
            "%(names)s hat voraussichtlich weniger als %(fewest)s Antworten und wird in den Ergebnissen "
            "nicht "
            "einzeln gezeigt.",
            "%(names)s haben voraussichtlich weniger als %(fewest)s Antworten und werden in den "
            "Ergebnissen nicht "
            "einzeln gezeigt.",
            len(hidden),
            names=_listed(hidden),
            fewest=service.FEWEST_SHOWN,
        )


def _needed_words(width: int, needed: int | None) -> str:
    if needed is None:
        return _(
            "± %(width)s Punkte für den ganzen Landkreis sind mit diesem Rücklauf nicht zu erreichen, "
            "auch wenn "
            "alle Familien einen Brief bekommen.",
            width=width,
        )
    return _(
        "Für ± %(width)s Punkte im ganzen Landkreis brauchen Sie etwa %(letters)s Briefe.",
        width=width,
        letters=format_decimal(needed),
    )


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(first)s und %(last)s", first=", ".join(names[:-1]), last=names[-1])


def _parts(found: Plan) -> tuple[tuple[str, str], ...]:
    if len(found.parts) == 1:
        return ()
    return tuple((name, format_decimal(letters)) for name, letters in found.parts.items())


def _row(row: AreaRow, line: Line | None) -> RowView:
    typed = RowView(row.area.code, row.area.name, row.families, row.rate, is_wrong=bool(row.error))
    if line is None:
        return typed
    return RowView(
        code=typed.code,
        name=typed.name,
        families=typed.families,
        rate=typed.rate,
        is_wrong=False,
        letters=format_decimal(line.letters),
        answers=format_decimal(line.answers),
        width=points(line.half_width),
        needed=_("nicht erreichbar") if line.needed is None else format_decimal(line.needed),
        note="" if line.is_shown else _("zu wenige, um sie einzeln zu zeigen"),
    )


def _source(survey: Survey) -> str:
    return _(
        "Familien geschätzt: Kinder unter 18 Jahren am 31.12.%(year)s (Bevölkerungsstatistik, auf "
        "Gemeinden verteilt) "
        "geteilt durch %(per)s Kinder je Familie. Kennt Ihr Melderegister die Zahl der Familien, tragen "
        "Sie diese "
        "ein.",
        year=service.year_of_estimate(survey.county_ags),
        per=format_decimal(service.CHILDREN_PER_FAMILY),
    )
