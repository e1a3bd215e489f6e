"""The types of questions in the words of people who ask them, each with a small example."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _


@dataclass(frozen=True, slots=True)
class TypeChoice:
    """One type to choose from."""

    type: str
    name: str
    example: str
    #: Two signs that tell it apart in the outline.
    sign: str
    is_simple: bool


@dataclass(frozen=True, slots=True)
class TypeGroup:
    """Types that are alike."""

    name: str
    choices: tuple[TypeChoice, ...]


SIGNS = {
    "single": "◉",
    "multiple": "☑",
    "yesno": "J/N",
    "dropdown": "▾",
    "scale": "1–5",
    "ranking": "↕",
    "image": "▣",
    "consent": "✓",
    "matrix": "▦",
    "matrix_multiple": "▦☑",
    "matrix_number": "▦#",
    "number": "#",
    "text": "Aa",
    "date": "TT.",
    "month": "MM.",
    "year": "JJ",
    "time": "⏱",
    "duration": "⏳",
    "municipality": "⌂",
    "postcode": "PLZ",
    "point": "⌖",
    "note": "i",
    "computed": "=",
    "email": "@",
    "phone": "☎",
}
"""Type to the sign it has in the outline; its name stands beside it for screen readers."""


def sign(type_: str) -> str:
    """Return the sign of a type."""
    return SIGNS.get(type_, "?")


def type_groups() -> tuple[TypeGroup, ...]:
    """Return all types that can be asked of families, most wanted first."""
    return (
        TypeGroup(_("Antworten zum Auswählen"), _choosing()),
        TypeGroup(_("Antworten zum Eintragen"), _writing()),
        TypeGroup(_("Mehrere Zeilen, dieselben Antworten"), _rows()),
        TypeGroup(_("Wohnort"), _places()),
        TypeGroup(_("Ohne Antwort"), _silent()),
    )


def _choice(type_: str, name: str, example: str, *, is_simple: bool = True) -> TypeChoice:
    return TypeChoice(type_, name, example, sign(type_), is_simple)


def _choosing() -> tuple[TypeChoice, ...]:
    return (
        _choice("single", _("Eine Antwort"), _("Wer betreut Ihr Kind meistens?")),
        _choice("multiple", _("Mehrere Antworten"), _("Welche Angebote nutzen Sie?")),
        _choice("yesno", _("Ja oder nein"), _("Besucht Ihr Kind eine Kita?")),
        _choice("scale", _("Skala"), _("Wie zufrieden sind Sie, von 1 bis 5?")),
        _choice("dropdown", _("Lange Liste"), _("In welchem Ortsteil wohnen Sie?")),
        _choice("ranking", _("Rangfolge"), _("Was ist Ihnen am wichtigsten?"), is_simple=False),
        _choice("image", _("Bild auswählen"), _("Welches Bild passt?"), is_simple=False),
        _choice("consent", _("Zustimmung"), _("Ich bin einverstanden."), is_simple=False),
    )


def _writing() -> tuple[TypeChoice, ...]:
    return (
        _choice("number", _("Zahl"), _("Wie viele Kinder leben bei Ihnen?")),
        _choice("text", _("Freier Text"), _("Was wünschen Sie sich?")),
        _choice("date", _("Datum"), _("Ab wann brauchen Sie den Platz?")),
        _choice("month", _("Monat"), _("Wann ist Ihr Kind geboren?"), is_simple=False),
        _choice("year", _("Jahr"), _("Seit wann wohnen Sie hier?"), is_simple=False),
        _choice("time", _("Uhrzeit"), _("Ab wann brauchen Sie Betreuung?"), is_simple=False),
        _choice("duration", _("Dauer"), _("Wie lange ist Ihr Weg?"), is_simple=False),
    )


def _rows() -> tuple[TypeChoice, ...]:
    return (
        _choice("matrix", _("Eine Antwort je Zeile"), _("Wie wichtig ist Ihnen …?")),
        _choice(
            "matrix_multiple",
            _("Mehrere Antworten je Zeile"),
            _("Wer nutzt welches Angebot?"),
            is_simple=False,
        ),
        _choice(
            "matrix_number", _("Eine Zahl je Zeile"), _("Wie oft im Monat …?"), is_simple=False
        ),
    )


def _places() -> tuple[TypeChoice, ...]:
    return (
        _choice("municipality", _("Gemeinde"), _("Die Gemeinden Ihres Landkreises")),
        _choice(
            "postcode", _("Postleitzahl und Gemeinde"), _("Erst Ziffern, dann Ort"), is_simple=False
        ),
        _choice("point", _("Punkt auf der Karte"), _("Wo fehlt ein Spielplatz?"), is_simple=False),
    )


def _silent() -> tuple[TypeChoice, ...]:
    return (
        _choice("note", _("Hinweis"), _("Ein Text zum Lesen, ohne Antwort")),
        _choice(
            "computed", _("Berechneter Wert"), _("Entsteht aus anderen Antworten"), is_simple=False
        ),
    )
