"""No expected value lies unused beside the tests."""

from pathlib import Path

from tests.references.witness import cases

TEXT = "\n".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
WHOLE = {"strat": "{name}", "strat_nofpc": "{name}"}
LAST = ("{statistic}", "{method}", "{name}", "{way}")


def test_every_case_made_with_r_is_checked():
    unused = [name for name in cases() if not any(form in TEXT for form in _forms(name))]

    assert unused == []


def _forms(name: str):
    """Yield the case as a test may write it, with parameters in its first or last part."""
    first, *rest = name.split(".")
    for start in (first, WHOLE.get(first, first)):
        whole = ".".join([start, *rest])
        yield f'"{whole}"'
        for part in LAST:
            yield f'"{whole.rpartition(".")[0]}.{part}"'
