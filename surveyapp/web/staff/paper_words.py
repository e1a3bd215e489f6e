"""What the pages about sheets of paper say: what does not fit, and how an entry ended."""

from __future__ import annotations

from flask_babel import gettext as _

from surveyapp.questionnaire.answers import AnswerError
from surveyapp.questionnaire.texts import wording
from surveyapp.services.keying.sheets import KeyingRefusal, KeyingStep


def error_sentence(error: AnswerError) -> str:
    """Return what is wrong, and what helps somebody who has the sheet in hand."""
    if error.message:
        said = wording(error.message, "de")
        return _("%(said)s Steht es so auf dem Bogen, lassen Sie das Feld leer.", said=said)
    return {
        "unknown_option": _(
            "Diese Nummer gibt es bei dieser Frage nicht, oder sie gilt hier nicht."
        ),
        "not_a_number": _("Das ist keine Zahl."),
        "too_small": _("Die Zahl ist kleiner, als die Frage erlaubt."),
        "too_large": _("Die Zahl ist größer, als die Frage erlaubt."),
        "exclusive": _(
            "Diese Antworten schließen sich aus. Steht es so auf dem Bogen, lassen "
            "Sie die Frage leer."
        ),
        "too_many": _(
            "Das sind mehr Antworten, als die Frage erlaubt. Steht es so auf dem "
            "Bogen, lassen Sie sie leer."
        ),
        "must_agree": _("Ohne dieses Kreuz darf der Bogen nicht eingegeben werden."),
    }.get(
        error.key,
        _("Das passt hier nicht. Steht es so auf dem Bogen, lassen Sie das Feld leer."),
    )


def refusal_field(refusal: KeyingRefusal) -> tuple[str, str]:
    """Return the field a refusal is about, and its sentence."""
    return {
        KeyingRefusal.MISTYPED: (
            "sheet",
            _("Bitte tippen Sie die Nummer so ab, wie sie auf dem Bogen steht, zum Beispiel 17-X."),
        ),
        KeyingRefusal.CODE_MISSING: (
            "code",
            _("Bitte tippen Sie zuerst den Code ab, er steht im Brief der Familie."),
        ),
        KeyingRefusal.CODE_NOT_VALID: (
            "code",
            _(
                "Dieser Code gilt nicht: Er ist falsch getippt, gesperrt, oder es wurde "
                "schon mit ihm geantwortet."
            ),
        ),
        KeyingRefusal.SAME_PERSON: (
            "sheet",
            _(
                "Diesen Bogen haben Sie schon eingegeben. Die zweite Eingabe macht eine "
                "andere Person."
            ),
        ),
        KeyingRefusal.TO_DECIDE: (
            "sheet",
            _("Dieser Bogen ist schon zweimal eingegeben. Er wartet auf den Vergleich."),
        ),
        KeyingRefusal.REPLACED: (
            "sheet",
            _(
                "Dieser Bogen ist inzwischen fertig oder neu eingegeben. Ihre Eingabe wurde "
                "nicht gespeichert."
            ),
        ),
        KeyingRefusal.UNKNOWN: ("sheet", _("Zu dieser Nummer gibt es nichts mehr zu vergleichen.")),
    }.get(refusal, ("sheet", _("Diese Welle nimmt zurzeit keine Antworten an.")))


def step_sentence(step: KeyingStep, sheet: int) -> tuple[str, str]:
    """Return how an entry ended, and the kind of message."""
    return {
        KeyingStep.FIRST: (
            _(
                "Bogen %(sheet)s ist zum ersten Mal eingegeben. Jetzt gibt ihn eine "
                "andere Person noch einmal ein.",
                sheet=sheet,
            ),
            "success",
        ),
        KeyingStep.AGREED: (
            _(
                "Bogen %(sheet)s ist fertig: Beide Eingaben stimmen überein. Die "
                "Antworten zählen, die Eingaben sind gelöscht.",
                sheet=sheet,
            ),
            "success",
        ),
        KeyingStep.DIFFERS: (
            _(
                "Bogen %(sheet)s: Die beiden Eingaben unterscheiden sich. Bitte "
                "vergleichen Sie mit dem Bogen in der Hand.",
                sheet=sheet,
            ),
            "info",
        ),
    }[step]
