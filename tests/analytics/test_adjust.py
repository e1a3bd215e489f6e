"""P values of several statements are adjusted as by R."""

import math
import subprocess
import sys

import numpy as np
import pytest

from analytics.adjust import benjamini_hochberg, holm
from tests.references.witness import case

P = [0.0147, 0.5, 0.03, 0.03, 0.0002, math.nan, 0.8, 0.04]


@pytest.mark.parametrize(("method", "name"), [(holm, "holm"), (benjamini_hochberg, "BH")])
def test_adjusted_p_values_equal_those_of_r(method, name):
    expected = np.array(case("adjust")[name], dtype=float)

    found = method(P)

    assert np.array(found) == pytest.approx(expected, rel=1e-12, nan_ok=True)


def test_no_statement_at_all_stays_none():
    assert holm([]) == ()
    assert benjamini_hochberg([math.nan])[0] != 0


def test_adjusting_needs_no_numpy():
    program = "import sys, analytics.adjust, analytics.contrast; print('numpy' in sys.modules)"

    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "False"
