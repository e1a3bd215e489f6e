"""How long the engine takes on a large questionnaire: 500 questions, 300 conditions.

Prints seconds for the check, and milliseconds for one walk, for one step with the screen after it, and
for one document as columns; each also as a multiple of one walk, which says the same on every machine.
Run with ``make bench``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from random import Random
from time import perf_counter

from surveyapp.questionnaire import checks, encoding, flow, path, texts
from surveyapp.questionnaire.answers import parse_step
from surveyapp.questionnaire.examples import example_value
from surveyapp.questionnaire.model import ItemList, Option, Page, Question, Questionnaire, Section
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Answers, Missing, Value

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
    checked = perf_counter() - start
    answers = path.meet_with(questionnaire, answer)
    way = path.walk(questionnaire, answers)
    step = way.screens[len(way.screens) // 2].step
    document = answers.to_json()
    kinds = {
        "walk": lambda: path.walk(questionnaire, answers),
        "step": lambda: _answer_page(questionnaire, answers, step),
        "columns": lambda: encoding.encode(questionnaire, document),
    }
    took = {name: _milliseconds(work) for name, work in kinds.items()}
    parts = (
        f"{name} {time:.1f} ms ({time / took['walk']:.1f} walks)" for name, time in took.items()
    )
    sys.stdout.write(f"check {checked:.2f} s ({len(found)} findings), {', '.join(parts)}\n")
    sys.stdout.write(f"{1000 / took['columns']:.0f} documents as columns a second\n")


def _answer_page(questionnaire: Questionnaire, answers: Answers, step: path.Step) -> None:
    """Do what one press of "Weiter" takes: read the form, find the next screen, word it."""
    raw = {
        field: value
        for asked in flow.asked(questionnaire, answers, step)
        if (said := answers.get(asked.question.id)) is not None and not isinstance(said, Missing)
        for field, value in kind_of(asked.question).raw(asked, said).items()
    }
    parse_step(questionnaire, answers, step, raw)
    following = flow.next_step(questionnaire, answers, step)
    way = path.walk(questionnaire, answers)
    screen = None if following is None else way.screen(following)
    for asked in () if screen is None else screen.asked:
        texts.say(asked.question.text, "de", questionnaire, answers, asked.item, way=way)


def _milliseconds(work: Callable[[], object], times: int = 20) -> float:
    """Return the best of some runs; the others were disturbed by something else."""
    best = float("inf")
    for _ in range(times):
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return 1000 * best


if __name__ == "__main__":
    main()
