"""Rules about who can meet what: proved by a search over all families, see ``reach.py``."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.questionnaire.model import Option, Question, Row
from surveyapp.questionnaire.reach.search import Outcome, Unknown, by_itself
from surveyapp.questionnaire.rules.look import Look
from surveyapp.questionnaire.rules.rule import Found, advice, at, error


@error("Q050", "is shown to nobody", "mend the conditions that lead here, or take the page out")
def a_page_is_never_shown(look: Look) -> Found:
    """No family, whatever it answers, sees a page.

    The questions on it look asked in the plan and stay empty in the data. Mend the conditions, or
    take the page out.

    Broken: `show: kita == 'yes'` where `kita` is asked only of families without children
    Mended: ask `kita` of all families, or drop the condition
    """
    for n, page in enumerate(look.questionnaire.pages):
        path = f"pages[{n}]"
        if not look.never(path, Outcome.SEEN) or _has_contradiction(look, f"{path}.show"):
            continue
        is_own = look.never(f"{path}.show", Outcome.HOLDS) or page.show is None
        if is_own and not _shows_no_question(look, n):
            yield at(path)


def _shows_no_question(look: Look, page: int) -> bool:
    """Say whether a page is empty only because each of its questions contradicts itself."""
    questions = look.questionnaire.pages[page].questions
    paths = (f"pages[{page}].questions[{m}].show" for m, _ in enumerate(questions))
    return bool(questions) and all(look.never(path, Outcome.HOLDS) for path in paths)


@error("Q051", "is asked of nobody", "mend its condition, or take the question out")
def a_question_is_never_asked(look: Look) -> Found:
    """The page is shown, but no family that sees it is asked this question.

    Planners wait for an answer that never comes. Mend the condition, or take the question out.

    Broken: on a page for families with children: `show: children_count == 0`
    Mended: `show: children_count > 1`
    """
    for path, question, _ in look.questions:
        page = path.partition(".")[0]
        is_page = look.never(page, Outcome.SEEN) and look.never(f"{page}.show", Outcome.HOLDS)
        if (
            is_page
            or not look.never(path, Outcome.SEEN)
            or _has_contradiction(look, f"{path}.show")
        ):
            continue
        if question.show is not None or not look.never(page, Outcome.SEEN):
            yield at(path)


def _parts(path: str, question: Question) -> Iterator[tuple[str, Option | Row]]:
    for n, option in enumerate(question.options):
        yield f"{path}.options[{n}]", option
    for n, row in enumerate(question.rows):
        yield f"{path}.rows[{n}]", row


@error("Q052", "is offered to nobody", "mend its condition, or take it out")
def an_option_or_row_is_never_offered(look: Look) -> Found:
    """A question is asked, but no family is offered one of its options or rows.

    It would look as if nobody wanted it. Mend the condition, or take it out.

    Broken: an option with `show: age_band == '0-2'` on a page for children from 6
    Mended: the option without `show`, or on the page for small children
    """
    for path, question, _ in look.questions:
        if look.never(path, Outcome.SEEN):
            continue
        for place, _part in _parts(path, question):
            if look.never(place, Outcome.SEEN) and not _has_contradiction(look, f"{place}.show"):
                yield at(place)


@error(
    "Q053", "is the wording for nobody", "put it before the variant that takes all, or take it out"
)
def a_variant_is_never_chosen(look: Look) -> Found:
    """No family reads a variant, because an earlier one fits whenever it does, or it never fits.

    Families would read the wrong wording. The first variant whose condition holds counts: put the
    narrow one first.

    Broken: `variants: [{when: n > 0, …}, {when: n > 1, …}]`
    Mended: `variants: [{when: n > 1, …}, {when: n > 0, …}]`
    """
    for path, question, _ in look.questions:
        if look.never(path, Outcome.SEEN):
            continue
        for n, _variant in enumerate(question.variants):
            place = f"{path}.variants[{n}]"
            if look.never(place, Outcome.HOLDS):
                yield at(place)


def _has_contradiction(look: Look, path: str) -> bool:
    goal = path, Outcome.HOLDS
    return look.never(*goal) and not by_itself(look.questionnaire, goal)


@error(
    "Q054", "can never hold, whatever is answered", "write or instead of and, or correct the limits"
)
def a_condition_contradicts_itself(look: Look) -> Found:
    """A condition asks for what cannot be at once.

    Whatever it opens is closed to everybody. Most often `or` was meant, or a limit was mistyped.

    Broken: `age_band == '0-2' and age_band == '3-5'`
    Mended: `age_band in ['0-2', '3-5']`
    """
    for path, outcome in look.proofs:
        if outcome is Outcome.HOLDS and path.endswith(".show") and _has_contradiction(look, path):
            yield at(path)


@advice(
    "Q055",
    "holds for everybody who comes here",
    "take the condition out, or say whom it should leave out",
)
def a_condition_always_holds(look: Look) -> Found:
    """A condition leaves nobody out.

    Somebody meant to spare some families a question, and nobody is spared. Take it out, or say whom
    it should leave out.

    Broken: on a page with `show: children_count > 0` a question with `show: children_count >= 1`
    Mended: the question without `show`
    """
    for path, outcome in look.proofs:
        is_condition = path.endswith(".show") and not path.startswith("axes")
        if outcome is not Outcome.FAILS or not is_condition or not look.never(path, outcome):
            continue
        if not look.never(path, Outcome.HOLDS):
            yield at(path)


@error(
    "Q056",
    base=("speaks of nobody", "mend base, so that some families or children belong to it"),
    need=("can never be a need of those it speaks of", "mend need, or the base beside it"),
)
def an_indicator_never_arises(look: Look) -> Found:
    """No family can have the need, or belongs to the base of an indicator.

    The result would be 0 % for ever, which reads like good news. Mend the expression.

    Broken: `base: age_band == '0-2'`, `need: after_school == 'missing'`, asked from 6 years on
    Mended: `base: age_band == '6-9'`
    """
    for n, each in enumerate(look.questionnaire.indicators):
        has_nobody = look.never(f"indicators[{n}].base", Outcome.HOLDS)
        if has_nobody:
            yield at(f"indicators[{n}].base", "base")
        elif look.never(f"indicators[{n}].need", Outcome.HOLDS):
            yield at(f"indicators[{n}].need", "need", name=each.id)


@error("Q057", "is a group of nobody", "mend its condition, or put it before the wider group")
def a_group_of_an_axis_stays_empty(look: Look) -> Found:
    """No family can stand in a group, because the groups before it take everybody, or it fits nobody.

    A comparison would lack one side. The first group whose condition holds counts.

    Broken: `categories: [{show: n >= 1}, {show: n >= 2}]`
    Mended: `categories: [{show: n >= 2}, {show: n >= 1}]`
    """
    for n, axis in enumerate(look.questionnaire.axes):
        for m, _category in enumerate(axis.categories):
            path = f"axes[{n}].categories[{m}]"
            if any(each.show is None for each in axis.categories[:m]):
                break  # Q045 names it.
            if look.never(path, Outcome.HOLDS):
                yield at(path)


def _checks(look: Look) -> Iterator[str]:
    for path, outcome in look.proofs:
        if outcome is Outcome.HOLDS and path.endswith(".that"):
            yield path


@error("Q058", "lets nobody through", "mend the check: it says what must hold")
def a_check_can_never_be_met(look: Look) -> Found:
    """A check cannot hold, so every family that answers is held back.

    Families would be stopped in the middle and leave. `that` says what must hold, not what is wrong.

    Broken: `that: hours < 0`
    Mended: `that: hours >= 0`
    """
    for path in _checks(look):
        if look.never(path, Outcome.HOLDS) and not look.never(path, Outcome.FAILS):
            yield at(path)


@advice("Q059", "never stops anybody", "take the check out, or say what it should catch")
def a_check_never_fails(look: Look) -> Found:
    """A check cannot fail, because limits or conditions already see to it.

    It gives a feeling of safety for nothing. Take it out, or say what it should catch.

    Broken: `maximum: 60` and `that: hours <= 100`
    Mended: `maximum: 60`
    """
    for path in _checks(look):
        owner = path.partition(".checks[")[0]
        if look.never(path, Outcome.FAILS) and not look.never(owner, Outcome.SEEN):
            yield at(path)


@error("Q060", "leaves no number that could be answered", "lower the minimum or raise the maximum")
def limits_leave_no_number(look: Look) -> Found:
    """Smallest and largest number cross for every family that is asked.

    Whatever a family enters is refused. Correct the limits.

    Broken: `minimum: count(children) + 5`, `maximum: 4`
    Mended: `minimum: count(children)`, `maximum: 12`
    """
    for path, _question, _ in look.questions:
        place = f"{path}.minimum"
        if look.never(place, Outcome.HOLDS) and not look.never(path, Outcome.SEEN):
            yield at(place)


@advice(
    "Q061",
    always=("is needed in every case", "write required: true"),
    never=("is needed in no case", "leave required out, or mend its condition"),
)
def required_does_not_depend_on_anything(look: Look) -> Found:
    """The condition of `required` holds for everybody or for nobody.

    The next author believes that it depends on something. Say it plainly.

    Broken: `required: children_count >= 0`
    Mended: `required: true`
    """
    for path, question, _ in look.questions:
        place = f"{path}.required"
        if not isinstance(question.required, str) or look.never(path, Outcome.SEEN):
            continue
        if look.never(place, Outcome.HOLDS):
            yield at(place, "never")
        elif look.never(place, Outcome.FAILS):
            yield at(place, "always")


@advice("Q062", "could not be decided: {reason}", "try it out in the preview")
def nobody_knows_who_meets_it(look: Look) -> Found:
    """The search found neither a family that meets a thing nor a proof that there is none.

    It may be right; only the check could not tell within its limits. Try it out in the preview.

    Broken: `mod(hours, 0.7) > 5`
    Mended: `hours > 5`
    """
    for (path, outcome), proof in look.proofs.items():
        if isinstance(proof, Unknown) and outcome is not Outcome.FAILS:
            yield at(path, reason=proof.reason)
