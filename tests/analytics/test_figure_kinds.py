"""What every kind of figure promises, in every state a release can be in."""

import json
import re
from functools import cache
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import pytest

from analytics import describe, figures, picture_bars, picture_stack, printed
from analytics.released import HIDDEN, Flag, IncomparableError
from tests.builders_figures import MAKERS, STATES

NOT_FROM_ANSWERS = {"supply", "way", "use", "late", "languages"}
FOR_ALL_FAMILIES = {"gaps", "covered", "persons", "top", "urgency", "change"}
"""Figures that speak for all families, which an open wave must not."""
NOTHING_SHOWN = {"scatter", "pairs", "change", "who"}
"""Figures that cannot be drawn without a single figure of the survey, and say so."""

HUE = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\b")
ENGLISH = re.compile(
    r"\b(the|and|of|share|mean|county|area|value|group|unknown|none|nan|inf|true|false)\b",
    re.IGNORECASE,
)
ENGLISH_NUMBER = re.compile(r"\d\.\d{1,2}(?!\d)|\d,\d{3}(?!\d)|\d%")


@cache
def release(state):
    return STATES[state]()


@cache
def made(name, state):
    """Return a figure in a state of the release; None where it cannot be drawn, and says so."""
    _kind, make = MAKERS[name]
    if state == "open" and name in FOR_ALL_FAMILIES:
        return None
    try:
        return make(*release(state))
    except figures.NothingToShowError:
        assert state == "all hidden"
        assert name in NOTHING_SHOWN
        return None


@pytest.mark.parametrize("name", sorted(FOR_ALL_FAMILIES))
def test_nothing_is_extrapolated_from_an_open_wave(name):
    with pytest.raises((figures.NothingToShowError, IncomparableError), match="open"):
        MAKERS[name][1](*release("open"))


def every(name):
    return [(state, figure) for state in STATES if (figure := made(name, state)) is not None]


def texts(svg):
    return " ".join("".join(e.itertext()) for e in ET.fromstring(svg).findall(".//{*}text"))


def pictures(figure):
    return [svg for svg in (figure.svg, figure.narrow_svg, figure.print_svg) if svg]


def words_of(figure):
    rows = " ".join(" ".join(row) for row in (figure.columns, *figure.rows))
    return f"{figure.title} {figure.alt} {figure.base} {figure.note} {rows}"


each = pytest.mark.parametrize("name", MAKERS)


def test_every_registered_kind_is_tried():
    assert {kind for kind, _ in MAKERS.values()} == set(figures.KINDS)


@each
def test_a_figure_has_a_finding_as_its_title_and_says_what_is_seen(name):
    for state, figure in every(name):
        assert re.fullmatch(r"[A-ZÄÖÜ„0-9].+\.", figure.title, re.DOTALL), state
        assert ".." not in figure.title, state
        assert len(figure.alt) > 40, state
        assert figure.alt.endswith("."), state
        assert figure.source, state
        assert re.fullmatch(r"[a-z][a-z0-9-]+", figure.id), state


@each
def test_a_figure_names_whom_it_speaks_for_and_how_many_answered(name):
    for state, figure in every(name):
        if name in NOT_FROM_ANSWERS:
            assert "keine Befragung" in figure.base, state
        elif state != "all hidden":
            assert re.search(r"n = \d", figure.base), (state, figure.base)


@each
def test_a_figure_from_answers_carries_intervals_and_says_how_to_read_them(name):
    if name in NOT_FROM_ANSWERS:
        return
    for state, figure in every(name):
        assert "95" in figure.note, state
        if state == "normal":
            assert re.search(r"\d bis [−\d]|\d–[−\d]", words_of(figure)), state


@each
def test_a_hidden_or_uncertain_figure_is_named_in_the_picture_and_explained_beside_it(name):
    for state, figure in every(name):
        said = " ".join(" ".join(row) for row in figure.rows)
        for flag, word in (
            (Flag.TOO_FEW, describe.TOO_FEW),
            (Flag.UNRELIABLE, describe.UNRELIABLE),
        ):
            if word in said:
                assert word in texts(figure.svg), (state, word)
                assert describe.FLAG_NOTES[flag] in figure.note, (state, word)
        if state == "uncertain" and name not in NOT_FROM_ANSWERS:
            assert "unsicher" in texts(figure.svg), state
            assert describe.FLAG_NOTES[Flag.UNCERTAIN] in figure.note, state


@each
def test_no_hidden_value_reaches_a_figure(name):
    figure = made(name, "all hidden")
    if figure is None or name in NOT_FROM_ANSWERS | {"chain"}:
        return
    for row in figure.rows:
        numbers = [value for value in row[1:] if re.fullmatch(r"[\d.,]+( ?%)?", value)]
        assert not numbers, row


@each
def test_every_picture_is_whole_and_uses_presentation_attributes_only(name):
    for state, figure in every(name):
        for svg in pictures(figure):
            root = ET.fromstring(svg)
            names = {attribute for element in root.iter() for attribute in element.attrib}
            assert not names & {"style", "href"}, state
            assert not any(attribute.startswith("on") for attribute in names), state
            assert root.attrib["aria-label"] == figure.alt, state
            assert root.find("{*}rect").attrib["fill"] == "#ffffff", state
            used = set(re.findall(r"url\(#([^)]+)\)", svg))
            assert used <= set(re.findall(r'id="([^"]+)"', svg)), state


@each
def test_no_text_of_a_picture_leaves_it(name):
    for state, figure in every(name):
        for svg in pictures(figure):
            root = ET.fromstring(svg)
            box = root.attrib.get("viewBox", f"0 0 0 {root.attrib['height']}")
            lowest = max(float(e.attrib["y"]) for e in root.findall(".//{*}text"))
            assert lowest < float(box.split()[3]), state


@each
def test_the_print_version_holds_the_same_words_and_no_hue(name):
    for state, figure in every(name):
        assert texts(figure.print_svg) == texts(figure.svg), state
        hues = {hit for hit in HUE.findall(figure.print_svg) if len(set(hit)) > 1}
        assert hues == set(), state


@each
def test_numbers_are_german_and_no_word_is_english(name):
    for state, figure in every(name):
        said = f"{words_of(figure)} {texts(figure.svg)}"
        assert ENGLISH_NUMBER.findall(re.sub(r"\d\.\d{3}", "", said)) == [], state
        assert ENGLISH.findall(said) == [], state
        assert not re.search(r"\d %", said.replace("95 %", "").replace("100 %", "")), state


@each
def test_the_table_has_a_cell_for_every_column(name):
    for state, figure in every(name):
        assert figure.rows, state
        assert {len(row) for row in figure.rows} == {len(figure.columns)}, state


@each
def test_plotly_accepts_the_chart_and_the_small_bundle_can_draw_it(name):
    for state, figure in every(name):
        drawn = json.loads(json.dumps(figure.plotly, allow_nan=False))
        assert {trace["type"] for trace in drawn["data"]} <= {"scatter", "bar"}, state
        assert drawn["layout"]["separators"] == ",.", state
        assert "template" not in drawn["layout"], state
        assert "<b>" not in json.dumps(drawn), state  # Plotly makes style attributes of markup
    chart = made(name, "normal").in_notebook()
    assert isinstance(chart, go.Figure)
    assert chart.layout.title.text


@each
def test_a_figure_of_an_open_survey_says_so_everywhere_and_calls_nothing_reliable(name):
    figure = made(name, "open")
    if figure is None:
        return
    is_from_answers = name not in NOT_FROM_ANSWERS
    assert "belastbar" not in repr(figure)
    for svg in pictures(figure):
        assert ("Offene Beteiligung" in texts(svg)) == is_from_answers
    assert ("nicht repräsentativ" in figure.base) == is_from_answers
    assert ("nicht für alle Familien" in figure.note) == is_from_answers


def test_series_and_stacked_parts_can_be_told_apart_by_lightness_or_by_pattern():
    for colors in (picture_bars.COLORS, [picture_stack.part_color(k) for k in range(8)]):
        looks = [printed.PATTERNS.get(color, printed.grey(color)) for color in colors]
        greys = [printed.grey(c) for c in colors if c not in printed.PATTERNS]
        assert len(set(looks)) == len(looks)
        ratios = [printed.contrast_ratio(a, b) for k, a in enumerate(greys) for b in greys[:k]]
        assert min(ratios, default=9) >= 1.25


def test_bars_and_marks_stand_out_from_the_paper():
    for color in (picture_bars.COLORS[0], "#b3261e", "#1b1b1b", "#4a4a4a"):
        assert printed.contrast_ratio(color, "#ffffff") >= 4.5
    for color in picture_bars.COLORS[1:]:
        assert printed.contrast_ratio(color, "#1b1b1b") >= 3  # their whiskers and words


def test_greys_are_as_light_as_their_colours():
    # Worked by hand after WCAG 2.2: luminance of the orange is 0.4244.
    assert printed.grey("#e3a13b") == "#aeaeae"
    assert printed.grey("#1b1b1b") == "#1b1b1b"
    assert printed.contrast_ratio("#ffffff", "#000000") == pytest.approx(21)


def test_themes_of_texts_speak_of_those_who_wrote_and_say_who_gave_them():
    figure = made("themes", "normal")

    assert (
        figure.title
        == "„Wünsche an den Landkreis: genannte Themen“: am häufigsten „Bus und Bahn“ (40\u00a0%)."
    )
    assert figure.base == "Familien, die dazu etwas geschrieben haben, n = 140 (gerundet)"
    assert "Menschen haben den Texten Themen zugeordnet" in figure.note


def test_a_value_above_all_places_is_drawn_in_full():
    scale = made("use", "normal").plotly["layout"]["xaxis"]["range"]

    assert scale[1] >= 1.06


def test_all_flags_have_words():
    assert set(describe.FLAG_NOTES) == set(Flag) - {Flag.PLAIN}
    assert set(describe.HIDDEN_WORDS) == set(HIDDEN)
