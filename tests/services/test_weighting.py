"""Weights of a wave: decided by people, on totals of register and county, by how it was drawn."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import numpy as np
import pytest

from analytics.dataset import from_records
from analytics.design import Design
from analytics.small_categories import Decision
from surveyapp.services.build_dataset import build_dataset
from surveyapp.services.keys import instance_folder
from surveyapp.services.release_results import ReleaseRefusedError, release
from surveyapp.services.releasing.drawing import DrawingUnknownError, drawn
from surveyapp.services.releasing.setting import Setting, read_setting
from surveyapp.services.releasing.weighting import (
    effect_of_clusters,
    family_design,
    open_questions,
)
from surveyapp.services.releasing.weighting_overview import accept_all, look
from surveyapp.services.weighting import decide as deciding
from surveyapp.services.weighting.bring_in import Totals, TotalsRefused, bring_in, read_totals
from surveyapp.services.weighting.decide import WeighStep
from surveyapp.services.weighting.overview import from_json
from surveyapp.services.weighting.traits import Trait
from surveyapp.storage import releases, weighting
from surveyapp.storage.db import main_store
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.storage.weighting import Decided, Stratum
from tests.analytics.builders import categories, codebook, variable
from tests.builders import Actor, a_wave
from tests.services.simulated import a_simulated_wave, close

TODAY = date(2026, 11, 2)
HEAD = "merkmal;auspraegung;zahl;quelle;stand\n"
FORMS = (
    "Familienform;Alleinerziehend;2100;Melderegister;31.12.2025\n"
    "Familienform;Paar mit Kindern;4900;;\n"
)
TRAITS = (
    Trait(
        "axis.form", "Familienform", "family", {"single": "allein", "couple": "Paar"}, "axis.form"
    ),
    Trait(
        "children_age",
        "Kinder nach Alter",
        "child",
        {"small": "klein", "big": "groß"},
        "age",
        {"small": 400, "big": 600},
    ),
)


def weighed(wave: Wave):
    setting = read_setting(main_store(), wave)
    dataset = build_dataset(instance_folder(), wave)
    return (*family_design(setting, dataset), setting, dataset)


def table_of(path, rows: str):
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


def test_release_waits_until_small_groups_are_decided_and_names_the_page(app) -> None:
    with app.app_context():
        wave = close(a_simulated_wave(30), is_decided=False)

        with pytest.raises(ReleaseRefusedError, match="fewer than 20 families answered in: ") as no:
            release("probe", 1, TODAY)

        assert "Seite „Gewichtung“" in no.value.sentence
        assert releases.latest_release(main_store(), wave.id) is None
        decided = accept_all(main_store(), wave)
        design, weights, setting, dataset = weighed(wave)
        assert set(weighting.decisions_of(main_store(), wave.id)) == set(decided)
        assert open_questions(setting, dataset) == ()
        assert len(weights.merges) == len(decided)
        for margin in weights.margins:
            assert margin.amounts.T @ weights.values == pytest.approx(margin.totals, rel=1e-9)
        assert design.auxiliaries is not None
        assert {margin.as_of for margin in weights.margins} == {"31.12.2020"}


def test_overview_hides_small_groups_and_comes_back_from_another_process(sqlite_app) -> None:
    with sqlite_app.app_context():
        wave = close(a_simulated_wave(30), is_decided=False)

        before = look(main_store(), wave)
        accept_all(main_store(), wave)
        after = look(main_store(), wave)

    rows = [row for each in before.looks for row in each.rows]
    assert before.questions
    assert before.effective == 0
    assert any(row.is_small for row in rows)
    assert all(row.answers is None for row in rows if row.is_small)
    assert {round(row.answers * 100) % 5 for row in rows if row.answers is not None} <= {0}
    assert (after.questions, after.accepted, after.problem) == ((), (), "")
    assert after.families == 30
    assert 0 < after.effective <= 30
    assert from_json(before.to_json()) == before


def test_totals_of_the_county_are_met_beside_those_of_the_register(sqlite_app, tmp_path) -> None:
    with sqlite_app.app_context():
        wave = close(a_simulated_wave(90), is_decided=False)
        path = table_of(tmp_path / "zahlen.csv", FORMS)

        done = bring_in(main_store(), Actor(), wave.id, path, TODAY)
        accept_all(main_store(), wave)

        assert isinstance(done, Totals)
        _design, weights, _setting, dataset = weighed(wave)
        (form,) = [margin for margin in weights.margins if margin.name == "axis.family_form"]
        by_name = {each.name: each.code for each in dataset.codebook["axis.family_form"].categories}
        said = dataset.values("axis.family_form")
        sums = {name: weights.values[said == code].sum() for name, code in by_name.items()}
        assert sums["single"] / sums["couple"] == pytest.approx(2100 / 4900)
        assert (form.source, form.as_of) == ("Melderegister", "31.12.2025")
        assert "axis.family_form" in {margin.name for margin in weights.margins}
        step = deciding.take_back(main_store(), Actor(), wave.id, "axis.family_form")
        assert step is WeighStep.DONE
        assert weighting.given_margins(main_store(), wave.id) == ()


@pytest.mark.parametrize(
    ("rows", "row", "sentence"),
    [
        ("Familenform;allein;5;A;01.01.2026\n", 2, "Meinen Sie „Familienform“?"),
        ("Familienform;Trio;5;A;01.01.2026\n", 2, "Schreiben Sie eines von: „allein“, „Paar“."),
        ("Familienform;allein;5;A;01.01.2026\n", 2, "fehlt: „Paar“"),
        ("Familienform;allein;5;A;01.01.2026\nFamilienform;Paar;;;\n", 3, "Die Zahl fehlt."),
        ("Familienform;allein;5;A;01.01.2026\nFamilienform;Paar;0;;\n", 3, "null"),
        ("Familienform;allein;5;A;01.01.2026\nFamilienform;Paar;-3;;\n", 3, "negativ"),
        (
            "Familienform;allein;5;A;01.01.2026\nFamilienform;allein;5;;\n",
            3,
            "steht schon in Zeile 2",
        ),
        ("Familienform;allein;5;;01.01.2026\nFamilienform;Paar;7;;\n", 2, "Die Quelle fehlt."),
        ("Familienform;allein;5;A;\nFamilienform;Paar;7;;\n", 2, "Der Stand fehlt."),
        ("Familienform;allein;5;A;01.01.2027\nFamilienform;Paar;7;;\n", 2, "Zukunft"),
        ("Familienform;allein;5;A;01.01.2026\nFamilienform;Paar;7;B;\n", 2, "verschiedene Quellen"),
        ("Familienform;allein;unbekannt;A;01.01.2026\nFamilienform;Paar;7;;\n", 2, "zwei Mal"),
        ("Familienform;allein;;;\nFamilienform;Paar;;;\n", 0, "keine Zahl"),
    ],
)
def test_wrong_table_is_refused_with_row_reason_and_cure(tmp_path, rows, row, sentence) -> None:
    read = read_totals(table_of(tmp_path / "zahlen.csv", rows), TRAITS, TODAY)

    assert isinstance(read, TotalsRefused)
    assert any(
        fault.row == row and sentence in f"{fault.reason} {fault.cure}" for fault in read.rows
    ), read.rows


def test_sums_that_contradict_each_other_change_nothing(sqlite_app, tmp_path) -> None:
    languages = (
        "Sprache zu Hause;nur Deutsch;5000;A;01.01.2026\n"
        "Sprache zu Hause;auch andere Sprachen;1500;;\n"
    )
    ages = "".join(
        f"Kinder nach Alter;{band} Jahre;{number};A;01.01.2026\n"
        for band, number in {"0–2": 9, "3–5": 9, "6–9": 9, "10–14": 9, "15–17": 9}.items()
    )
    with sqlite_app.app_context():
        wave = a_wave()

        refused = [
            bring_in(main_store(), Actor(), wave.id, table_of(tmp_path / "z.csv", rows), TODAY)
            for rows in (FORMS + languages, FORMS + ages)
        ]
        foreign = bring_in(
            main_store(),
            Actor(county_ags="16062"),
            wave.id,
            table_of(tmp_path / "z.csv", FORMS),
            TODAY,
        )

        sentences = [[fault.reason for fault in each.rows] for each in refused]
        (first,) = sentences[0]
        assert first.startswith(
            "„Sprache zu Hause“ ergibt zusammen 6.500, „Familienform“ dagegen 7.000"
        )
        assert "ergeben zusammen 45, das Melderegister kennt etwa" in sentences[1][0]
        assert foreign == TotalsRefused(())
        assert weighting.given_margins(main_store(), wave.id) == ()


def test_decisions_and_drawing_of_others_or_of_nothing_are_refused(sqlite_app) -> None:
    area = Decided("children_age", "0-2", "3-5")
    with sqlite_app.app_context():
        wave, session = a_wave(sampling="random"), main_store()

        planned = a_wave(slug="neu", state="planned")
        steps = [
            deciding.decide(session, Actor(county_ags="16062"), wave.id, [area]),
            deciding.decide(session, Actor(is_active=False), wave.id, [area]),
            deciding.decide(session, Actor(), wave.id, [area, Decided("children_age", "x", "")]),
            deciding.decide(session, Actor(), planned.id, [area]),
            deciding.say_drawing(session, Actor(), wave.id, "open", None, {}),
            deciding.say_drawing(session, Actor(), wave.id, "random", None, {"": 50}),
            deciding.say_drawing(session, Actor(), wave.id, "random", None, {"Nord": 500}),
            deciding.say_drawing(session, Actor(), wave.id, "cluster", 0, {}),
        ]

        assert steps == [
            *(WeighStep.NOT_FOUND, WeighStep.NOT_ALLOWED, WeighStep.UNKNOWN, WeighStep.TOO_EARLY),
            *(WeighStep.OPEN_TO_ANYBODY, WeighStep.FEWER_THAN_LETTERS, WeighStep.UNKNOWN),
            WeighStep.FEWER_FACILITIES,
        ]
        assert weighting.decisions_of(session, wave.id) == ()
        done = deciding.say_drawing(session, Actor(), wave.id, "cluster", 12, {"": 800})
        assert (done, wave.sampling, wave.facilities) == (WeighStep.DONE, "cluster", 12)
        assert weighting.strata_of(session, wave.id) == (Stratum("", 100, 800),)


# How the wave was drawn


def setting_of(sampling: str, *, facilities=None, letters=None, strata=()) -> Setting:
    survey = Survey(id="s", county_ags="16065", slug="s", title="S", questionnaire="familie")
    wave = Wave(id="w", survey=survey, number=1, sampling=sampling, facilities=facilities)
    nothing = {field.name: () for field in fields(Setting)}
    said = {"wave": wave, "strata": tuple(strata), "letters": letters or {}}
    return Setting(**{**nothing, **said})


def answers_from(**sizes: int):
    plan = codebook(variable("stratum", "design", categories=categories(tuple(sizes))))
    rows = [{"stratum": at} for at, size in enumerate(sizes.values(), 1) for _ in range(size)]
    return from_records(plan, rows, [()] * len(rows))


def test_sample_of_parts_stands_for_all_families_of_each_part() -> None:
    strata = (Stratum("Nord", 100, 1000), Stratum("Süd", 200, 600))
    setting = setting_of("random", letters={"Nord": 100, "Süd": 200}, strata=strata)

    found = drawn(setting, answers_from(Nord=25, Süd=60), ())

    assert sorted(set(found.base.tolist())) == [10.0, 40.0]
    assert np.bincount(found.strata, found.base).tolist() == pytest.approx([1000, 600])
    assert found.population is None


def test_merged_parts_share_what_nobody_answered_and_keep_their_chances() -> None:
    strata = (Stratum("Nord", 100, 1000), Stratum("Süd", 200, 600))
    setting = setting_of("random", letters={"Nord": 100, "Süd": 200}, strata=strata)

    found = drawn(setting, answers_from(Nord=5, Süd=60), (Decision("stratum", "Nord", "Süd"),))

    assert found.base.sum() == pytest.approx(1600)
    assert found.base.max() / found.base.min() == pytest.approx(10 / 3)
    assert len(set(found.strata.tolist())) == 1
    assert [merge.category for merge in found.merges] == ["Nord"]


def test_small_part_is_asked_about_and_unknown_size_refused() -> None:
    setting = setting_of("random", letters={"Nord": 100, "Süd": 200})

    with pytest.raises(DrawingUnknownError, match="families of Nord, Süd are not known") as refused:
        drawn(setting, answers_from(Nord=30, Süd=60), ())

    assert "wie viele Familien es in jedem Teil" in refused.value.sentence


def test_few_left_unasked_make_figures_surer_only_where_nearly_all_answered() -> None:
    setting = setting_of("all", letters={"Nord": 100, "Süd": 200})

    found = drawn(setting, answers_from(Nord=90, Süd=60), ())

    assert found.population.tolist() == [100, np.inf]
    assert np.bincount(found.strata, found.base).tolist() == pytest.approx([100, 200])


def test_facilities_stand_for_others_and_their_families_for_each_other() -> None:
    setting = setting_of("cluster", facilities=12, letters={"A": 40, "B": 20, "C": 30})

    found = drawn(setting, answers_from(A=20, B=20, C=10), ())

    assert sorted(set(found.base.tolist())) == [4.0, 8.0, 12.0]
    assert len(np.unique(found.units)) == 3
    assert found.strata is None
    assert found.population.tolist() == [12]
    assert set(found.second.population.tolist()) == {np.inf}


def test_facilities_that_all_took_part_are_strata_and_no_clusters() -> None:
    setting = setting_of("cluster", facilities=3, letters={"A": 40, "B": 20, "C": 30})

    found = drawn(setting, answers_from(A=20, B=20, C=10), ())

    assert found.units is None
    assert len(np.unique(found.strata)) == 3


def test_effect_of_clusters_is_there_for_each_question_and_one_without_clusters() -> None:
    plan = codebook(
        variable("stratum", "design", categories=categories(("A", "B", "C", "D"))),
        variable("care", "category", categories=categories(("yes", "no", "later"))),
        variable("debt", "flag"),
        variable("hours", "number"),
    )
    rows = [
        {"stratum": at, "care": 1 + at % 3, "debt": place % 2, "hours": 10.0 * at}
        for at in range(1, 5)
        for place in range(10)
    ]
    dataset = from_records(plan, rows, [()] * len(rows))
    found = drawn(
        setting_of("cluster", facilities=40, letters=dict.fromkeys("ABCD", 30)), dataset, ()
    )
    clustered = Design(
        found.base, units=found.units, population=found.population, second=found.second
    )

    effect = effect_of_clusters(clustered, dataset)

    assert effect("care") > 20
    assert effect("hours") > 20
    assert 1 < effect("debt") < 3
    assert effect_of_clusters(Design(found.base), dataset)("care") == 1.0


@pytest.mark.parametrize(
    ("facilities", "sizes", "sentence"),
    [
        (None, {"A": 30, "B": 20}, "wie viele Einrichtungen"),
        (9, {"A": 30}, "nur einer Einrichtung"),
    ],
)
def test_cluster_sample_needs_facilities_to_compare(facilities, sizes, sentence) -> None:
    setting = setting_of("cluster", facilities=facilities, letters=dict.fromkeys(sizes, 50))

    with pytest.raises(DrawingUnknownError) as refused:
        drawn(setting, answers_from(**sizes), ())

    assert sentence in refused.value.sentence


def test_open_participation_weighs_all_alike() -> None:
    assert drawn(setting_of("open"), answers_from(A=3), ()).base.tolist() == [1, 1, 1]
