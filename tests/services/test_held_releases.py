"""A release that would reveal somebody is held until somebody decides; nothing of it is shown."""

from datetime import date

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from analytics.released import ReleasedTable
from surveyapp.cli import commands
from surveyapp.region import territory
from surveyapp.region.model import AreaGroup
from surveyapp.services import show_results
from surveyapp.services.build_dataset import build_dataset
from surveyapp.services.keys import instance_folder
from surveyapp.services.regroup_areas import regroup
from surveyapp.services.release_results import (
    HELD,
    ReleaseHeldError,
    ReleaseRefusedError,
    release,
)
from surveyapp.services.releasing.earlier import earlier_figures
from surveyapp.services.releasing.order import MOST_DRAWS, Order, pairs_from_json
from surveyapp.services.releasing.setting import read_setting
from surveyapp.services.releasing.weighting_overview import accept_all
from surveyapp.storage import releases
from surveyapp.storage.db import main_store, urn_store
from surveyapp.storage.responses import Opened, add_opened
from surveyapp.storage.tables import ReleaseCell
from tests.builders import a_response
from tests.services.simulated import a_simulated_wave, a_telling_wave, close

TODAY = date(2026, 11, 2)
TOLD = "„Wohngeld“ nach Einkommen des Haushalts"


def held_release(wave):
    with pytest.raises(ReleaseHeldError, match=TOLD):
        release("probe", 1, TODAY)
    return releases.releases_of(main_store(), wave.id)[0]


def views_of(released, topic):
    return {cell.view for cell in released.table if cell.topic == topic}


def test_release_that_would_reveal_somebody_is_held_and_names_what_would(app):
    with app.app_context():
        wave = a_telling_wave()

        held = held_release(wave)

        assert (held.state, held.message) == ("held", HELD)
        assert ["benefits.housing_benefit", "axis.income"] in held.protocol["leaks"]
        assert TOLD in held.protocol["names"].values()
        assert held.protocol["audit"] == "leaking"
        assert main_store().scalar(select(func.count()).select_from(ReleaseCell)) == 0
        assert releases.latest_release(main_store(), wave.id) is None
        assert show_results.find(main_store(), "probe", None, "16065") is None


def test_rest_is_released_without_exactly_what_was_named(sqlite_app):
    with sqlite_app.app_context():
        wave = a_telling_wave()
        held = held_release(wave)
        decided = Order("Petra Planung", pairs_from_json(held.protocol["leaks"]))
        second = releases.start_alone(main_store(), wave.id, TODAY, "1 2", decided.to_json())

        release("probe", 1, TODAY, second.id)

        found = releases.latest(main_store(), wave.id)
        assert found.release.number == 2
        assert found.release.protocol["asked_by"] == "Petra Planung"
        assert found.release.protocol["decided"] == held.protocol["leaks"]
        assert found.release.protocol["leaks"] == []
        assert "axis.income" not in views_of(found, "benefits.housing_benefit")
        assert "county" in views_of(found, "benefits.housing_benefit")


def test_what_was_decided_once_stays_left_out(sqlite_app):
    with sqlite_app.app_context():
        wave = a_telling_wave()
        release("probe", 1, TODAY, leave_out_what_leaks=True)

        release("probe", 1, TODAY)

        first, second = releases.kept(main_store(), wave.id)
        tables = [releases.read_release(main_store(), each).table for each in (first, second)]
        assert tables[0] == tables[1]
        assert first.protocol["marks"] == second.protocol["marks"]


def test_command_names_what_would_reveal_and_goes_on_only_when_told(sqlite_app):
    with sqlite_app.app_context():
        wave = a_telling_wave()
        main_store().commit()

    def run(*options):
        return CliRunner().invoke(commands, ["release", "probe", *options], obj=_info(sqlite_app))

    stopped, gone_on = run(), run("--leave-out-what-leaks")

    assert stopped.exit_code == 1
    assert TOLD in stopped.output
    assert "--leave-out-what-leaks" in stopped.output
    assert gone_on.exit_code == 0, gone_on.output
    with sqlite_app.app_context():
        states = [each.state for each in releases.releases_of(main_store(), wave.id)]
    assert states == ["done", "held"]


def _info(app):
    return ScriptInfo(create_app=lambda: app)


def one_family_more(wave, number):
    with urn_store() as urn:
        opened = [Opened(a_response(document={"municipality": "16065067"}), "", None, ())]
        add_opened(urn, wave.id, opened, lambda: bytes([200 + number] * 16))


def test_changed_answers_give_other_noise_and_not_more_often_than_is_safe(sqlite_app):
    with sqlite_app.app_context():
        wave = close(a_simulated_wave(40, questionnaire="thekiz"))
        for number in range(MOST_DRAWS):
            release("probe", 1, TODAY, leave_out_what_leaks=True)
            one_family_more(wave, number)

        with pytest.raises(ReleaseRefusedError, match="no further one is safe"):
            release("probe", 1, TODAY, leave_out_what_leaks=True)

        kept = releases.kept(main_store(), wave.id)
        assert len({each.protocol["marks"]["county"] for each in kept}) == MOST_DRAWS
        newest = releases.releases_of(main_store(), wave.id)[0]
        assert newest.state == "failed"
        assert "schon 3 Freigaben mit verschiedenen Zahlen" in newest.message


def test_other_planning_areas_draw_no_more_often_than_is_safe(sqlite_app):
    """Weights need not know of areas: then the county's figures, and their mark, stay the same."""
    towns = tuple(each.ags for each in territory.municipalities_of("16065"))
    with sqlite_app.app_context():
        wave = close(a_simulated_wave(40, questionnaire="thekiz"))
        for number in range(1, MOST_DRAWS + 2):
            west, east = (
                AreaGroup("W", "West", towns[:number]),
                AreaGroup("O", "Ost", towns[number:]),
            )
            regroup(main_store(), "16065", (west, east), date(2026, 1, number))
            accept_all(main_store(), wave)
            if number <= MOST_DRAWS:
                release("probe", 1, TODAY, leave_out_what_leaks=True)

        with pytest.raises(ReleaseRefusedError, match="no further one is safe"):
            release("probe", 1, TODAY, leave_out_what_leaks=True)

        marks = [each.protocol["marks"] for each in releases.kept(main_store(), wave.id)]
        assert [len({each[view] for each in marks}) for view in ("county", "area")] == [1, 3]


def test_figures_of_one_draw_stay_known_though_a_later_release_lacks_them(sqlite_app):
    with sqlite_app.app_context():
        wave = close(a_simulated_wave(40, questionnaire="thekiz"))
        release("probe", 1, TODAY, leave_out_what_leaks=True)
        whole = releases.latest(main_store(), wave.id)
        few = ReleasedTable(tuple(cell for cell in whole.table if cell.view == "county"))
        second = releases.start(main_store(), wave.id, TODAY)
        releases.finish(main_store(), second, few, whole.contents, whole.release.protocol)
        setting = read_setting(main_store(), wave)

        [found] = earlier_figures(main_store(), setting, build_dataset(instance_folder(), wave))

        assert set(found.table) == set(whole.table)


def test_protocol_holds_no_secret_and_no_seed(sqlite_app):
    with sqlite_app.app_context():
        wave = close(a_simulated_wave(40, questionnaire="thekiz"))
        secret = wave.secret.hex()

        release("probe", 1, TODAY, leave_out_what_leaks=True)

        protocol = str(releases.latest_release(main_store(), wave.id).protocol)
        assert secret not in protocol
        assert secret[:16] not in protocol
