"""What a family reads when something does not fit: one sentence for what is wrong, one for the cure."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import format_decimal, gettext, lazy_gettext

from surveyapp.questionnaire.answers import AnswerError
from surveyapp.services.enter import EnterRefusal
from surveyapp.services.submit import SubmitRefusal

ANSWER_ERRORS: Mapping[str, str] = {
    "required": lazy_gettext("Bitte beantworten Sie diese Frage."),
    "required_or_refuse": lazy_gettext(
        "Bitte beantworten Sie diese Frage oder wählen Sie „keine Angabe“."
    ),
    "not_a_number": lazy_gettext("Bitte geben Sie eine Zahl ein, zum Beispiel 2."),
    "too_precise": lazy_gettext(
        "Bitte geben Sie höchstens %(decimals)s Stellen nach dem Komma an."
    ),
    "not_whole": lazy_gettext("Bitte geben Sie eine ganze Zahl ein, ohne Komma."),
    "too_small": lazy_gettext("Bitte geben Sie mindestens %(minimum)s an."),
    "too_large": lazy_gettext("Bitte geben Sie höchstens %(maximum)s an."),
    "not_a_month": lazy_gettext("Bitte wählen Sie Monat und Jahr."),
    "too_long": lazy_gettext(
        "Ihr Text hat %(length)s Zeichen. Bitte kürzen Sie ihn auf %(maximum)s."
    ),
    "too_many": lazy_gettext("Bitte wählen Sie höchstens %(maximum)s Antworten."),
    "too_few": lazy_gettext("Bitte wählen Sie mindestens %(minimum)s Antworten."),
    "rank_twice": lazy_gettext(
        "Platz %(rank)s ist schon vergeben. Bitte geben Sie jeder Antwort einen eigenen Platz."
    ),
    "rank_free": lazy_gettext(
        "Platz %(rank)s ist noch frei. Bitte vergeben Sie die Plätze der Reihe nach."
    ),
    "too_few_ranks": lazy_gettext("Bitte vergeben Sie mindestens %(minimum)s Plätze."),
    "must_agree": lazy_gettext(
        "Bitte setzen Sie hier ein Häkchen. Ohne Ihr Einverständnis geht es nicht weiter."
    ),
    "exclusive": lazy_gettext("Diese Antworten passen nicht zusammen. Bitte wählen Sie neu."),
    "unknown_option": lazy_gettext("Diese Antwort gibt es hier nicht. Bitte wählen Sie neu."),
}
"""Key of an ``AnswerError`` to the sentence at the field."""

ENTER_REFUSALS: Mapping[EnterRefusal, str] = {
    EnterRefusal.MISTYPED: lazy_gettext(
        "Da hat sich ein Tippfehler eingeschlichen. Bitte vergleichen Sie den Code Zeichen für "
        "Zeichen mit Ihrem Brief. Er hat 12 Zeichen."
    ),
    EnterRefusal.UNKNOWN: lazy_gettext(
        "Dieser Code gehört nicht zu dieser Umfrage. Bitte prüfen Sie, ob Sie den neuesten Brief "
        "haben."
    ),
    EnterRefusal.USED: lazy_gettext(
        "Mit diesem Code wurde schon geantwortet. Jeder Code gilt einmal. Wenn Sie das nicht waren, "
        "wenden Sie sich bitte an die Stelle, die Ihnen geschrieben hat."
    ),
}
"""Why a code does not open the survey; shown at the code field."""

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
    SubmitRefusal.KEPT: (
        lazy_gettext("Ihre Antworten waren schon gespeichert"),
        lazy_gettext(
            "Es gilt, was Sie zuerst abgesendet haben. Danach können wir nichts mehr ändern. Sie "
            "können dieses Fenster schließen."
        ),
    ),
}
"""Why answers were not taken: heading and explanation."""


def answer_error(error: AnswerError, *, may_refuse: bool) -> str:
    """Return the sentence for one mistake."""
    key = _key(error, may_refuse=may_refuse)
    return str(ANSWER_ERRORS[key]) % _written(error.params)


def _key(error: AnswerError, *, may_refuse: bool) -> str:
    if error.key == "required" and may_refuse:
        return "required_or_refuse"
    if error.key == "too_precise" and not error.params.get("decimals"):
        return "not_whole"
    return error.key


def _written(params: Mapping[str, str | float]) -> dict[str, str]:
    """Return numbers as people of the page's language write them; years have no separator."""
    return {
        name: value if isinstance(value, str) else _number(value) for name, value in params.items()
    }


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else format_decimal(value)


def minutes_left(minutes: int) -> str:
    """Say how long the rest takes."""
    if minutes == 1:
        return gettext("noch etwa 1 Minute")
    return gettext("noch etwa %(minutes)s Minuten", minutes=minutes)
