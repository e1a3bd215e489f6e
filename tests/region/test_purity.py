"""Families' pages need names of municipalities only, and pay for nothing else."""

import subprocess
import sys


def test_names_of_municipalities_come_without_shapely_and_the_large_files():
    code = (
        "import sys; from surveyapp.region import territory, population, outlines, points;"
        "territory.municipalities_of('16065');"
        "assert 'shapely' not in sys.modules and 'numpy' not in sys.modules;"
        "assert population._grid.cache_info().currsize == 0"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
