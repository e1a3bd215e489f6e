import subprocess
import sys
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from analytics import figures, picture_map, picture_scatter
from analytics.released import Cell, Flag, IncomparableError, Measure, ReleasedTable, Topic
from tests import builders_release as builders

TABLE, ABOUT = builders.release()
ASKED = {question.id: question for question in figures.asked(TABLE, ABOUT)}
DOCTOR = "surroundings_satisfaction.doctor"


def test_the_shared_look_is_one_plotly_accepts():
    go.layout.Template(figures.TEMPLATE)


def test_a_group_with_too_few_answers_is_named_and_has_no_number():
    figure = figures.need_map(TABLE, ABOUT, "need.care_gap")

    row = next(row for row in figure.rows if row[1] == "An der Schmücke")

    assert row[2:] == ("zu wenige Antworten", "", "", "zu wenige Antworten")
    assert "gepunktet: zu wenige Antworten" in figure.svg


def test_a_figure_the_release_does_not_hold_is_refused_by_name():
    with pytest.raises(figures.NothingToShowError, match=r"need\.unknown"):
        figures.need_map(TABLE, ABOUT, "need.unknown")


def flat_release():
    cells = tuple(
        replace(cell, value=0.27, low=0.2, high=0.34)
        if cell.topic == "need.care_gap"
        and cell.measure is Measure.SHARE
        and cell.value is not None
        else cell
        for cell in TABLE
    )
    return ReleasedTable(cells)


def test_a_difference_is_claimed_only_where_the_intervals_allow_it():
    claimed = figures.need_map(TABLE, ABOUT, "need.care_gap")
    not_claimed = figures.need_map(flat_release(), ABOUT, "need.care_gap")
    ranked = figures.ranked_bars(flat_release(), ABOUT, "need.care_gap")

    assert "„Bad Frankenhausen/Kyffhäuser“ belastbar höher" in claimed.title
    assert "kein belastbarer Unterschied" in not_claimed.title
    assert "kein belastbarer Unterschied" in ranked.title


def test_a_gap_is_called_proven_only_when_its_whole_interval_says_so():
    proven = figures.overview(TABLE, ABOUT)[0]
    open_cells = tuple(
        replace(c, value=20, low=-60, high=100) if c.measure is Measure.GAP else c for c in TABLE
    )
    open_gap = figures.overview(ReleasedTable(open_cells), ABOUT)[0]

    assert "fehlen rund 340 Plätze (210 bis 480)" in proven.sentence
    assert open_gap.sentence.startswith("Keine Lücke ist belegt")


def test_the_overview_is_five_sentences_that_point_to_figures():
    found = figures.overview(TABLE, ABOUT)

    assert [finding.kind for finding in found] == ["gap", "need", "pairs", "who", "uncertain"]
    assert "41\u00a0% (38 bis 44\u00a0%)" in found[1].sentence
    assert "Kinderärztin oder Kinderarzt" in found[2].sentence
    assert "30\u00a0% der 4.100 eingeladenen" in found[3].sentence
    assert "10 bis 14 Jahre" in found[3].sentence
    assert "5 unsicher, und 5 fehlen" in found[4].sentence


def test_the_overview_of_an_empty_release_invents_nothing():
    found = figures.overview(ReleasedTable(()), ABOUT)

    assert [len(f.sentence) > 20 for f in found] == [True] * 5


def test_two_areas_that_share_a_name_are_told_apart():
    figure = figures.ranked_bars(TABLE, ABOUT, "need.care_gap")

    names = [row[0] for row in figure.rows]

    assert len(set(names)) == len(names) == 10
    assert {"Greußen", "Greußen, Stadt"} <= set(names)


def test_options_chosen_beside_others_form_one_question_and_rows_stay_apart():
    assert ASKED["care"].topics == (
        "care.kita",
        "care.thekiz",
        "care.nanny",
        "care.family",
        "care.none",
    )
    assert ASKED["care"].is_multiple
    assert not ASKED[DOCTOR].is_multiple
    assert ASKED[DOCTOR].label.startswith("Zufriedenheit mit dem Wohnumfeld – Kinderärztin")


def test_an_empty_cell_of_the_chain_with_need_is_a_gap():
    figure = figures.prevention_chain(TABLE, ABOUT)

    gaps = sum(row[2] == "0" and row[4] != "–" for row in figure.rows)

    assert f"In {gaps} von 54 Zellen" in figure.title


def chain_of(*offers_and_shares):
    """Return the chain of one field with so many offers and such a need in each stage of life."""
    county = ("county", builders.COUNTY)
    cells, topics = [], []
    stages = [f"L{k}" for k in range(len(offers_and_shares))]
    for stage, (offers, share) in zip(stages, offers_and_shares, strict=True):
        count = (Measure.COUNT, "offers", "life_stage*field", f"{stage}*HF2", "")
        cells.append(Cell(*count, offers, None, None, None, Flag.PLAIN))
        need = (Measure.SHARE, f"need.{stage}", *county, "1")
        cells.append(Cell(*need, share, share - 0.01, share + 0.01, 100, Flag.PLAIN))
        kind = {"kind": "indicator", "fields": ("HF2",), "life_stages": (stage,)}
        topics.append(Topic(f"need.{stage}", f"Bedarf {stage}", "family", "unmet_need", **kind))
    about = replace(
        ABOUT,
        topics=tuple(topics),
        life_stages={stage: stage for stage in stages},
        fields_of_action={"HF2": "Vereinbarkeit"},
    )
    return figures.prevention_chain(ReleasedTable(tuple(cells)), about)


def test_a_cell_of_the_chain_with_much_need_and_few_offers_is_marked_and_named():
    figure = chain_of((50, 0.1), (40, 0.2), (30, 0.3), (20, 0.4), (5, 0.5), (3, 0.6))

    marked = [row[0] for row in figure.rows if row[5] == "viel Bedarf, wenig Angebot"]

    assert marked == ["L4", "L5"]
    assert "In 2 Zellen trifft viel Bedarf auf wenig Angebot: alle im" in figure.title


def test_cells_that_are_all_alike_are_not_called_thin():
    figure = chain_of(*[(7, 0.5)] * 6)

    assert {row[5] for row in figure.rows} == {""}


def test_the_names_of_fields_stand_in_the_wide_picture_and_their_codes_in_the_narrow_one():
    figure = figures.prevention_chain(TABLE, ABOUT)

    assert ">HF2<" not in figure.svg
    assert ">Vereinbarkeit<" in figure.svg
    assert ">HF2<" in figure.narrow_svg


def test_labels_with_marks_of_their_own_are_quoted_in_titles():
    topics = tuple(
        replace(t, label="Spielplätze: wichtig, aber nicht „gut“") if t.id == "need.play" else t
        for t in ABOUT.topics
    )

    title = figures.need_map(TABLE, replace(ABOUT, topics=topics), "need.play").title

    assert title.startswith("„Spielplätze: wichtig, aber nicht ‚gut‘“: ")


def test_cross_hairs_of_importance_lie_at_the_means_of_all_subjects():
    figure = figures.importance_satisfaction(TABLE, ABOUT)

    # Importance 4.5 4.1 4.7 4.8 3.9 3.4 4.2 3.8, satisfaction 3.1 4.2 2.9 2.2 3.3 2.8 3.2 3.0.
    crosses = [shape.get("x0") for shape in figure.plotly["layout"]["shapes"]]
    assert crosses[0] == pytest.approx(24.7 / 8)
    assert figure.plotly["layout"]["shapes"][1]["y0"] == pytest.approx(33.4 / 8)


def test_numbers_of_crowded_points_do_not_cover_each_other():
    table, about = builders.release(seed=3, number=19)
    figure = figures.need_supply_scatter(table, about, "need.care_gap", "kita", Measure.PER_100)

    layout = figure.plotly["layout"]
    x_low, x_high = layout["xaxis"]["range"]
    y_low, y_high = layout["yaxis"]["range"]
    labels = [
        (
            (a["x"] - x_low) / (x_high - x_low) * picture_scatter.NARROW + a["ax"],
            (y_high - a["y"]) / (y_high - y_low) * picture_scatter.HEIGHT + a["ay"],
        )
        for a in layout["annotations"]
    ]

    overlaps = [
        (a, b)
        for k, a in enumerate(labels)
        for b in labels[:k]
        if abs(a[0] - b[0]) < 18 and abs(a[1] - b[1]) < 15
    ]
    assert len(labels) == 18
    assert not overlaps


def test_the_number_of_an_area_stands_inside_it_even_when_it_is_hollow():
    ring = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (8.0, 10.0), (8.0, 2.0), (0.0, 2.0))

    x, y = picture_map.label_point([ring])

    assert (0 < x < 10 and 0 < y < 2) or (8 < x < 10 and 0 < y < 10)


def test_a_type_checker_refuses_anything_that_was_not_released(tmp_path):
    path = tmp_path / "wrong.py"
    path.write_text(
        "from analytics.figures import need_map\n"
        "from analytics.released import Contents\n"
        "def draw(raw: dict[str, float], contents: Contents) -> object:\n"
        "    return need_map(raw, contents, 'need.x')\n"
    )

    out = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert 'incompatible type "dict[str, float]"; expected "ReleasedTable"' in out.stdout


def test_figures_import_nothing_heavy():
    code = (
        "import sys, analytics.figures; "
        "print([m for m in ('pandas', 'numpy', 'plotly', 'flask') if m in sys.modules])"
    )

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"


OPEN_ABOUT = replace(ABOUT, sampling="open", invited=None)


def test_no_finding_from_open_answers_is_called_reliable():
    sure = ReleasedTable(
        tuple(c for c in TABLE if c.flag not in {Flag.UNCERTAIN, Flag.TOO_FEW}), TABLE.minimum
    )
    invited, opened = (repr(figures.overview(sure, about)) for about in (ABOUT, OPEN_ABOUT))

    assert "belastbar" in invited
    assert "belastbar" not in opened


@pytest.mark.parametrize("sampled", [("open", "random"), ("random", "open"), ("open", "open")])
def test_change_is_refused_where_a_wave_was_open_to_anybody(sampled):
    (now, about), earlier = builders.second_wave(), replace(ABOUT, sampling=sampled[1])

    with pytest.raises(IncomparableError):
        figures.wave_change(now, replace(about, sampling=sampled[0]), TABLE, earlier)
