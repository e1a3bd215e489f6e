"""„Das haben Sie gesagt, das tun wir“: a survey's results for families, in plain words and their language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from flask import Response, abort, make_response, render_template, request
from flask_babel import gettext, ngettext
from markupsafe import Markup

from analytics import describe
from analytics.released import Cell, Contents, Flag
from surveyapp.planning.measures import State
from surveyapp.questionnaire.catalogues import SOURCE
from surveyapp.questionnaire.findings import Edge, finding, only_answered, share_words
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.texts import locale_of
from surveyapp.region import territory
from surveyapp.services import feedback
from surveyapp.services.feedback import Compared, Feedback, Finding, Moved, Named, Waiting
from surveyapp.services.voices import Voice
from surveyapp.storage.db import main_store
from surveyapp.storage.measures import Known
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.ui import chosen_language, fallback, languages
from surveyapp.ui.family import Frame, choose_language, frame_in_chosen_language

LITTLE, MUCH = 0.095, 0.95
"""Shares below or from it are told of a hundred families, others of ten: 96 % are not „10 von 10“."""


@dataclass(frozen=True, slots=True)
class MeasureView:
    """What is done, who decided it, and how far it is."""

    title: str
    sentence: str
    state: str
    decided: str
    link: str
    is_example: bool


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding: a large number, a bar, words, and what follows."""

    heading: str
    sentence: str
    share: str
    #: Value and bounds of the bar, in percent.
    bar: tuple[int, int, int]
    about: str
    measures: tuple[MeasureView, ...]


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """What families read after a survey."""

    title: str
    county: str
    answered: str
    notes: tuple[str, ...]
    findings: tuple[FindingView, ...]
    others: tuple[MeasureView, ...]
    #: Heading and lines of what changed; none where no waves are compared.
    change: tuple[str, tuple[str, ...]] | None
    #: What families wrote, and in which language.
    voices: tuple[Voice, ...]
    coming: str
    #: Address and wording of where more can be read.
    links: tuple[tuple[str, str], ...]
    #: Where the page stands, for paper: in letters, and as a code to scan.
    address: str
    code: Markup


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """What families read before there are results."""

    title: str
    sentences: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


def families(slug: str) -> Response:
    """Show what families said and what is decided about it; before any release, when that will be."""
    choose_language()
    found = feedback.feedback_of(main_store(), slug)
    if found is None:
        abort(404)
    if isinstance(found, Waiting):
        name, page = "families/waiting.html", _waiting_page(found)
        frame = _frame(gettext("Noch keine Ergebnisse"), found)
        shown = render_template(name, page=page, frame=frame)
    else:
        frame = _frame(gettext("Das haben Sie gesagt, das tun wir"), found)
        shown = render_template("families/feedback.html", page=_feedback_page(found), frame=frame)
    response = make_response(shown)
    response.vary.add("Accept-Language")
    return response


def _frame(title: str, found: Feedback | Waiting) -> Frame:
    return frame_in_chosen_language(
        f"{title} – {_title(found)}", _county(found.survey), languages.spoken()
    )


def _county(survey: Survey) -> str:
    return describe.place_name(territory.county(survey.county_ags).name)


# Results


def _feedback_page(found: Feedback) -> FeedbackPage:
    contents = found.contents
    address = request.base_url
    return FeedbackPage(
        title=_title(found),
        county=_county(found.survey),
        answered=_answered(found),
        notes=tuple(_notes(contents)),
        findings=tuple(_finding(each, contents) for each in found.findings),
        others=tuple(_measure(each) for each in found.others),
        change=_change(found.compared, found.wave) if found.compared else None,
        voices=found.voices,
        coming=_coming(found.coming) if found.coming else "",
        links=_links(found.survey.slug),
        address=address,
        code=_scannable(address),
    )


def _answered(found: Feedback) -> str:
    families = ngettext(
        "Rund %(number)s Familie hat geantwortet.",
        "Rund %(number)s Familien haben geantwortet.",
        found.contents.n,
        number=_number(found.contents.n),
    )
    when = gettext("Zeit der Befragung: %(period)s.", period=_period(found.wave))
    return _lines(families, when, gettext("Vielen Dank!"))


def _notes(contents: Contents) -> Sequence[str]:
    notes = []
    if contents.is_simulated:
        notes.append(
            gettext(
                "Das ist ein Beispiel: Diese Antworten hat ein Programm erfunden. Die Zahlen sagen nichts "
                "über wirkliche Familien."
            )
        )
    if contents.caveat:
        notes.append(
            gettext(
                "Hier konnten alle antworten, die wollten. Die Zahlen gelten für die Familien, die "
                "geantwortet haben, nicht für alle Familien."
            )
        )
    else:
        notes.append(
            gettext(
                "Nicht alle Familien haben geantwortet. Deshalb sind die Zahlen nicht ganz genau."
            )
        )
    return notes


def _finding(found: Finding, contents: Contents) -> FindingView:
    cell = found.cell
    value = cell.value or 0.0
    low, high = (value if bound is None else bound for bound in (cell.low, cell.high))
    return FindingView(
        heading=_worded(found.named.label),
        sentence=_sentence(found.named, cell, contents),
        share=_share(cell),
        bar=(_hundredths(value), _hundredths(low), _hundredths(high)),
        about=_lines(*_about(cell, contents)),
        measures=tuple(_measure(each) for each in found.measures),
    )


def _about(cell: Cell, contents: Contents) -> Sequence[str]:
    """Say a share in other words: of ten families, how sure it is, and whether it is only a hint."""
    if cell.flag in {Flag.BELOW, Flag.ABOVE}:
        words = {
            Flag.BELOW: gettext("Das ist fast niemand."),
            Flag.ABOVE: gettext("Das sind fast alle."),
        }
        return (words[cell.flag],)
    value = cell.value or 0.0
    some, whole = (value * 10, 10) if LITTLE <= value < MUCH else (value * 100, 100)
    said = [
        gettext(
            "Das sind etwa %(some)s von %(all)s.", some=_number(int(some + 0.5)), all=_number(whole)
        )
    ]
    if not contents.caveat and cell.low is not None and cell.high is not None:
        said.append(
            gettext(
                "Wahrscheinlich sind es zwischen %(low)s und %(high)s von %(all)s.",
                low=_number(_hundredths(cell.low)),
                high=_number(_hundredths(cell.high)),
                all=_number(100),
            )
        )
    if contents.caveat:
        said.append(only_answered(chosen_language()))
    if cell.flag is Flag.UNCERTAIN:
        said.append(gettext("Diese Zahl ist unsicher: ein Hinweis, kein Beleg."))
    return said


def _share(cell: Cell) -> str:
    return share_words(_limit(cell), chosen_language(), _EDGES.get(cell.flag))


_EDGES = {Flag.BELOW: Edge.BELOW, Flag.ABOVE: Edge.ABOVE}
_LIMITS = {Flag.BELOW: 0.03, Flag.ABOVE: 0.97}
"""Flags of shares so near to nobody or everybody that only the limit is released."""


def _limit(cell: Cell) -> float:
    return _LIMITS.get(cell.flag, cell.value or 0.0)


def _sentence(named: Named, cell: Cell, contents: Contents) -> str:
    """Return a need as a sentence in the page's language, or in German that says so."""
    language = chosen_language()
    text = dict(named.sentence or named.label)
    if contents.caveat:
        text[SOURCE] = text[SOURCE].replace("in {place}", describe.among(contents))
    share, place = _limit(cell), describe.place_name(contents.county_name)
    said = finding(text, language, share=share, place=place, edge=_EDGES.get(cell.flag))
    return said if text.get(language) else fallback.marked(said, language)


def _measure(known: Known) -> MeasureView:
    language, german = chosen_language(), known.content.words
    words = known.translations.get(language)
    resolution = known.standing.resolution
    return MeasureView(
        title=words.title if words else fallback.marked(german.title, language),
        sentence=words.sentence if words else fallback.marked(german.sentence, language),
        state=_state(known),
        decided=_decided(known),
        link=resolution.link if resolution else "",
        is_example=known.is_example,
    )


def _state(known: Known) -> str:
    words = {
        State.RESOLVED: gettext("Beschlossen"),
        State.UNDER_WAY: gettext("Hat begonnen"),
        State.DONE: gettext("Fertig"),
    }
    return words[known.standing.state]


def body_names() -> dict[str, str]:
    """Return who may resolve on a measure, by code, in the page's language."""
    return {
        "county_council": gettext("Kreistag"),
        "city_council": gettext("Stadtrat"),
        "municipal_council": gettext("Gemeinderat"),
        "youth_welfare": gettext("Jugendhilfeausschuss"),
        "social_committee": gettext("Sozialausschuss"),
        "administration": gettext("Verwaltung"),
    }


def _decided(known: Known) -> str:
    resolution, done_on = known.standing.resolution, known.standing.done_on
    if resolution is None:
        return ""
    day, body = _day(resolution.decided_on), body_names()[resolution.body]
    said = [gettext("Beschluss: %(body)s, %(day)s.", body=body, day=day)]
    if resolution.number:
        said.append(gettext("Nummer: %(number)s.", number=f"\u2068{resolution.number}\u2069"))
    if done_on:
        said.append(gettext("Fertig seit: %(day)s.", day=_day(done_on)))
    return _lines(*said)


def _change(compared: Compared, wave: Wave) -> tuple[str, tuple[str, ...]]:
    heading = gettext(
        "Was sich geändert hat: %(before)s und %(now)s",
        before=_month(compared.since.closes_on),
        now=_month(wave.closes_on),
    )
    if not compared.moved:
        return heading, (gettext("Bei keinem dieser Themen hat sich sicher etwas geändert."),)
    return heading, tuple(_moved(each) for each in compared.moved)


def _moved(moved: Moved) -> str:
    words = {
        "topic": _worded(moved.named.label),
        "before": _share(moved.before),
        "now": _share(moved.now),
    }
    if (moved.now.value or 0.0) > (moved.before.value or 0.0):
        return gettext("%(topic)s: mehr als zuvor (%(before)s, jetzt %(now)s).", **words)
    return gettext("%(topic)s: weniger als zuvor (%(before)s, jetzt %(now)s).", **words)


def _coming(wave: Wave) -> str:
    if wave.state == "open":
        if wave.closes_on < _today():
            return gettext("Zurzeit fragen wir Familien noch einmal.")
        day = _day(wave.closes_on)
        return gettext(
            "Zurzeit fragen wir Familien noch einmal, voraussichtlich bis %(day)s.", day=day
        )
    return gettext(
        "Wir fragen Familien noch einmal. Geplant: %(month)s.", month=_month(wave.opens_on)
    )


def _links(slug: str) -> tuple[tuple[str, str], ...]:
    """Return where more can be read; other processes may serve these, so no rule is looked up."""
    query = "" if chosen_language() == SOURCE else f"?lang={chosen_language()}"
    root = request.script_root
    return (
        (f"{root}/ergebnisse/{slug}/", gettext("Alle Zahlen (auf Deutsch)")),
        (f"{root}/f/{slug}/anonymitaet{query}", gettext("So schützen wir Ihre Antworten")),
        (f"{root}/f/{slug}/beratung{query}", gettext("Familienzentren und Beratung")),
    )


def _scannable(address: str) -> Markup:
    """Return an address as a code that phones read."""
    import segno  # noqa: PLC0415 - other pages need no codes

    drawn = segno.make_qr(address, error="m").svg_inline(
        omitsize=True, svgclass="scan", lineclass=None, border=2
    )
    return Markup(drawn)  # noqa: S704 - only squares, made here


# Before there are results


def _waiting_page(found: Waiting) -> WaitingPage:
    slug = found.survey.slug
    links = _links(slug)[1:]
    if found.wave is not None and found.wave.state == "open":
        take_part = (f"{request.script_root}/f/{slug}/", gettext("Zur Umfrage"))
        links = (take_part, *links)
    return WaitingPage(_title(found), tuple(_waiting(found.wave)), links)


def _waiting(wave: Wave | None) -> Sequence[str]:
    here = gettext("Sobald die Ergebnisse freigegeben sind, stehen sie auf dieser Seite.")
    if wave is None or wave.state == "planned":
        begin = gettext("Die Umfrage hat noch nicht begonnen.")
        if wave is not None and wave.opens_on > _today():
            day = _day(wave.opens_on)
            begin = _lines(begin, gettext("Geplant ist sie ab %(day)s.", day=day))
        return begin, here
    day = _day(wave.closes_on)
    if wave.state == "closed":
        return (
            gettext("Die Umfrage ist seit %(day)s beendet.", day=day),
            gettext(
                "Die Antworten werden ausgewertet und geprüft. Einen festen Tag gibt es noch nicht."
            ),
            here,
        )
    running = gettext("Die Umfrage läuft noch.")
    if wave.closes_on >= _today():
        running = gettext("Die Umfrage läuft noch, voraussichtlich bis %(day)s.", day=day)
    return running, gettext("Erst danach werden die Antworten ausgewertet."), here


# Words


def _lines(*sentences: str) -> str:
    """Return sentences one below the other; plain German needs a line for each."""
    return "\n".join(sentences)


def _title(found: Feedback | Waiting) -> str:
    """Return what a survey is called: in German as the county says it, else as its questionnaire."""
    language = chosen_language()
    if language == SOURCE or not found.title:
        return fallback.marked(found.survey.title, language)
    return _worded(found.title)


def _worded(text: Text) -> str:
    return fallback.worded(text, chosen_language())


def _number(value: float) -> str:
    return str(format_decimal(value, locale=locale_of(chosen_language())))


def _hundredths(share: float) -> int:
    return int(share * 100 + 0.5)


def _day(day: date) -> str:
    return str(format_date(day, "long", locale=locale_of(chosen_language())))


def _month(day: date) -> str:
    return str(format_skeleton("yMMMM", day, locale=locale_of(chosen_language())))


def _period(wave: Wave) -> str:
    first, last = _month(wave.opens_on), _month(wave.closes_on)
    return first if first == last else f"{first} – {last}"


def _today() -> date:
    return datetime.now(UTC).date()
