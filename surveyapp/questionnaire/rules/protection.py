"""Rules that protect families: sensitive questions, small groups, the contact form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import prod

from surveyapp.questionnaire import phrases
from surveyapp.questionnaire.expression import references
from surveyapp.questionnaire.minutes import minutes_of
from surveyapp.questionnaire.model import Axis, Measures, Question, Unit
from surveyapp.questionnaire.path import walk
from surveyapp.questionnaire.rules.look import Figures, Look
from surveyapp.questionnaire.rules.rule import Found, advice, at, error
from surveyapp.questionnaire.texts import FALLBACK
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives

SMALLEST_GROUP = 20
"""Families below which no result is shown; see docs/methods.md."""

FEWEST_ALIKE = 3
"""Families that should share every combination of groups, so that none stands alone."""

LONGEST_CONTACT = 365
"""Days after which nobody waits for a call any more."""


@error("Q090", "does not say why something sensitive is asked", "add purpose, families read it")
def something_sensitive_has_no_purpose(look: Look) -> Found:
    """A sensitive question does not say why it is asked.

    Families have a right to know (Art. 13 GDPR), and who knows why answers more openly. Add `purpose`.

    Broken: `{id: religion, sensitive: true}`
    Mended: `{id: religion, sensitive: true, purpose: {de: …}, keep_months: 24}`
    """
    for path, question, _ in look.questions:
        if question.is_sensitive and question.purpose is None:
            yield at(f"{path}.purpose")


@advice("Q097", "does not say how long something sensitive is kept", "add keep_months")
def something_sensitive_has_no_end(look: Look) -> Found:
    """A sensitive question does not say how long its answers are kept.

    What nobody needs any more can only do harm (Art. 5 GDPR). Add `keep_months`.

    Broken: `{id: religion, purpose: {de: …}}`
    Mended: `{id: religion, purpose: {de: …}, keep_months: 24}`
    """
    for path, question, _ in look.questions:
        if question.is_sensitive and question.keep_months is None:
            yield at(f"{path}.keep_months")


_SENSITIVE = re.compile(
    r"\b(?:Religion\w*|Konfession\w*|Behinderung\w*|Schwerbehinder\w*|chronisch\w* krank\w*|Diagnose\w*"
    r"|psychisch\w*|Einkommen|Bürgergeld|Schulden|Staatsangehörigkeit\w*|Migrationshintergrund"
    r"|Aufenthaltsstatus|sexuell\w*|Gewalt\w*|Sucht\w*)\b"
)


@advice("Q091", "asks for something sensitive (“{word}”)", "add purpose and keep_months")
def something_sensitive_is_not_marked(look: Look) -> Found:
    """A question speaks of health, income, faith or origin but is not marked as sensitive.

    Such answers need stricter protection (Art. 9 GDPR). Add `purpose` and `keep_months`.

    Broken: "Welcher Religion gehören Sie an?" without `purpose`
    Mended: the same with `purpose` and `keep_months`
    """
    for path, question, _ in look.questions:
        found = _SENSITIVE.search(question.text.get(FALLBACK, ""))
        if found and not question.is_sensitive and _says_who(question):
            yield at(f"{path}.text", word=found[0])


def _says_who(question: Question) -> bool:
    """Say whether an answer describes the family rather than what it thinks of an offer."""
    return question.planning is None or question.planning.measures is Measures.CONTEXT


_IDENTIFYING = re.compile(
    r"\b(?:Ihr(?:en)? (?:vollständige[nr]? )?(?:Vor|Nach|Familien)?name[n]?\b"
    r"|Ihre (?:genaue )?(?:Adresse|Anschrift)"
    r"|Ihre (?:Telefon|Handy)nummer|Ihre E-Mail\S*|Name[n]? (?:Ihres|des) Kindes|Geburtsdatum|Geburtstag"
    r"|Straße und Hausnummer)",
    re.IGNORECASE,
)


@error(
    "Q092",
    "asks for “{word}”, which names a family",
    "ask it in the contact form, or ask less exactly",
)
def a_question_asks_who_a_family_is(look: Look) -> Found:
    """A question asks for a name, address, day of birth or telephone number.

    Answers are anonymous; one name in them breaks the promise for all. Ask it in the contact form.

    Broken: "Wie lautet Ihre Adresse?"
    Mended: "In welcher Gemeinde wohnen Sie?"
    """
    for path, question, _ in look.questions:
        found = _IDENTIFYING.search(question.text.get(FALLBACK, ""))
        if (
            found
            and not kind_of(question).is_personal
            and kind_of(question).gives is not Gives.CODES
        ):
            yield at(f"{path}.text", word=found[0])


def _groups(axis: Axis) -> int:
    return len(axis.categories) + 1  # and those who did not answer


@advice(
    "Q093",
    "with {axis} would have groups of about {expected} families in {place} (at least {least})",
    "ask with fewer groups, or show this axis for the county only",
)
def groups_would_be_too_small(look: Look) -> Found:
    """A social axis cuts the families of a small municipality into groups that can be recognised.

    Few families answer in a village; one lone parent with four children is known to everybody.
    Results of such groups are hidden anyway: use fewer groups. The forecast takes the families with
    children of the municipality in the middle of the county, half of which answer, shared out evenly.

    Broken: an axis with nine groups where a usual municipality has 60 families
    Mended: an axis with two groups
    """
    figures = look.figures
    if figures is None or look.questionnaire.area_question is None:
        return
    for n, axis in enumerate(look.questionnaire.axes):
        if axis.unit is not Unit.FAMILY:
            continue
        expected = expected_group(figures, _groups(axis))
        if expected < SMALLEST_GROUP:
            label = axis.label.get(FALLBACK, axis.id)
            yield at(
                f"axes[{n}]",
                axis=label,
                expected=round(expected),
                place=figures.county,
                least=SMALLEST_GROUP,
            )


def expected_group(figures: Figures, groups: int, response: float = 0.5) -> float:
    """Return how many families stand in one group of a usual area when a share responds."""
    sizes = sorted(figures.families.values())
    middle = sizes[len(sizes) // 2] if sizes else 0.0
    return middle * response / groups


@advice(
    "Q089",
    "{axes} together leave about {expected} families alike in {place} (at least {least})",
    "ask with fewer groups, and never show these axes crossed",
)
def families_are_alone_in_their_groups(look: Look) -> Found:
    """Place, ages of children and social axes together describe hardly more than one family.

    Whoever reads the stored answers of a village could recognise a neighbour. Ask with fewer groups.
    The forecast takes all families with children of the municipality in the middle of the county,
    whether they answer or not, spread evenly over all combinations of groups.

    Broken: nine family forms, nine incomes and five ages in a county of villages
    Mended: three family forms, three incomes and three ages
    """
    figures, axes = look.figures, look.questionnaire.axes
    if figures is None or look.questionnaire.area_question is None or len(axes) < 2:
        return
    combinations = prod(_groups(axis) for axis in axes)
    expected = expected_group(figures, combinations, response=1.0)
    if expected < FEWEST_ALIKE:
        yield at(
            "axes",
            axes=", ".join(axis.label.get(FALLBACK, axis.id) for axis in axes),
            expected=round(expected, 1),
            place=figures.county,
            least=FEWEST_ALIKE,
        )


@error(
    "Q094",
    reply=("asks for nothing by which a family can be reached", "ask for email or phone"),
    days=("keeps entries for {number} days", "delete them after at most {most} days"),
)
def a_contact_form_leads_nowhere(look: Look) -> Found:
    """The contact form has no way to reply, or keeps entries for more than a year.

    Families wait for a call that cannot come, or stay in a list that nobody needs. Ask for an address
    or number, and delete early.

    Broken: `contact: {questions: [{id: name, type: text}], keep_days: 3650}`
    Mended: `contact: {questions: [{id: mail, type: email}], keep_days: 90}`
    """
    contact = look.questionnaire.contact
    if contact is None:
        return
    if not any(kind_of(question).is_personal for question in contact.questions):
        yield at("contact.questions", "reply")
    if not 0 < contact.keep_days <= LONGEST_CONTACT:
        yield at("contact.keep_days", "days", number=contact.keep_days, most=LONGEST_CONTACT)


_PROMISES = (
    re.compile(r"\bfreiwillig|\bmüssen nicht mitmachen", re.IGNORECASE),
    re.compile(r"\banonym|\bniemand weiß", re.IGNORECASE),
)


@advice("Q095", "does not say that taking part is voluntary and anonymous", "say both in intro")
def the_promise_is_missing(look: Look) -> Found:
    """The first page says neither that taking part is voluntary nor that answers are anonymous.

    Families decide there whether they trust the county. Say both.

    Broken: `intro: {de: "Bitte füllen Sie alles aus."}`
    Mended: `intro: {de: "Die Teilnahme ist freiwillig, Ihre Antworten sind anonym."}`
    """
    intro = look.questionnaire.intro.get(FALLBACK, "")
    if not all(promise.search(intro) for promise in _PROMISES):
        yield at("intro")


@advice("Q096", "promises {said} minutes where {estimate} are estimated", "write about {estimate}")
def the_promised_time_is_wrong(look: Look) -> Found:
    """The time in `minutes` is far from what words and questions take.

    Families who were promised less than it takes leave, and believe the county less next time. Write
    the estimate.

    Broken: `minutes: 5` for sixty questions
    Mended: `minutes: 15`
    """
    estimates = sorted(minutes_of(walk(look.questionnaire, each)) for each in look.families)
    if not estimates:
        return
    said, usual = look.questionnaire.minutes, estimates[len(estimates) // 2]
    if said < usual / 2 - 1 or said > 2 * usual + 2:
        yield at("minutes", said=said, estimate=max(1, round(usual)))


@advice("Q098", "repeats {name!r}, which is sensitive", "take the answer out of the text")
def a_sensitive_answer_is_read_out(look: Look) -> Found:
    """A text or message names the answer to a sensitive question.

    Who looks over a parent's shoulder reads it on a later page, where nobody expects it. Word the text
    without it.

    Broken: `message: {de: "Mit {income} Euro passt das nicht."}` where `income` is sensitive
    Mended: `message: {de: "Das passt nicht zu Ihrer Angabe zum Einkommen."}`
    """
    for said in look.texts:
        parts = (part for wording in said.text.values() for part in phrases.parts_of(wording))
        names = {
            name
            for part in parts
            if isinstance(part, phrases.Filled)
            for name in references(part.expression)
        }
        for name in sorted(names):
            question = look.index.questions.get(name)
            if question is not None and _is_revealing(look, question):
                yield at(said.path, name=name)


def _is_revealing(look: Look, question: Question) -> bool:
    """Say whether an answer is sensitive, or is worked out from one that is."""
    return question.is_sensitive or any(
        look.index.questions[name].is_sensitive for name in _sources(look, question)
    )


def _sources(look: Look, question: Question) -> Iterator[str]:
    trees = (tree for written, tree in look.readable if written.text == question.value)
    tree = next(trees, None)
    if tree is not None:
        yield from (name for name in references(tree) if name in look.index.questions)


_AGREES = re.compile(r"einverstanden|willig|\bdarf\b|erlaube|stimme .*zu|zustimm", re.IGNORECASE)


@advice("Q099", "does not say that the family agrees", "write “Ich bin einverstanden, dass …”")
def a_contact_form_does_not_ask_for_consent(look: Look) -> Found:
    """What families tick in the contact form does not say that they agree to anything.

    Without consent the county may not keep an address (Art. 6 and 7 GDPR). Say who keeps what for what,
    and begin with “Ich bin einverstanden”.

    Broken: `consent: {de: "Ja."}`
    Mended: `consent: {de: "Ich bin einverstanden, dass der Landkreis mich anruft."}`
    """
    contact = look.questionnaire.contact
    if contact is not None and not _AGREES.search(contact.consent.get(FALLBACK, "")):
        yield at("contact.consent")
