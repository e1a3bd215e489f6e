"""What a question that was taken from the item bank has lost: what can no longer be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from surveyapp.questionnaire import versions
from surveyapp.questionnaire.bank.core import core_items, standing_alone
from surveyapp.questionnaire.index import options_of
from surveyapp.questionnaire.model import Page, Question, Questionnaire, Section, Text, Tie
from surveyapp.questionnaire.texts import FALLBACK
from surveyapp.questionnaire.versions import Change, Difference

_TEXTS = ("text", "hint", "unit_text", "low", "high")
"""Texts of a question that families read; its label is for planners, its purpose the county's own."""


class Lost(StrEnum):
    """In what a question differs from its item."""

    #: The German wording, so nothing can be compared.
    WORDING = "wording"
    #: The wording of another language, so the answers of families who read it cannot be.
    TRANSLATION = "translation"
    #: A language has no wording yet, and the bank has one.
    UNTRANSLATED = "untranslated"
    #: Options, rows, limits or the scale.
    CHOICES = "choices"
    TYPE = "type"
    #: Only certain families are asked, or each of several times.
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that is no longer as the item has it."""

    kind: Lost
    #: Of wordings.
    language: str = ""
    #: Names of wordings that differ (``text``, ``option/yes``); codes for choices.
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    #: Whether the differences are small enough to be a spelling that was mended.
    is_small: bool = False

    @property
    def hinders(self) -> bool:
        """Say whether answers can no longer be compared because of it."""
        return self.kind is not Lost.UNTRANSLATED


Wordings = Mapping[str, Text]
"""Name of a wording (``text``, ``option/yes``, ``row/kita``) to what it says in each language."""


def wordings(question: Question) -> Wordings:
    """Return everything families read of a question that stands alone."""
    said = {name: getattr(question, name) or {} for name in _TEXTS}
    options = {f"option/{each.code}": each.text for each in question.options}
    return {**said, **options, **{f"row/{each.code}": each.text for each in question.rows}}


def digest(name: str, language: str, said: str) -> str:
    """Return the digest of one wording, as a tie keeps it once it was confirmed."""
    return hashlib.sha256(f"{name}|{language}|{said}".encode()).hexdigest()[:16]


def original_of(tie: Tie) -> Question | None:
    """Return the core question a tie leads to; None for items of counties and unknown ones."""
    item = core_items().get(tie.item)
    edition = item.edition(tie.version) if item is not None else None
    return edition.question if edition is not None else None


def losses(
    asked: Questionnaire, page: Page, question: Question, item: Question
) -> tuple[Loss, ...]:
    """Return in what a question differs from its item, the gravest first."""
    alone = standing_alone(asked, question)
    difference = _difference(item, alone)
    found = [*_of_type(difference), *_of_wordings(asked, question, alone, item)]
    if _is_filtered(asked, page, question):
        found.append(Loss(Lost.FILTER))
    order = list(Lost)
    return tuple(sorted(found, key=lambda each: order.index(each.kind)))


def _difference(item: Question, alone: Question) -> Difference:
    """Compare two questions as two versions of a questionnaire with nothing else in it."""
    named = replace(alone, id=item.id, required=item.required)
    return versions.compare(_only(item), _only(named))[0]


def _only(question: Question) -> Questionnaire:
    page = Page("page", {}, "section", (question,))
    section = Section("section", {})
    return Questionnaire("bank", 1, {}, {}, {}, (FALLBACK,), 1, (section,), (page,))


def _of_type(difference: Difference) -> Iterator[Loss]:
    if Change.TYPE in difference.all:
        yield Loss(Lost.TYPE)
    elif Change.OPTIONS in difference.all:
        yield Loss(Lost.CHOICES, "", difference.added, difference.removed)


def _of_wordings(
    asked: Questionnaire, question: Question, alone: Question, item: Question
) -> Iterator[Loss]:
    has, had = wordings(alone), wordings(item)
    same = question.tie.same if question.tie is not None else ()
    shared = [name for name in had if name in has]
    for language in asked.languages:
        missing = [n for n in shared if had[n].get(language) and not has[n].get(language)]
        other = [n for n in shared if _differs(n, language, has, had, same) and n not in missing]
        changed = other + (missing if language == FALLBACK else [])
        if changed:
            kind = Lost.WORDING if language == FALLBACK else Lost.TRANSLATION
            pairs = [(had[n].get(language, ""), has[n].get(language, "")) for n in changed]
            yield Loss(kind, language, tuple(changed), is_small=all(is_small(*p) for p in pairs))
        elif missing:
            yield Loss(Lost.UNTRANSLATED, language, tuple(missing))


def _differs(name: str, language: str, has: Wordings, had: Wordings, same: tuple[str, ...]) -> bool:
    """Say whether a wording differs, other than by blanks, from one the item has as well."""
    new, old = has[name].get(language, ""), had[name].get(language, "")
    if new.split() == old.split() or (not old and language != FALLBACK):
        return False
    return digest(name, language, new) not in same


def _is_filtered(asked: Questionnaire, page: Page, question: Question) -> bool:
    section = next((each for each in asked.sections if each.id == page.section), None)
    around = (question.show, page.show, page.repeat, section.show if section else None)
    options, rows = options_of(asked, question), question.rows
    parts = (*(each.show for each in options), *(each.show for each in rows))
    return any((*around, *question.variants, *parts))


_ALIKE = 0.7
"""How much of a word's letters stays when its spelling is mended."""


def is_small(old: str, new: str) -> bool:
    """Say whether only spelling was mended: the same words in number, each but for a few letters.

    A word that begins with another letter („zufrieden“, „unzufrieden“) or holds another figure is
    another word.
    """
    before, after = old.split(), new.split()
    if len(before) != len(after) or not before:
        return False
    return all(_is_same_word(*pair) for pair in zip(before, after, strict=True))


def _is_same_word(old: str, new: str) -> bool:
    one, other = old.casefold(), new.casefold()
    if one == other:
        return True
    has_figures = any(each.isdigit() for each in one + other)
    alike = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return not has_figures and one[:1] == other[:1] and alike >= _ALIKE
