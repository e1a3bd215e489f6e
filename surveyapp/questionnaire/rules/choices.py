"""Rules about options, scales and matrices: what can be chosen, and how it is laid out."""

from __future__ import annotations

import re
from itertools import chain, pairwise
from re import _parser as re_parser  # has no public name

from surveyapp.questionnaire import pictograms
from surveyapp.questionnaire.model import Measures, Option, Page, Question
from surveyapp.questionnaire.reach.search import Outcome
from surveyapp.questionnaire.rules.look import Look
from surveyapp.questionnaire.rules.rule import Found, advice, at, error
from surveyapp.questionnaire.texts import FALLBACK
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives
from surveyapp.questionnaire.types.text import LONGEST

MOST_OPTIONS, MOST_ROWS, MOST_COLUMNS = 15, 10, 9
"""What a phone shows of one question without losing people."""

_WAYS_OUT = frozenset({"none", "alone", "nothing", "nobody", "never"})


@advice("Q076", "offers {number} options", "group them, or make it a dropdown with search")
def there_are_too_many_options(look: Look) -> Found:
    """A choice offers more options than a phone shows.

    Options at the top are chosen more often the longer a list is. Group them, or make it a
    `dropdown`, which can be searched.

    Broken: a `single` with 30 options
    Mended: a `dropdown` with 30 options
    """
    for path, question, _ in look.questions:
        is_searched = kind_of(question).takes_many_options
        if not is_searched and len(look.options(question)) > MOST_OPTIONS:
            yield at(f"{path}.options", number=len(look.options(question)))


@advice(
    "Q077",
    rows=("asks {number} rows one after the other", "keep at most {most}, or split it by theme"),
    columns=("offers {number} answers for each row", "offer at most {most}"),
)
def a_matrix_is_too_large_for_a_phone(look: Look) -> Found:
    """A matrix has more rows or columns than a phone shows well.

    After ten rows people tick the same column down to the end. Split it by theme.

    Broken: 14 rows under one question
    Mended: two questions with seven rows
    """
    for path, question, _ in look.questions:
        if kind_of(question).gives is not Gives.ROWS:
            continue
        number = len(look.options(question))
        if len(question.rows) > MOST_ROWS:
            yield at(f"{path}.rows", "rows", number=len(question.rows), most=MOST_ROWS)
        if number > MOST_COLUMNS:
            yield at(f"{path}.options", "columns", number=number, most=MOST_COLUMNS)


def _direction(options: tuple[Option, ...]) -> str:
    values = [option.value for option in options if option.value is not None]
    if len(values) < 3 or len(values) < len(options) - 2:
        return ""
    if values == sorted(values):
        return "up"
    return "down" if values == sorted(values, reverse=True) else "mixed"


@advice(
    "Q078",
    order=("has values in no order", "let values rise or fall from the first option to the last"),
    mixed=("runs the other way than {name!r}", "begin all scales at the same end"),
)
def scales_run_in_different_directions(look: Look) -> Found:
    """Scales of the same measure begin at different ends, or values jump.

    People learn the first scale and answer the others the same way round, so half of the answers mean
    the opposite. Begin all scales of satisfaction and importance at the same end.

    Broken: satisfaction from 5 to 1, importance from 1 to 5
    Mended: both from 5 to 1
    """
    first: tuple[str, str] | None = None
    for path, question, _ in look.questions:
        planning = question.planning
        direction = _direction(look.options(question))
        if direction == "mixed":
            yield at(f"{path}.options", "order")
        if planning is None or planning.measures not in _RATED or direction in ("", "mixed"):
            continue
        if question.best is not None:  # a grade says itself which end is the best
            continue
        name = question.scale or question.id
        if first is None:
            first = direction, name
        elif direction != first[0]:
            yield at(f"{path}.options", "mixed", name=first[1])


_RATED = frozenset({Measures.SATISFACTION, Measures.IMPORTANCE})


@advice("Q079", "rates without numbers", "give each option but “betrifft uns nicht” a value")
def a_scale_has_no_values(look: Look) -> Found:
    """A question measures satisfaction or importance, but its options have no values.

    No mean can be shown, and importance cannot stand beside satisfaction. Give each option a `value`.

    Broken: `[{code: good, …}, {code: bad, …}]`
    Mended: `[{code: good, value: 2, …}, {code: bad, value: 1, …}]`
    """
    for path, question, _ in look.questions:
        planning = question.planning
        options = look.options(question)
        is_rated = planning is not None and planning.measures in _RATED
        kind = kind_of(question)
        is_one = (kind.row_gives if kind.gives is Gives.ROWS else kind.gives) is Gives.CODE
        has_none = all(option.value is None for option in options)
        if is_rated and is_one and has_none and len(options) > 2:
            yield at(f"{path}.options")


@advice("Q084", "can be ticked together with others", "set exclusive: true")
def a_way_out_is_not_exclusive(look: Look) -> Found:
    """The option "none of these" can be chosen together with others.

    An answer "bus and none" means nothing. Set `exclusive: true`.

    Broken: `{code: none, text: {de: nichts davon}}`
    Mended: `{code: none, exclusive: true, text: {de: nichts davon}}`
    """
    for path, question, _ in look.questions:
        if kind_of(question).gives is not Gives.CODES or kind_of(question).is_order:
            continue
        for n, option in enumerate(question.options):
            if option.code in _WAYS_OUT and not option.exclusive:
                yield at(f"{path}.options[{n}]")


_RANGE = re.compile(r"^\D*?(\d+)\s*(?:–|-|bis)\s*(\d+)\b(?!.*unter)")


def _ranges(options: tuple[Option, ...]) -> list[tuple[int, int, int]]:
    found = []
    for n, option in enumerate(options):
        match = _RANGE.match(option.text.get(FALLBACK, "").replace(".", ""))
        if match:
            found.append((int(match[1]), int(match[2]), n))
    return sorted(found)


@advice(
    "Q085",
    overlap=(
        "overlaps with the range before it at {number}",
        "let each number belong to one answer",
    ),
    gap=("leaves out {number}", "let each number belong to one answer"),
)
def ranges_overlap_or_leave_gaps(look: Look) -> Found:
    """Number ranges in the wording of options overlap or leave a number out.

    A family with a child of three finds two answers or none. Let each number belong to one answer.

    Broken: "0–3 Jahre", "3–6 Jahre"
    Mended: "0–2 Jahre", "3–6 Jahre"
    """
    for path, question, _ in look.questions:
        found = _ranges(question.options)
        for (_, end, _n), (start, _, place) in pairwise(found):
            if start <= end:
                yield at(f"{path}.options[{place}].text", "overlap", number=start)
            elif start > end + 1:
                yield at(f"{path}.options[{place}].text", "gap", number=end + 1)


@error("Q063", "shows {name!r}, which is not in images/", "put the file there, or mend its name")
def a_picture_is_missing(look: Look) -> Found:
    """An option names a picture that does not lie beside the questionnaire.

    Families would see a broken frame. Put the file into `images/`, or correct its name.

    Broken: `{code: forest, image: forrest.svg, …}`
    Mended: `{code: forest, image: forest.svg, …}`
    """
    if look.pictures is None:
        return
    for path, question, _ in look.questions:
        for n, option in enumerate(question.options):
            if option.image is not None and option.image not in look.pictures:
                yield at(f"{path}.options[{n}].image", name=option.image)


@error("Q107", "shows {name!r}, which is no pictogram", "take one of docs/questionnaires.md")
def a_pictogram_is_unknown(look: Look) -> Found:
    """A page or question names a pictogram that does not exist.

    Families who read plain German would see a broken frame. Take one of the list in
    docs/questionnaires.md, or leave it out.

    Broken: `pictogram: kindergarten`
    Mended: `pictogram: kita`
    """
    pages = ((f"pages[{n}]", page) for n, page in enumerate(look.questionnaire.pages))
    asked = ((path, question) for path, question, _ in look.questions)
    for path, part in chain[tuple[str, Page | Question]](pages, asked):
        if part.pictogram is not None and part.pictogram not in pictograms.names():
            yield at(f"{path}.pictogram", name=part.pictogram)


@advice("Q064", "asks for {least} choices, where nobody is offered so many", "ask for fewer")
def more_choices_are_asked_for_than_offered(look: Look) -> Found:
    """`min_choices` is larger than the number of options that can be visible together.

    The product asks for as many as there are, so what the page says is wrong. Ask for fewer.

    Broken: `min_choices: 3`, where one of three options is only shown to others
    Mended: `min_choices: 2`
    """
    for path, question, _ in look.questions:
        if not look.never(path, Outcome.SEEN) and look.never(f"{path}.min_choices", Outcome.HOLDS):
            yield at(f"{path}.min_choices", least=question.min_choices)


@error(
    "Q065",
    "needs at least {least} characters, where {most} are allowed",
    "mend the pattern, or allow more",
)
def a_pattern_fits_no_text(look: Look) -> Found:
    """No text is short enough for `maximum` and long enough for `pattern`.

    Whatever families write is refused. Mend the pattern, or allow more characters.

    Broken: `pattern: "[0-9]{5}"` with `maximum: 4`
    Mended: `pattern: "[0-9]{5}"` with `maximum: 5`
    """
    for path, question, _ in look.questions:
        least = shortest(question.pattern) if question.pattern is not None else 0
        most = question.maximum if isinstance(question.maximum, (int, float)) else LONGEST
        if least > most:
            yield at(f"{path}.pattern", least=least, most=round(most))


def shortest(pattern: str) -> int:
    """Return the fewest characters a pattern fits; 0 where Python reads it otherwise than RE2."""
    try:
        return int(re_parser.parse(pattern).getwidth()[0])
    except (re.error, RecursionError, OverflowError):
        return 0
