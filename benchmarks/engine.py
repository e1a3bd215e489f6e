"""How long the engine takes on a large questionnaire: 500 questions, 300 conditions.

Prints seconds for the check, one walk and one step; run with ``make bench``.
"""

from __future__ import annotations

import sys
from random import Random
from time import perf_counter

from surveyapp.questionnaire import checks, flow, path
from surveyapp.questionnaire.examples import example_value
from surveyapp.questionnaire.model import ItemList, Option, Page, Question, Questionnaire, Section
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Value

QUESTIONS, CONDITIONS, ON_A_PAGE = 500, 300, 5
KINDS = ("single", "multiple", "number", "single", "yesno")


def _said(text: str) -> dict[str, str]:
    return {"de": text, "en": text}


def _condition(number: int, randomness: Random) -> str:
    """Return a condition on one or two of the questions before."""
    parts = [
        _part(randomness.randrange(number), randomness) for _ in range(randomness.choice((1, 2)))
    ]
    return randomness.choice((" or ", " and ")).join(parts)


def _part(number: int, randomness: Random) -> str:
    if KINDS[number % 5] == "number":
        return f"q{number} {randomness.choice(('<', '>='))} {randomness.randint(2, 9)}"
    if KINDS[number % 5] == "yesno":
        return f"q{number} != 'no'"
    sign = "has" if KINDS[number % 5] == "multiple" else "!="
    return f"q{number} {sign} '{randomness.choice('abcd')}'"


def _question(number: int, show: str | None) -> Question:
    kind = KINDS[number % 5]
    options = tuple(Option(code, _said(f"Antwort {code}")) for code in "abcd")
    return Question(
        id=f"q{number}",
        type=kind,
        text=_said(f"Wie ist es bei Nummer {number}?"),
        options=options if kind in ("single", "multiple") else (),
        minimum=0 if kind == "number" else None,
        maximum=12 if kind == "number" else None,
        show=show,
    )


def large(seed: int = 1) -> Questionnaire:
    """Return a questionnaire of 500 questions, of which 300 have a condition."""
    randomness = Random(seed)  # noqa: S311 - the same questionnaire every time
    asked = set(randomness.sample(range(10, QUESTIONS), CONDITIONS))
    questions = [
        _question(n, _condition(n, randomness) if n in asked else None) for n in range(QUESTIONS)
    ]
    pages = tuple(
        Page(f"p{n}", _said(f"Seite {n}"), "all", tuple(questions[n : n + ON_A_PAGE]))
        for n in range(0, QUESTIONS, ON_A_PAGE)
    )
    text = _said("Freiwillig und anonym.")
    return Questionnaire(
        id="large",
        version=1,
        title=_said("Groß"),
        intro=text,
        thanks=text,
        languages=("de", "en"),
        minutes=40,
        sections=(Section("all", _said("Alles")),),
        pages=pages,
        lists=(ItemList("kids", _said("Kind"), count="q2"),),
    )


def main() -> None:
    """Measure and print."""
    questionnaire = large()
    randomness = Random(1)  # noqa: S311 - no secret

    def answer(asked: Asked, _: path.Known) -> Value:
        return example_value(asked, randomness)

    start = perf_counter()
    found = checks.check(questionnaire)
    checked = perf_counter()
    answers = path.meet_with(questionnaire, answer)
    begun = perf_counter()
    way = path.walk(questionnaire, answers)
    walked = perf_counter()
    flow.next_step(questionnaire, answers, way.screens[len(way.screens) // 2].step)
    stepped = perf_counter()
    sys.stdout.write(
        f"check {checked - start:.2f} s ({len(found)} findings), "
        f"walk {1000 * (walked - begun):.1f} ms, step {1000 * (stepped - walked):.1f} ms\n"
    )


if __name__ == "__main__":
    main()
