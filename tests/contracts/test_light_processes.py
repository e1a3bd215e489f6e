"""The web process never loads what computes."""

import subprocess
import sys
from pathlib import Path

import pytest

import config

ROOT = Path(__file__).parents[2]
HEAVY = {"z3", "pandas", "numpy", "scipy", "plotly", "pyarrow"}
START = """
import sys, config
from surveyapp.app import create_app
app = create_app(config.load())
for rule in app.url_map.iter_rules():
    app.view_functions[rule.endpoint]
"""
PUBLISH = """
from surveyapp.storage.db import db
from tests.staff_journey import alerts, press, signed_in
with app.app_context():
    db.create_all()
page = "/verwaltung/fragebogen/thekiz.1.0/"
answer = press(signed_in(app), page + "fassungen", page + "veroeffentlichen")
assert alerts(answer.text)[0].startswith("Veröffentlicht."), answer.text
"""
STOCK = """
from surveyapp.services import load_stock
from surveyapp.storage.db import db, main_store
from tests import builders_release as builders
with app.app_context():
    db.create_all()
    load_stock.load_example(main_store(), "16065")
    builders.publish(main_store(), builders.release())
"""
PLAN = """
from tests.staff_journey import press, signed_in
client, plan = signed_in(app), "/verwaltung/planung/"
assert "belegt" in client.get(plan).text
answer = press(client, plan + "szenarien/", plan + "szenarien/", name="Probe", kind="kita")
assert "Beste Standorte suchen" in answer.text
"""
NAME = """
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded(tmp_path, program, parts):
    """Return what a process has loaded after a program."""
    env = {
        "PYTHONPATH": str(ROOT),
        "SURVEYAPP_INSTANCE": str(tmp_path),
        "SECRET_KEY": "t" * 64,
        "SURVEYAPP_PARTS": parts,
    }
    command = [sys.executable, "-c", program + NAME]
    result = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return set(result.stdout.split())


@pytest.mark.parametrize("parts", [*config.PARTS, ",".join(config.PARTS)])
def test_web_process_never_loads_what_computes(tmp_path, parts):
    found = loaded(tmp_path, START, parts)

    assert "surveyapp" in found
    assert not HEAVY & found


def test_web_process_stays_light_when_it_publishes_a_questionnaire(tmp_path):
    found = loaded(tmp_path, START + PUBLISH, ",".join(config.PARTS))

    assert "surveyapp" in found
    assert not HEAVY & found


def test_web_process_stays_light_when_it_weighs_needs_and_tries_out_places(tmp_path):
    loaded(tmp_path, START + STOCK, "staff")

    found = loaded(tmp_path, START + PLAN, ",".join(config.PARTS))

    assert "surveyapp" in found
    assert not HEAVY & found
