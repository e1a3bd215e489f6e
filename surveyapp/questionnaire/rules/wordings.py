"""Rules about what families read."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.questionnaire.index import Index
from surveyapp.questionnaire.rules.rule import Found, rule
from surveyapp.questionnaire.texts import FALLBACK, ITEM_PLACEHOLDERS, PLACEHOLDER
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
    """A placeholder names nothing known, a later answer, or an item where there is none.

    Families would read a sentence with a hole. Correct the name, or ask that question earlier.
    """
    where = positions(index.questionnaire)
    for said in texts(index.questionnaire):
        for name in sorted(_placeholders(said)):
            sentence = _hole(index, said, name, where)
            if sentence:
                yield said.path, sentence, "correct the name in braces, or take it out"


def _placeholders(said: Said) -> set[str]:
    found = (PLACEHOLDER.findall(wording) for wording in said.text.values())
    return {name for names in found for name in names} - said.also


def _hole(index: Index, said: Said, name: str, where: dict[str, int]) -> str:
    if name in ITEM_PLACEHOLDERS:
        return "" if said.list is not None else f"uses {{{name}}} on a page that does not repeat"
    if name not in where:
        return f"uses {{{name}}}, which is no question"
    if where[name] >= said.position:
        return f"uses {{{name}}}, which is asked later"
    of = index.list_of[name]
    seen = (None, *index.lineages.get(said.list or "", ()))
    return f"uses {{{name}}}, which is asked for each item" if of not in seen else ""


@rule("Q033")
def placeholders_differ_between_languages(index: Index) -> Found:
    """The wordings of one text use different placeholders.

    One language would tell less than the other. Use the same ones in all.
    """
    for said in texts(index.questionnaire):
        used = {frozenset(PLACEHOLDER.findall(wording)) for wording in said.text.values()}
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
