"""Rules about plain German (Leichte Sprache, ``de-simple``): what its readers were found to need.

Netzwerk Leichte Sprache, Die Regeln für Leichte Sprache (2022); DIN SPEC 33429 (2025). Both demand a
check by readers as well, which no rule can take the place of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveyapp.questionnaire.catalogues import PLAIN
from surveyapp.questionnaire.rules.look import Look
from surveyapp.questionnaire.rules.readability import sentences, words
from surveyapp.questionnaire.rules.rule import Found, advice, at
from surveyapp.questionnaire.texts import neutral

LONGEST_SENTENCE = 12
"""Words of a sentence."""

LONGEST_WORD = 13
"""Letters of a word that is not split with a hyphen or a dot in the middle (Mediopunkt)."""

_PART = re.compile(r"[^\W\d_]+")
_GENITIVE = re.compile(
    r"\b(des|dessen|deren|eines|keines|meines|Ihres|Ihrer Kinder|wegen|trotz|aufgrund|während)\b",
    re.IGNORECASE,
)
_HARD_FORM = re.compile(
    r"\b(würden?|wäre[nt]?|hätte[nt]?|könnten?|sollten?|dürften?|worden|wurden?"
    r"|(?:werden|wird) (?:\w+ )?ge\w+t)\b",
    re.IGNORECASE,
)
_SIGN = re.compile(
    r"[;()\[\]–%&/]|\b(?:z\. ?B|d\. ?h|u\. ?a|usw|bzw|ggf|ca|inkl|evtl|etc|o\. ?ä)\b\.?"
)


def _plain(look: Look) -> Iterator[tuple[str, str]]:
    """Iterate over the wordings in plain German, an ellipsis where answers are filled in."""
    for said in look.texts:
        wording = neutral(said.text).get(PLAIN)
        if wording:
            yield said.path, wording


@advice(
    "Q100",
    "has a sentence of {number} words in plain German: “{sentence}”",
    "split it: at most {most} words, one thought each",
)
def a_plain_sentence_is_long(look: Look) -> Found:
    """A sentence in plain German has more than twelve words.

    Who reads slowly has lost its beginning at its end. Say one thought in each sentence.

    Broken: `{de-simple: Kreuzen Sie an, was Ihr Kind in einer Woche nach der Schule alles macht.}`
    Mended: `{de-simple: "Was macht Ihr Kind nach der Schule?"}`
    """
    for path, wording in _plain(look):
        for sentence in sentences(wording):
            number = len(words(sentence))
            if number > LONGEST_SENTENCE:
                yield at(
                    path, number=number, most=LONGEST_SENTENCE, sentence=" ".join(sentence.split())
                )


@advice("Q101", "has two sentences on one line in plain German", "begin a new line for each")
def a_plain_line_holds_two_sentences(look: Look) -> Found:
    """Two sentences in plain German stand on one line.

    A new line shows where a thought begins. Begin one for each sentence.

    Broken: `{de-simple: "Sie müssen nicht mitmachen. Sie können jederzeit aufhören."}`
    Mended: the second sentence on a line of its own
    """
    for path, wording in _plain(look):
        if any(len(sentences(line)) > 1 for line in wording.splitlines()):
            yield at(path)


@advice(
    "Q102",
    "has the word “{word}” in plain German",
    "split it with a hyphen, or take a shorter word",
)
def a_plain_word_is_long(look: Look) -> Found:
    """A word in plain German has more than thirteen letters in a row.

    Long words are read letter by letter. Split compounds with a hyphen (Betreuungs-Zeiten), or take a
    shorter word.

    Broken: `{de-simple: "Passen die Betreuungszeiten?"}`
    Mended: `{de-simple: "Passen die Zeiten in der Kita?"}`
    """
    for path, wording in _plain(look):
        long = (word for word in _PART.findall(wording) if len(word) > LONGEST_WORD)
        word = next(long, None)
        if word is not None:
            yield at(path, word=word)


@advice("Q103", "has a genitive in plain German: “{word}”", "say it with “von” or another sentence")
def plain_german_has_a_genitive(look: Look) -> Found:
    """A wording in plain German has a genitive, or a word that demands one.

    "Das Alter des Kindes" is harder than "Wie alt ist das Kind?". Say it with "von", or with a verb.

    Broken: `{de-simple: "Das Alter des Kindes"}`
    Mended: `{de-simple: "So alt ist das Kind:"}`
    """
    yield from _first(look, _GENITIVE)


@advice("Q104", "has a hard form in plain German: “{word}”", "say who does what, in the present")
def plain_german_has_a_hard_form(look: Look) -> Found:
    """A wording in plain German has a passive, a subjunctive or the written past.

    "Würden Sie gern" asks about something that is not. Say who does what, and say it in the present.

    Broken: `{de-simple: "Würden Sie den Kurs besuchen?"}`
    Mended: `{de-simple: "Möchten Sie in den Kurs gehen?"}`
    """
    yield from _first(look, _HARD_FORM)


@advice("Q105", "has “{word}” in plain German", "write it out in words, without special signs")
def plain_german_has_a_sign(look: Look) -> Found:
    """A wording in plain German has an abbreviation, brackets, a dash or another special sign.

    Such signs have to be known. Write words, and a sentence more where one is needed.

    Broken: `{de-simple: "Kita (z. B. Krippe)"}`
    Mended: `{de-simple: "Kita oder Krippe"}`
    """
    yield from _first(look, _SIGN)


def _first(look: Look, pattern: re.Pattern[str]) -> Found:
    """Find the first match in each wording."""
    for path, wording in _plain(look):
        found = pattern.search(wording)
        if found is not None:
            yield at(path, word=found.group())
