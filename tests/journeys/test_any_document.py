"""Whatever stands in a questionnaire that can be read: no family meets an error page.

The mini-questionnaires of the rules are broken on purpose. Publishing refuses the worst of them; here
they are put in all the same, because a family must never pay for a mistake that a rule overlooks.
"""

from __future__ import annotations

from random import Random

import pytest

from tests import questionnaire_folder
from tests.builders import a_wave_asking
from tests.journeys.journey import Journey

BROKEN = sorted(questionnaire_folder.BROKEN.glob("Q*.yaml"))
HEALTHY = sorted(questionnaire_folder.HERE.glob("*.yaml"))


class AnyFamily:
    """Fills in whatever a page offers, without understanding it."""

    def __init__(self, family: Journey, seed: int) -> None:
        self.family = family
        self.randomness = Random(seed)

    def fill(self) -> None:
        """Choose and write something wherever a page lets one."""
        for control in list(self.family.tree.iter()):
            fill = _FILLS.get(_kind(control))
            if fill is not None and control.get("name") not in {"draft", "shown!", "do", None}:
                fill(control, self.randomness)

    def moves(self) -> list[str]:
        """Return what the buttons of the page offer, without leaving and speaking."""
        offered = [each.get("value", "") for each in self.family.tree.iter("button")]
        return [each for each in offered if each.partition(":")[0] in {"next", "start", "send"}]

    def goes(self, presses: int) -> None:
        """Fill in and go on until nothing is left to press."""
        for _ in range(presses):
            offered = self.moves()
            if not offered:
                return
            self.fill()
            self.family.press(offered[0])
            assert self.family.status in {200, 422}, self.family.words


def _tick(control, randomness):
    control.attrib.pop("checked", None)
    if randomness.random() < 0.6:
        control.set("checked", "")


def _write(control, randomness):
    control.set("value", randomness.choice(["", "1", "3", "2024", "12:30", "Wort", "99999"]))


def _write_long(control, randomness):
    control.text = randomness.choice(["", "Mehr Platz für Kinder."])


def _choose(control, randomness):
    options = list(control.iter("option"))
    for option in options:
        option.attrib.pop("selected", None)
    if options:
        randomness.choice(options).set("selected", "")


_FILLS = {
    "radio": _tick,
    "checkbox": _tick,
    "text": _write,
    "time": _write,
    "select": _choose,
    "textarea": _write_long,
}


def _kind(control):
    return control.get("type", "text") if control.tag == "input" else control.tag


@pytest.mark.parametrize("path", [*BROKEN, *HEALTHY], ids=lambda path: path.stem)
def test_a_family_never_meets_an_error_page(sqlite_app, mini_questionnaires, path):
    with sqlite_app.app_context():
        a_wave_asking(path.read_text(encoding="utf-8"), slug="probe")

    for seed in range(2):
        AnyFamily(Journey(sqlite_app, "probe"), seed).goes(25)
