"""Rules about what families read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from surveyapp.questionnaire import glossary, phrases
from surveyapp.questionnaire.expression import (
    Count,
    CurrentNumber,
    CurrentRow,
    Name,
    Quantified,
    Seen,
    walk,
)
from surveyapp.questionnaire.rules.look import Look
from surveyapp.questionnaire.rules.rule import Found, advice, at, error
from surveyapp.questionnaire.spelling import write
from surveyapp.questionnaire.texts import FALLBACK
from surveyapp.questionnaire.translations import fingerprint
from surveyapp.questionnaire.types.text import LONGEST
from surveyapp.questionnaire.written import AT_THE_END, Said


@error("Q030", "has no wording in {language!r}", "add {language}: …")
def a_language_is_missing(look: Look) -> Found:
    """A text for families is not written in every language of the questionnaire.

    Families would read German in the middle of their language. Add the wording. Where translations
    stand in files of their own, a wording is missing, too, when the German one has changed since.

    Broken: `languages: [de, en]`, `text: {de: Wartezeit}`
    Mended: `text: {de: Wartezeit, en: Waiting time}`
    """
    for said in look.texts:
        for language in () if said.for_planners else look.questionnaire.languages:
            if not said.text.get(language, "").strip():
                yield at(said.path, language=language)


@error("Q031", "has {number} characters in {language!r}", "say it in fewer than {most}")
def a_text_is_too_long_to_store(look: Look) -> Found:
    """A text has more than 2000 characters.

    Nobody reads it on a phone. Say it shorter.

    Broken: a page of law in `intro`
    Mended: two sentences, and the law on the page about data protection
    """
    for said in look.texts:
        for language, wording in said.text.items():
            if len(wording) > LONGEST:
                yield at(said.path, number=len(wording), language=language, most=LONGEST)


@error(
    "Q032",
    outside=("uses {{{name}}} on a page that does not repeat", "repeat the page, or take it out"),
    unknown=("uses {{{name}}}, which is no question", "correct the name in braces"),
    later=("uses {{{name}}}, which is asked later", "ask that question earlier"),
    list=("uses {{{name}}}, which is no list", "correct the name of the list"),
    unreadable=("cannot be read: {mistake}", "see Texts in docs/questionnaires.md"),
    item=("uses {{{name}}}, which is asked for each item", "repeat the page over the same list"),
)
def a_placeholder_stays_empty(look: Look) -> Found:
    """A placeholder cannot be read, names nothing known, a later answer, or an item of nowhere.

    Families would read a sentence with a hole. Correct the name, or ask that question earlier.

    Broken: `{de: "Wie alt ist {chlid}?"}`
    Mended: `{de: "Wie alt ist {item}?"}`
    """
    for said in look.texts:
        for mistake in filter(None, map(phrases.mistake, said.text.values())):
            yield at(said.path, "unreadable", mistake=mistake)
        for key, name in sorted(set(_holes(look, said))):
            yield at(said.path, key, name=name)


def _holes(look: Look, said: Said) -> Iterator[tuple[str, str]]:
    lists = frozenset(look.index.lineages.get(said.list or "", ()))
    for part in _parts(said):
        if isinstance(part, phrases.ItemLabel):
            if said.list is None:
                yield "outside", "item"
            continue
        for seen in walk(part.expression, lists):
            yield from _hole(look, said, seen)


def _parts(said: Said) -> Iterator[phrases.Filled | phrases.Chosen | phrases.ItemLabel]:
    for wording in said.text.values():
        yield from phrases.parts_of(wording)


def _hole(look: Look, said: Said, seen: Seen) -> Iterator[tuple[str, str]]:
    node = seen.node
    if isinstance(node, CurrentRow | CurrentNumber):
        if said.list is None and not seen.lists:
            yield "outside", write(node)
    elif isinstance(node, Count | Quantified):
        is_choice = isinstance(node, Count) and node.list in look.positions
        if node.list not in look.index.lists and not is_choice:
            yield "list", node.list
    elif isinstance(node, Name) and node.question not in said.also:
        key = _hole_of_name(look, node.question, said, seen)
        yield from ((key, node.question),) if key else ()


def _hole_of_name(look: Look, name: str, said: Said, seen: Seen) -> str:
    if name not in look.positions:
        return "unknown"
    if look.positions[name] >= said.position:
        return "later"
    of = look.index.list_of[name]
    return "" if of is None or look.sees(of, seen.lists) else "item"


@error("Q033", "uses other placeholders in another language", "use the same in all")
def placeholders_differ_between_languages(look: Look) -> Found:
    """The wordings of one text use different placeholders.

    One language would tell less than the other. Use the same ones in all.

    Broken: `{de: "Mehr zu {municipality}", en: More}`
    Mended: `{de: "Mehr zu {municipality}", en: "More about {municipality}"}`
    """
    for said in look.texts:
        used = {phrases.placeholders(wording) for wording in said.text.values()}
        if len(used) > 1:
            yield at(said.path)


@error("Q034", "do not hold 'de'", "add de and a German wording everywhere")
def german_is_missing(look: Look) -> Found:
    """The questionnaire is not offered in German.

    German is what every text falls back to, and what planners read. Add `de` to the languages.

    Broken: `languages: [en]`
    Mended: `languages: [de, en]`
    """
    if FALLBACK not in look.questionnaire.languages:
        yield at("languages")


@advice("Q035", "has straight quotes in German", "write „…“")
def german_quotes_are_straight(look: Look) -> Found:
    """A German wording has straight quotes.

    Print and screen use „…“ everywhere else. Replace them.

    Broken: `{de: 'Was heißt "Hort"?'}`
    Mended: `{de: Was heißt „Hort“?}`
    """
    yield from (at(path) for path, wording in _german(look) if '"' in wording)


def _german(look: Look) -> Iterator[tuple[str, str]]:
    for said in look.texts:
        yield said.path, said.text.get(FALLBACK, "")


@advice(
    "Q036",
    "was translated into {language!r} before the German wording changed",
    "look at the translation again, then run questionnaire translated",
)
def a_translation_is_stale(look: Look) -> Found:
    """The German wording was changed after it was translated.

    Families of one language would answer another question than all others, and nobody could compare
    them. Look at the translation, then note with `questionnaire translated FILE` that it fits.

    Broken: German says "in der Woche", English still "per month"
    Mended: English says "per week", and `translated` holds the new German wording
    """
    for language, known in look.questionnaire.translated.items():
        for said in look.texts:
            german = said.text.get(FALLBACK)
            if german and said.text.get(language) and fingerprint(german) not in known:
                yield at(said.path, language=language)


@advice(
    "Q106",
    "says “{german}” in {language!r} otherwise than elsewhere",
    "say “{wanted}”, or change the list of words",
)
def a_term_is_translated_otherwise(look: Look) -> Found:
    """A word of the glossary is translated with another word than elsewhere.

    Families would take it for something else. The lists stand in questionnaires/glossary; a word
    counts in every form its beginnings allow.

    Broken: `{de: "Nutzen Sie eine Kita?", en: "Do you use a kindergarten?"}`
    Mended: `{de: "Nutzen Sie eine Kita?", en: "Do you use a daycare centre?"}`
    """
    for said in look.texts:
        german = said.text.get(FALLBACK, "")
        for language, wording in said.text.items() if not said.for_planners else ():
            for word, wanted in glossary.strays(german, wording, language):
                yield at(said.path, german=word, language=language, wanted=wanted)


_BRACKETS = re.compile(r"\([^()]*\)")
_BARE = re.compile(r"\{([a-z_][a-z0-9_]*)(?:\|[a-z_]+)?\}")


@advice("Q037", "has a hole where {{{name}}} was not answered", "put it in brackets, or reword")
def a_placeholder_has_no_fallback(look: Look) -> Found:
    """A sentence needs an answer that a family may have left out.

    It would read "Wie zufrieden sind Sie mit ?". Put the placeholder in brackets, which disappear
    when they stay empty, or word the sentence so that it reads well without.

    Broken: `{de: "Mehr zu {municipality}"}`
    Mended: `{de: "Mehr zu Ihrem Wohnort ({municipality})"}`
    """
    for said in look.texts:
        if said.position == AT_THE_END:
            continue
        bare = _BRACKETS.sub("", said.text.get(FALLBACK, ""))
        for name in sorted(set(_BARE.findall(bare)) & look.positions.keys()):
            question = look.index.questions[name]
            if question.value is None and (question.required is not True or question.may_refuse):
                yield at(said.path, name=name)


_TYPOGRAPHY = (
    (re.compile(r" - "), " - ", "–"),
    (re.compile(r"\.\.\."), "...", "…"),
    (re.compile(r" [!?.,;:](?:\s|$)"), " ?", "?"),
    (re.compile(r"\d-\d"), "0-2", "0–2"),
)


@advice("Q038", "writes “{found}” in German", "write “{better}”")
def german_typography_is_careless(look: Look) -> Found:
    """A German wording has a hyphen for a dash, three dots, or a blank before a mark.

    Careless print makes a letter from the county look like a fraud. Use – and …, and no blank before
    marks.

    Broken: `{de: "0-2 Jahre"}`
    Mended: `{de: "0–2 Jahre"}`
    """
    for path, wording in _german(look):
        for pattern, found, better in _TYPOGRAPHY:
            if pattern.search(wording):
                yield at(path, found=found, better=better)


@error("Q039", "says “{text}” twice", "word them so that families can tell them apart")
def two_answers_read_the_same(look: Look) -> Found:
    """Two options or rows of one question have the same wording.

    Families cannot tell them apart, so their answers mean nothing. Reword one of them.

    Broken: `[{code: bus, text: {de: Bus}}, {code: coach, text: {de: Bus}}]`
    Mended: `[{code: bus, text: {de: Linienbus}}, {code: coach, text: {de: Reisebus}}]`
    """
    for path, question, _ in look.questions:
        for name, parts in (("options", look.options(question)), ("rows", question.rows)):
            said = Counter(part.text.get(FALLBACK, "").strip().casefold() for part in parts)
            if len({part.code for part in parts}) < len(parts):
                continue  # Q001 names it.
            for text in sorted(each for each, number in said.items() if number > 1 and each):
                yield at(f"{path}.{name}", text=text)
