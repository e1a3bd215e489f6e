"""What a survey found, as families read it: an indicator's sentence with place and share, in any language.

The sentences stand in the questionnaire and are translated with it; here are the few words around them that
change with the figure. The place keeps its German name, held together where the text runs the other way.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from babel.numbers import format_percent

from surveyapp.questionnaire.catalogues import PLAIN, SOURCE
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.texts import isolated, locale_of, wording


class Edge(StrEnum):
    """A share that is only known to lie at an end, so that nobody can be counted out."""

    BELOW = "below"
    ABOVE = "above"


_EDGES: Mapping[str, tuple[str, str]] = {
    "de": ("weniger als {share}", "mehr als {share}"),
    "de-simple": ("weniger als {share}", "mehr als {share}"),
    "en": ("fewer than {share}", "more than {share}"),
    "uk": ("менше ніж {share}", "понад {share}"),
    "ru": ("меньше {share}", "больше {share}"),
    "ar": ("أقل من {share}", "أكثر من {share}"),
    "fa": ("کمتر از {share}", "بیشتر از {share}"),
    "tr": ("{share} altında", "{share} üzerinde"),
    "pl": ("mniej niż {share}", "ponad {share}"),
    "ro": ("mai puțin de {share}", "peste {share}"),
    "vi": ("chưa đến {share}", "hơn {share}"),
}

_ONLY_ANSWERED: Text = {
    "de": "Das gilt für die Familien, die geantwortet haben.",
    "de-simple": "Das gilt für die Familien mit einer Antwort.",
    "en": "This holds for the families who answered.",
    "uk": "Це стосується сімей, які відповіли.",
    "ru": "Это относится к семьям, которые ответили.",
    "ar": "هذا ينطبق على العائلات التي أجابت.",
    "fa": "این درباره خانواده‌هایی است که پاسخ داده‌اند.",
    "tr": "Bu, cevap veren aileler için geçerlidir.",
    "pl": "Dotyczy to rodzin, które odpowiedziały.",
    "ro": "Acest lucru este valabil pentru familiile care au răspuns.",
    "vi": "Điều này đúng với các gia đình đã trả lời.",
}
"""What has to be said where anybody could answer, and nobody knows whom the others stand for."""

_NEUTER = ("kreis", "Kreis", "Land", "Eichsfeld")
"""Ends of names of counties that take an article in German."""


def finding(
    sentence: Text, language: str, *, share: float, place: str, edge: Edge | None = None
) -> str:
    """Return an indicator's sentence in a language, in German where it is not translated.

    ``share`` lies in [0, 1]; with ``edge`` it is the limit below or above which the true one lies.
    """
    spoken = language if sentence.get(language) else SOURCE
    said = wording(sentence, spoken)
    if spoken in (SOURCE, PLAIN):
        said = said.replace("in {place}", in_german(place))
    said = said.replace("{place}", isolated(place, spoken))
    said = said.replace("{share}", share_words(share, spoken, edge))
    return said[:1].upper() + said[1:]


def only_answered(language: str) -> str:
    """Return the sentence that belongs beside findings of a survey anybody could answer."""
    return wording(_ONLY_ANSWERED, language)


def share_words(share: float, language: str, edge: Edge | None = None) -> str:
    """Return a share in [0, 1] as a language writes it: ``43 %``, ``%43``, in plain German ``43 Prozent``."""
    number = str(format_percent(share, locale=locale_of(language)))
    if language == PLAIN:
        number = number.replace("\u00a0%", " Prozent")
    below, above = _EDGES.get(language, _EDGES[SOURCE])
    return {None: "{share}", Edge.BELOW: below, Edge.ABOVE: above}[edge].format(share=number)


def in_german(place: str) -> str:
    """Return ``im Kyffhäuserkreis``, ``im Landkreis Gotha`` or ``in Jena``."""
    name = place.removesuffix(", Stadt").removesuffix(", Landeshauptstadt")
    return f"im {name}" if name.startswith("Landkreis") or name.endswith(_NEUTER) else f"in {name}"
