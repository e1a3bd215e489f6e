"""Rules about what families read."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.questionnaire import phrases
from surveyapp.questionnaire.expression import (
    Count,
    CurrentNumber,
    CurrentRow,
    Name,
    Quantified,
    Seen,
    walk,
)
from surveyapp.questionnaire.index import Index
from surveyapp.questionnaire.rules.rule import Found, rule
from surveyapp.questionnaire.spelling import write
from surveyapp.questionnaire.texts import FALLBACK
from surveyapp.questionnaire.types.text import LONGEST
from surveyapp.questionnaire.written import Said, positions, texts


@rule("Q030")
def a_language_is_missing(index: Index) -> Found:
    """A text is not written in every language of the questionnaire.

    Families would read German in the middle of their language. Add the wording.
    """
    for said in texts(index.questionnaire):
        for language in index.questionnaire.languages:
            if not said.text.get(language, "").strip():
                yield said.path, f"has no wording in {language!r}", f"add {language}: …"


@rule("Q031")
def a_text_is_too_long(index: Index) -> Found:
    """A text has more than 2000 characters.

    Nobody reads it on a phone. Say it shorter.
    """
    for said in texts(index.questionnaire):
        for language, wording in said.text.items():
            if len(wording) > LONGEST:
                yield said.path, f"has {len(wording)} characters in {language!r}", "say it shorter"


@rule("Q032")
def a_placeholder_stays_empty(index: Index) -> Found:
    """A placeholder cannot be read, names nothing known, a later answer, or an item of nowhere.

    Families would read a sentence with a hole. Correct it, or ask that question earlier.
    """
    where = positions(index.questionnaire)
    for said in texts(index.questionnaire):
        for found in sorted({*_mistakes(said), *_holes(index, said, where)}):
            yield said.path, found, "correct the name in braces, or take it out"


def _mistakes(said: Said) -> Iterator[str]:
    yield from filter(None, map(phrases.mistake, said.text.values()))


def _holes(index: Index, said: Said, where: dict[str, int]) -> Iterator[str]:
    lists = frozenset(index.lineages.get(said.list or "", ()))
    for wording in said.text.values():
        for part in phrases.parts_of(wording):
            if isinstance(part, phrases.ItemLabel):
                yield from _outside("item", said)
                continue
            for seen in walk(part.expression, lists):
                yield from _hole(index, said, seen, where)


def _outside(name: str, said: Said) -> Iterator[str]:
    if said.list is None:
        yield f"uses {{{name}}} on a page that does not repeat"


def _hole(index: Index, said: Said, seen: Seen, where: dict[str, int]) -> Iterator[str]:
    node = seen.node
    if isinstance(node, CurrentRow | CurrentNumber):
        yield from _outside(write(node), said) if not seen.lists else ()
    elif isinstance(node, Count | Quantified):
        is_choice = isinstance(node, Count) and node.list in where
        if node.list not in index.lists and not is_choice:
            yield f"uses {{{node.list}}}, which is no list"
    elif isinstance(node, Name) and node.question not in said.also:
        sentence = _hole_of_name(index, node.question, said, seen, where)
        yield from (sentence,) if sentence else ()


def _hole_of_name(index: Index, name: str, said: Said, seen: Seen, where: dict[str, int]) -> str:
    if name not in where:
        return f"uses {{{name}}}, which is no question"
    if where[name] >= said.position:
        return f"uses {{{name}}}, which is asked later"
    around = {each for of in seen.lists for each in index.lineages.get(of, (of,))}
    is_open = index.list_of[name] not in (None, *around)
    return f"uses {{{name}}}, which is asked for each item" if is_open else ""


@rule("Q033")
def placeholders_differ_between_languages(index: Index) -> Found:
    """The wordings of one text use different placeholders.

    One language would tell less than the other. Use the same ones in all.
    """
    for said in texts(index.questionnaire):
        used = {phrases.placeholders(wording) for wording in said.text.values()}
        if len(used) > 1:
            yield said.path, "uses other placeholders in another language", "use the same in all"


@rule("Q034")
def german_is_missing(index: Index) -> Found:
    """The questionnaire is not offered in German.

    German is what every text falls back to, and what planners read. Add ``de`` to the languages.
    """
    if FALLBACK not in index.questionnaire.languages:
        yield "languages", "do not hold 'de'", "add de and a German wording everywhere"


@rule("Q035")
def german_quotes_are_straight(index: Index) -> Found:
    """A German wording has straight quotes.

    Print and screen use „…“ everywhere else. Replace them.
    """
    yield from _straight(index)


def _straight(index: Index) -> Iterator[tuple[str, str, str]]:
    for said in texts(index.questionnaire):
        if '"' in said.text.get(FALLBACK, ""):
            yield said.path, "has straight quotes in German", "write „…“"
