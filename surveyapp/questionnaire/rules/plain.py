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
    r"\b(des|dessen|deren|eines|keines|meines|Ihres|unseres|Kindes|Kreises|Hauses"
    r"|Ihrer Kinder|wegen|trotz|aufgrund|während|statt|anhand|mithilfe)\b",
    re.IGNORECASE,
)
_UNREAL = r"(?:würde|wäre|hätte|könnte|sollte|dürfte|müsste|bräuchte|ließe)[nt]?"
#: Participles as they stand behind "werden"; capitals begin nouns.
_DONE = r"(?:\w{2,7}ge|ge|be|ver|er|ent|zer|miss|über|unter)[a-zäöüß]+(?:t|en)"
_HARD_FORM = re.compile(
    rf"\b((?i:{_UNREAL}|worden|wurden?)|(?:[Ww]erden|[Ww]ird)\b[^.?!:\n]*?\b{_DONE}"
    rf"|{_DONE} (?:werden|wird)|(?i:ist|sind) zu [a-zäöüß]+en|lässt sich|lassen sich)\b"
)
_SIGN = re.compile(
    r"[;()\[\]–—%&/§+=<>*]| - |\b(?:z\. ?B|d\. ?h|u\. ?a|o\. ?ä|usw|bzw|ggf|ca|inkl|evtl|etc|bspw|vgl"
    r"|mind|max|Std|Min|Nr|Tel|Str|Mio|Jh|Abs|km|Pkw|Kfz|Tsd)\b\.?"
)
_NUMBER_WORD = re.compile(
    r"\b(zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|(?:drei|vier|fünf|sech|sieb|acht|neun)zehn"
    r"|(?:zwan|vier|fünf|sech|sieb|acht|neun)zig|dreißig|hundert|tausend)\b",
    re.IGNORECASE,
)
#: A list of what is not ("keine Namen und keine Adressen") says no once.
_TWICE_NOT = re.compile(
    r"\b(?i:nicht|kein\w*|nie|niemand)\b(?:(?!\b(?:und|oder)\b)[^.,?!\n])*"
    r"\b(?:nicht|kein\w*|ohne|un(?!d\b|ter|s\b|ser)[a-zäöüß]{4,})\b"
)


def _plain(look: Look) -> Iterator[tuple[str, str]]:
    """Iterate over the wordings in plain German, an ellipsis where answers are filled in."""
    for said in look.texts:
        if said.text.get(PLAIN):
            yield said.path, neutral({PLAIN: said.text[PLAIN]})[PLAIN]


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


@advice("Q108", "has the number “{word}” as a word in plain German", "write digits: 2, 10")
def a_plain_number_is_a_word(look: Look) -> Found:
    """A number in plain German is written as a word.

    Digits are seen at once, also by people who hardly read. "Ein" and "eine" stay words.

    Broken: `{de-simple: "Haben Sie zwei Kinder?"}`
    Mended: `{de-simple: "Haben Sie 2 Kinder?"}`
    """
    yield from _first(look, _NUMBER_WORD)


@advice("Q109", "says no twice in plain German: “{word}”", "say what is so")
def plain_german_says_no_twice(look: Look) -> Found:
    """A sentence in plain German holds two negations.

    One has to be turned round in mind to see what both mean together. Say what is so.

    Broken: `{de-simple: "Das ist nicht unwichtig."}`
    Mended: `{de-simple: "Das ist wichtig."}`
    """
    yield from _first(look, _TWICE_NOT)


_PATTERNS = {
    "Q103": _GENITIVE,
    "Q104": _HARD_FORM,
    "Q105": _SIGN,
    "Q108": _NUMBER_WORD,
    "Q109": _TWICE_NOT,
}


def flaws(wording: str) -> Iterator[str]:
    """Say what breaks the rules in one wording in plain German, wherever it stands: rule and words."""
    for sentence in sentences(wording):
        if len(words(sentence)) > LONGEST_SENTENCE:
            yield f"Q100 {' '.join(sentence.split())}"
    for line in wording.splitlines():
        if len(sentences(line)) > 1:
            yield f"Q101 {line}"
    for word in _PART.findall(wording):
        if len(word) > LONGEST_WORD:
            yield f"Q102 {word}"
    for rule, pattern in _PATTERNS.items():
        for found in pattern.finditer(wording):
            yield f"{rule} {found.group()}"


def _first(look: Look, pattern: re.Pattern[str]) -> Found:
    """Find the first match in each wording."""
    for path, wording in _plain(look):
        found = pattern.search(wording)
        if found is not None:
            yield at(path, word=found.group())
