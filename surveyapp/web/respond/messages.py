"""What a family reads when something does not fit: one sentence for what is wrong, one for the cure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time
from enum import StrEnum

from babel import dates
from flask_babel import format_decimal, get_locale, lazy_gettext, ngettext

from surveyapp.questionnaire.answers import AnswerError
from surveyapp.questionnaire.redaction import Kind
from surveyapp.questionnaire.types.date import numbered_date
from surveyapp.questionnaire.types.duration import spoken_minutes
from surveyapp.services.contact import WishRefusal
from surveyapp.services.enter import EnterRefusal
from surveyapp.services.submit import SubmitRefusal
from surveyapp.ui import chosen_language, fallback

OPENED = "opened"
"""Key of the engine's message that answers opened a question on the same page."""

ANSWER_ERRORS: Mapping[str, str] = {
    "required": lazy_gettext("Bitte beantworten Sie diese Frage."),
    "required_or_refuse": lazy_gettext(
        "Bitte beantworten Sie diese Frage oder wählen Sie „keine Angabe“."
    ),
    "not_a_number": lazy_gettext("Bitte geben Sie eine Zahl ein, zum Beispiel 2."),
    "not_whole": lazy_gettext("Bitte geben Sie eine ganze Zahl ein, ohne Komma."),
    "too_small": lazy_gettext("Bitte geben Sie mindestens %(minimum)s an."),
    "too_large": lazy_gettext("Bitte geben Sie höchstens %(maximum)s an."),
    "year_too_early": lazy_gettext("Bitte geben Sie ein Jahr ab %(year)s an."),
    "year_too_late": lazy_gettext("Bitte geben Sie ein Jahr bis %(year)s an."),
    "not_a_year": lazy_gettext("Bitte geben Sie das Jahr mit vier Ziffern ein, zum Beispiel 2019."),
    "not_a_date": lazy_gettext(
        "Diesen Tag gibt es nicht. Bitte geben Sie Tag, Monat und Jahr ein, zum Beispiel 31 5 2024."
    ),
    "date_too_early": lazy_gettext("Bitte geben Sie ein Datum ab dem %(date)s an."),
    "date_too_late": lazy_gettext("Bitte geben Sie ein Datum bis zum %(date)s an."),
    "not_a_time": lazy_gettext("Bitte geben Sie eine Uhrzeit ein, zum Beispiel 7:30."),
    "time_too_early": lazy_gettext("Bitte geben Sie eine Uhrzeit ab %(time)s an."),
    "time_too_late": lazy_gettext("Bitte geben Sie eine Uhrzeit bis %(time)s an."),
    "not_a_duration": lazy_gettext(
        "Bitte geben Sie Stunden und Minuten als Zahlen ein, zum Beispiel 1 und 30."
    ),
    "too_short": lazy_gettext("Bitte geben Sie mindestens %(duration)s an."),
    "too_lasting": lazy_gettext("Bitte geben Sie höchstens %(duration)s an."),
    "not_a_postcode": lazy_gettext("Bitte geben Sie eine Postleitzahl mit fünf Ziffern ein."),
    "postcode_unknown": lazy_gettext(
        "Zu dieser Postleitzahl finden wir im Landkreis keine Gemeinde. Bitte wählen Sie Ihre "
        "Gemeinde in der Liste."
    ),
    "postcode_shared": lazy_gettext(
        "Zu dieser Postleitzahl gehören mehrere Gemeinden. Bitte wählen Sie Ihre Gemeinde in der "
        "Liste."
    ),
    "postcode_elsewhere": lazy_gettext(
        "Postleitzahl und Gemeinde passen nicht zusammen. Stimmt die Gemeinde, dann lassen Sie die "
        "Postleitzahl bitte leer."
    ),
    "not_on_the_map": lazy_gettext(
        "Dieser Punkt liegt nicht auf der Karte. Bitte wählen Sie ihn noch einmal."
    ),
    "pattern": lazy_gettext("Das passt noch nicht. %(hint)s"),
    "not_an_email": lazy_gettext(
        "Das ist noch keine E-Mail-Adresse. Bitte schreiben Sie sie wie name@beispiel.de."
    ),
    "not_a_phone": lazy_gettext(
        "Das ist noch keine Telefonnummer. Bitte geben Sie sie mit Vorwahl ein."
    ),
    "out_of_reach": lazy_gettext(
        "Wie erreichen wir Sie? Bitte geben Sie eine Telefonnummer oder E-Mail-Adresse an. Eine Angabe "
        "genügt."
    ),
    "not_a_month": lazy_gettext("Bitte wählen Sie Monat und Jahr."),
    "too_long": lazy_gettext(
        "Ihr Text hat %(length)s Zeichen. Bitte kürzen Sie ihn auf %(maximum)s."
    ),
    "rank_twice": lazy_gettext(
        "Platz %(rank)s ist schon vergeben. Bitte geben Sie jeder Antwort einen eigenen Platz."
    ),
    "rank_free": lazy_gettext(
        "Platz %(rank)s ist noch frei. Bitte vergeben Sie die Plätze der Reihe nach."
    ),
    "must_agree": lazy_gettext(
        "Bitte setzen Sie hier ein Häkchen. Ohne Ihr Einverständnis geht es nicht weiter."
    ),
    "exclusive": lazy_gettext("Diese Antworten passen nicht zusammen. Bitte wählen Sie neu."),
    "no_items": lazy_gettext("Bitte fügen Sie mindestens einen Eintrag hinzu."),
    "unknown_option": lazy_gettext("Diese Antwort gibt es hier nicht. Bitte wählen Sie neu."),
}
"""Key of an ``AnswerError`` to the sentence at the field."""

COUNTED: Mapping[str, tuple[str, Callable[[int], str]]] = {
    "too_precise": (
        "decimals",
        lambda number: ngettext(
            "Bitte geben Sie höchstens %(num)s Stelle nach dem Komma an.",
            "Bitte geben Sie höchstens %(num)s Stellen nach dem Komma an.",
            number,
        ),
    ),
    "too_many": (
        "maximum",
        lambda number: ngettext(
            "Bitte wählen Sie höchstens %(num)s Antwort.",
            "Bitte wählen Sie höchstens %(num)s Antworten.",
            number,
        ),
    ),
    "too_few": (
        "minimum",
        lambda number: ngettext(
            "Bitte wählen Sie mindestens %(num)s Antwort.",
            "Bitte wählen Sie mindestens %(num)s Antworten.",
            number,
        ),
    ),
    "too_few_ranks": (
        "minimum",
        lambda number: ngettext(
            "Bitte vergeben Sie mindestens %(num)s Platz.",
            "Bitte vergeben Sie mindestens %(num)s Plätze.",
            number,
        ),
    ),
    "too_few_items": (
        "minimum",
        lambda number: ngettext(
            "Bitte fügen Sie mindestens %(num)s Eintrag hinzu.",
            "Bitte fügen Sie mindestens %(num)s Einträge hinzu.",
            number,
        ),
    ),
}
"""The same where the sentence changes with a number: the name of the number, and the sentence for it."""

_NO_CODE_OF_THIS_WAVE = lazy_gettext(
    "Dieser Code öffnet die Umfrage nicht. Entweder gehört er nicht zu dieser Umfrage, oder mit ihm "
    "wurde schon geantwortet: Jeder Code gilt einmal. Bitte prüfen Sie, ob Sie den neuesten Brief "
    "haben, oder wenden Sie sich an die Stelle, die Ihnen geschrieben hat."
)
"""One answer for both, so that whoever holds somebody's code does not learn whether it was used."""

ENTER_REFUSALS: Mapping[EnterRefusal, str] = {
    EnterRefusal.MISTYPED: lazy_gettext(
        "Da hat sich ein Tippfehler eingeschlichen. Bitte vergleichen Sie den Code Zeichen für "
        "Zeichen mit Ihrem Brief. Er hat 12 Zeichen."
    ),
    EnterRefusal.UNKNOWN: _NO_CODE_OF_THIS_WAVE,
    EnterRefusal.USED: _NO_CODE_OF_THIS_WAVE,
}
"""Why a code does not open the survey; shown at the code field."""

CODE_MISSING = lazy_gettext(
    "Damit Ihre Antworten zählen, brauchen wir noch Ihren Code aus dem Brief. Ihre Antworten sind noch da."
)
"""Shown at the code field of the review page, where the browser brought neither code nor ticket."""

TICKET_REFUSED = lazy_gettext(
    "Dieser Code gilt nicht oder nicht mehr. Wenn jemand aus Ihrer Familie schon geantwortet hat, ist "
    "alles in Ordnung. Wenn nicht, wenden Sie sich bitte an die Stelle, die Ihnen geschrieben hat."
)
"""Shown there when the code was not exchanged for a ticket; the same for unknown and used codes."""


class Way(StrEnum):
    """How answers come to be nobody's."""

    #: The code was exchanged for a blind ticket before.
    BLIND = "blind"
    #: The code comes with the answers, and is parted from them at once.
    SEALED = "sealed"
    #: There is no code.
    OPEN = "open"


WAYS: Mapping[Way, str] = {
    Way.BLIND: lazy_gettext(
        "Ihr Code wird nie zusammen mit Ihren Antworten gesendet: Ihr Gerät tauscht ihn vorher gegen "
        "einen anonymen Stimmzettel, den niemand Ihrem Brief zuordnen kann."
    ),
    Way.SEALED: lazy_gettext(
        "Ihr Code wird zusammen mit Ihren Antworten gesendet und sofort von ihnen getrennt: Beides liegt "
        "in zwei Speichern, die nichts verbindet."
    ),
    Way.OPEN: lazy_gettext(
        "Diese Umfrage braucht keinen Code. Niemand kann sehen, wer geantwortet hat."
    ),
}
"""What the first page says of the way answers take."""

WAYS_TAKEN: Mapping[Way, str] = {
    Way.BLIND: lazy_gettext(
        "Ihre Antworten kamen mit einem anonymen Stimmzettel, ohne Ihren Code. Niemand kann sie Ihrem "
        "Brief zuordnen."
    ),
    Way.SEALED: lazy_gettext(
        "Ihr Code kam mit Ihren Antworten und wurde sofort von ihnen getrennt. Nichts verbindet sie mehr."
    ),
    Way.OPEN: lazy_gettext("Ihre Antworten kamen ohne Code. Niemand kann sehen, von wem sie sind."),
}
"""What the last page says of the way the answers took."""


class ResumeRefusal(StrEnum):
    """Why a resume code opens nothing."""

    MISTYPED = "mistyped"
    #: The code of a letter was typed.
    LETTER = "letter"
    #: Nothing lies under it, or no longer.
    UNKNOWN = "unknown"


_RESUME_REFUSALS: Mapping[ResumeRefusal, str] = {
    ResumeRefusal.MISTYPED: lazy_gettext(
        "Da hat sich ein Tippfehler eingeschlichen. Ein Fortsetzungscode hat 15 Zeichen, zum Beispiel "
        "ABCDE-FGHJK-MNPQR."
    ),
    ResumeRefusal.LETTER: lazy_gettext(
        "Das ist der Code aus Ihrem Brief. Hier brauchen Sie den Fortsetzungscode, den Sie beim "
        "Unterbrechen bekommen haben. Er hat 15 Zeichen."
    ),
    ResumeRefusal.UNKNOWN: lazy_gettext(
        "Zu diesem Code gibt es hier keinen angefangenen Fragebogen. Vielleicht ist er älter als "
        "14 Tage, schon abgesendet oder gelöscht. Bitte vergleichen Sie den Code noch einmal, oder "
        "beginnen Sie neu."
    ),
}


def resume_refusal(refusal: ResumeRefusal) -> str:
    """Say why a resume code opens nothing, and what to do."""
    return str(_RESUME_REFUSALS[refusal])


SUBMIT_REFUSALS: Mapping[SubmitRefusal, tuple[str, str]] = {
    SubmitRefusal.CLOSED: (
        lazy_gettext("Die Umfrage ist inzwischen beendet"),
        lazy_gettext("Ihre Antworten konnten wir deshalb nicht mehr annehmen. Das tut uns leid."),
    ),
    SubmitRefusal.USED: (
        lazy_gettext("Mit Ihrem Code wurde schon geantwortet"),
        lazy_gettext(
            "Jeder Code gilt einmal. Vielleicht hat ein anderes Mitglied Ihrer Familie die Umfrage "
            "schon abgeschickt. Dann ist alles in Ordnung, und Sie können dieses Fenster schließen."
        ),
    ),
    SubmitRefusal.WITHDRAWN: (
        lazy_gettext("Ihre Antworten sind gelöscht"),
        lazy_gettext(
            "Sie haben sie mit Ihrem Beleg löschen lassen. Dabei bleibt es, auch wenn Sie diese Seite noch "
            "einmal absenden."
        ),
    ),
    SubmitRefusal.KEPT: (
        lazy_gettext("Ihre Antworten waren schon gespeichert"),
        lazy_gettext(
            "Es gilt, was Sie zuerst abgesendet haben. Danach können wir nichts mehr ändern. Sie "
            "können dieses Fenster schließen."
        ),
    ),
}
"""Why answers were not taken: heading and explanation."""


POINTS_TO: Mapping[str, str] = {
    "email": lazy_gettext("E-Mail-Adresse"),
    "iban": lazy_gettext("Kontonummer"),
    "tax": lazy_gettext("Steuernummer"),
    "phone": lazy_gettext("Telefonnummer"),
    "plate": lazy_gettext("Autokennzeichen"),
    "page": lazy_gettext("Internetadresse"),
    "profile": lazy_gettext("Profil im Internet"),
    "address": lazy_gettext("Straße und Hausnummer"),
}
"""Name of a kind of things that point to a person, to what families call it."""


WISH_REFUSALS: Mapping[WishRefusal, tuple[str, str]] = {
    WishRefusal.CLOSED: (
        lazy_gettext("Die Umfrage ist inzwischen beendet"),
        lazy_gettext(
            "Ihre Kontaktdaten haben wir deshalb nicht mehr gespeichert. Bitte wenden Sie sich direkt "
            "an die Stelle, die Sie eingeladen hat."
        ),
    ),
    WishRefusal.FULL: (
        lazy_gettext("Zurzeit können wir keine Kontaktdaten annehmen"),
        lazy_gettext(
            "Sehr viele Familien warten schon auf unseren Anruf. Gespeichert haben wir nichts. Bitte "
            "versuchen Sie es in einigen Tagen noch einmal, oder wenden Sie sich direkt an die "
            "Stelle, die Sie eingeladen hat."
        ),
    ),
}
"""Why contact data were not taken: heading and explanation."""


def answer_error(error: AnswerError, *, may_refuse: bool, hint: str = "") -> str:
    """Return the sentence for one mistake; ``hint`` is what the author says of a right text."""
    if error.message is not None:
        return fallback.worded(error.message, chosen_language())
    key = _key(error, may_refuse=may_refuse)
    if key in COUNTED:
        counted, sentence = COUNTED[key]
        return sentence(int(error.params[counted]))
    return str(ANSWER_ERRORS[key] % {"hint": hint, **_written(error.params)}).strip()


def _key(error: AnswerError, *, may_refuse: bool) -> str:
    if error.key == "required" and may_refuse:
        return "required_or_refuse"
    if error.key == "too_precise" and not error.params.get("decimals"):
        return "not_whole"
    return error.key


def _written(params: Mapping[str, str | float]) -> dict[str, str]:
    """Return numbers as people of the page's language write them; years have no separator."""
    return {
        name: value if isinstance(value, str) else _WRITERS.get(name, _number)(value)
        for name, value in params.items()
    }


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else format_decimal(value)


def _date(value: float) -> str:
    """Return a day given as 20240531; an expression may give a number that is no day."""
    try:
        day = numbered_date(int(value))
    except ValueError:
        return _number(value)
    return str(dates.format_date(day, "long", locale=get_locale()))


def _time(value: float) -> str:
    hours, minutes = divmod(int(value) % (24 * 60), 60)
    return str(dates.format_time(time(hours, minutes), "short", locale=get_locale()))


def _duration(value: float) -> str:
    return spoken_minutes(int(value), get_locale())


_WRITERS: Mapping[str, Callable[[float], str]] = {
    "date": _date,
    "time": _time,
    "duration": _duration,
}
"""How numbers of a kind are written, by the name of the parameter."""


def named(kind: Kind) -> str:
    """Return what families call a kind of things that point to a person."""
    return str(POINTS_TO[kind.name])


def minutes_left(minutes: int) -> str:
    """Say how long the rest takes."""
    return ngettext("noch etwa %(num)s Minute", "noch etwa %(num)s Minuten", minutes)


def waiting_time(seconds: int) -> str:
    """Say how long to wait, in whole minutes."""
    minutes = -(-seconds // 60)
    return ngettext("etwa %(num)s Minute", "etwa %(num)s Minuten", minutes)
