"""The web process never loads what computes."""

import subprocess
import sys
from pathlib import Path

import pytest

import config

ROOT = Path(__file__).parents[2]
HEAVY = {"z3", "pandas", "numpy", "scipy", "plotly", "pyarrow"}
PROGRAM = """
import sys, config
from surveyapp.app import create_app
app = create_app(config.load())
for rule in app.url_map.iter_rules():
    app.view_functions[rule.endpoint]
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.mark.parametrize("parts", [*config.PARTS, ",".join(config.PARTS)])
def test_web_process_never_loads_what_computes(tmp_path, parts):
    env = {
        "PYTHONPATH": str(ROOT),
        "SURVEYAPP_INSTANCE": str(tmp_path),
        "SECRET_KEY": "t" * 64,
        "SURVEYAPP_PARTS": parts,
    }

    result = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=env, capture_output=True, text=True, check=True
    )

    assert "surveyapp" in result.stdout.split()
    assert not HEAVY & set(result.stdout.split())
