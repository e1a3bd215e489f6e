"""The settings of a question: which there are for its type, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from surveyapp.questionnaire import pictograms
from surveyapp.questionnaire.model import Question
from surveyapp.questionnaire.types import kind_of
from surveyapp.web.staff.studio_fields import Setting, written

NUMBERS = frozenset({"number", "matrix_number", "year", "month", "scale", "duration", "time"})


@dataclass(frozen=True, slots=True)
class _Offer:
    """One setting, and for which types it is there."""

    name: str
    label: str
    types: frozenset[str] | None = None
    widget: str = "check"
    hint: str = ""
    is_simple: bool = False
    choices: tuple[tuple[str, str], ...] = ()


def settings_of(path: str, question: Question) -> tuple[tuple[Setting, ...], tuple[Setting, ...]]:
    """Return the settings everybody needs, and the others."""
    offers = [each for each in _offers(question) if _fits(each, question)]
    found = [(each.is_simple, _setting(path, each, question)) for each in offers]
    usual = tuple(setting for is_simple, setting in found if is_simple)
    return usual, tuple(setting for is_simple, setting in found if not is_simple)


def _fits(offer: _Offer, question: Question) -> bool:
    return offer.types is None or question.type in offer.types


def _offers(question: Question) -> Iterator[_Offer]:
    if kind_of(question).is_asked:
        yield from _of_answers(question)
    yield from _of_limits()
    yield from _of_choices()
    yield from _of_looks()
    if kind_of(question).is_asked:
        yield from _of_protection()


def _of_answers(question: Question) -> Iterator[_Offer]:
    if not isinstance(question.required, str):
        label = _("Freundlich nachfragen, wenn die Antwort fehlt")
        yield _Offer("required", label, is_simple=True)
    if kind_of(question).offers_refuse:
        yield _Offer("may_refuse", _("„Keine Angabe“ anbieten"), is_simple=True)
        yield _Offer("may_not_apply", _("„Trifft nicht zu“ anbieten"))


def _of_limits() -> Iterator[_Offer]:
    day, text = frozenset({"date"}), frozenset({"text"})
    yield _Offer("minimum", _("Kleinster Wert"), NUMBERS, "number", is_simple=True)
    yield _Offer("maximum", _("Größter Wert"), NUMBERS, "number", is_simple=True)
    yield _Offer("minimum", _("Frühester Tag"), day, "day", is_simple=True)
    yield _Offer("maximum", _("Spätester Tag"), day, "day", is_simple=True)
    yield _Offer("maximum", _("Höchstens so viele Zeichen"), text, "number")
    decimals = frozenset({"number", "matrix_number"})
    yield _Offer("decimals", _("Stellen nach dem Komma"), decimals, "number")
    yield _Offer("step", _("Abstand der Punkte"), frozenset({"scale"}), "number")
    label = _("So wird gerechnet")
    hint = _("Zum Beispiel: kinder_wohnung + kinder_anderswo")
    yield _Offer("value", label, frozenset({"computed"}), "line", hint, is_simple=True)


def _of_choices() -> Iterator[_Offer]:
    several = frozenset({"multiple", "ranking"})
    yield _Offer("min_choices", _("Mindestens so viele Antworten"), several, "number")
    yield _Offer("max_choices", _("Höchstens so viele Antworten"), several, "number")
    parts = frozenset({"single", "multiple", "image", "ranking", "matrix", "matrix_multiple"})
    yield _Offer("rotate", _("Reihenfolge für jede Familie mischen"), parts)
    high, low = ("high", _("der höchste Wert")), ("low", _("der niedrigste Wert"))
    best = (("", _("keiner")), high, low)
    yield _Offer(
        "best", _("Welcher Wert ist der beste?"), frozenset({"scale"}), "choice", "", choices=best
    )


def _of_looks() -> Iterator[_Offer]:
    yield _Offer("lines", _("Höhe des Feldes in Zeilen"), frozenset({"text"}), "number")
    shapes = (("", _("Knöpfe")), ("slider", _("Schieber")))
    yield _Offer("display", _("Aussehen"), frozenset({"scale"}), "choice", "", choices=shapes)
    label = _("Muster, dem der Text genau folgen muss")
    yield _Offer(
        "pattern", label, frozenset({"text"}), "line", _("Für Fachleute: ein Muster in RE2.")
    )
    names = (("", _("keines")), *((each, each) for each in sorted(pictograms.names())))
    yield _Offer("pictogram", _("Piktogramm"), None, "choice", "", choices=names)


def _of_protection() -> Iterator[_Offer]:
    yield _Offer("sensitive", _("Besonders geschützt, zum Beispiel Gesundheit oder Einkommen"))
    yield _Offer("keep_months", _("Nach so vielen Monaten löschen"), None, "number")


def _setting(path: str, offer: _Offer, question: Question) -> Setting:
    value = getattr(question, offer.name)
    shown = _day(value) if offer.widget == "day" else written(value)
    return Setting(
        path,
        offer.name,
        offer.label,
        offer.hint,
        offer.widget,
        "" if offer.widget == "check" else shown,
        offer.choices,
        (shown,),
        is_checked=value is True,
    )


def _day(value: object) -> str:
    """Return a day as browsers write it; what is worked out stays as it is."""
    text = written(value)
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdecimal() else text
