"""What a phone loads for each kind of page, and what Lighthouse says of it; run ``make bench-pages``.

Starts the server as in production (gunicorn, compression) over databases that live for the run, and
lets Lighthouse with its mobile preset open each page with nothing loaded before. ``https`` is missing
here: browsers take localhost for secure, so no audit depends on it, but ``Strict-Transport-Security``
is not seen. Prints bytes as they come over the network with their headers, requests, and scores;
ends with 1 where a page for families misses a limit.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.page_kinds import CODE, DOCUMENTS, EMAIL, FAMILIES, PASSWORD, RESULTS, STAFF

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
LEAST_SCORE = 98
"""Of performance, accessibility and best practices each, for every page for families."""

MOST_BYTES = {
    "start": 14 * 1024,
    "start with a code": 14 * 1024,
    "start at a kiosk": 14 * 1024,
}
"""First pages fit the first round trip, with the headers of all answers. What a device keeps for dead
spots is loaded once, after the page is there, and stands in a column of its own."""
TRIES = 3
"""How often a page with low scores is measured, for the machine may have been busy; the best counts."""
MOST_BYTES_ELSEWHERE = 30 * 1024
SECRET = "b" * 64
COLUMNS = ("html", "css", "js", "images", "other")
HEAD = (*COLUMNS, "bytes", "later", "requests", "performance", "accessibility", "best practices")


def fill(instance: Path) -> str:
    """Make one county with open surveys, results, and somebody who signs in; return an invitation code."""
    import config  # noqa: PLC0415 - heavy: only where stores are made
    from surveyapp.app import create_app  # noqa: PLC0415
    from surveyapp.storage.db import let_go, main_store  # noqa: PLC0415
    from surveyapp.storage.upgrade import upgrade_stores  # noqa: PLC0415
    from tests import builders_release  # noqa: PLC0415
    from tests.builders import a_wave_asking  # noqa: PLC0415
    from tests.journeys.journey import an_open_wave, some_codes  # noqa: PLC0415
    from tests.questionnaire_folder import HERE as MINIS  # noqa: PLC0415
    from tests.staff_journey import an_account  # noqa: PLC0415

    app = create_app(config.load({"SURVEYAPP_INSTANCE": str(instance), "SECRET_KEY": SECRET}))
    with app.app_context():
        upgrade_stores()
        assert an_account(email=EMAIL).email == EMAIL, PASSWORD
        an_open_wave("familie")
        [code] = some_codes(an_open_wave("thekiz", slug="skip-rule", sampling="all"))
        for name in DOCUMENTS:
            text = (MINIS / f"{name}.yaml").read_text(encoding="utf-8")
            a_wave_asking(text, slug=name.replace("_", "-"))
        builders_release.publish(main_store(), builders_release.release())
        let_go()
    return code


@contextmanager
def served(instance: Path) -> Iterator[str]:
    """Run the server as in production and give its address."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{free.getsockname()[1]}"
    options = ["--bind", bind, "--workers", "1", "--worker-class", "gthread", "--threads", "8"]
    options += ["--logger-class", "surveyapp.cli.serverlog.QuietLogger"]
    options += ["--preload", "--no-control-socket", "--log-level", "warning"]
    command = [sys.executable, "-m", "gunicorn", *options, "surveyapp.app:for_server()"]
    env = {**os.environ, "SURVEYAPP_INSTANCE": str(instance), "SECRET_KEY": SECRET}
    server = subprocess.Popen(command, env=env)  # noqa: S603 - our own interpreter
    try:
        _wait_for(bind)
        yield f"http://{bind.replace('127.0.0.1', 'localhost')}"
    finally:
        server.terminate()
        server.wait()


def _wait_for(bind: str, seconds: int = 60) -> None:
    host, _, port = bind.partition(":")
    for _ in range(seconds * 10):
        with closing(socket.socket()) as probe:
            if probe.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.1)
    message = (
        f"the server does not listen on {bind} after {seconds} seconds; see its messages above"
    )
    raise TimeoutError(message)


def measured(origin: str, code: str) -> Iterator[dict[str, Any]]:
    """Return what was measured of each page, one after the other."""
    pages = [
        {**asdict(each), "least": LEAST_SCORE, "tries": TRIES}
        for each in (*FAMILIES, *RESULTS, *STAFF)
        if not sys.argv[1:] or any(word in each.name for word in sys.argv[1:])
    ]
    asked = json.dumps({"origin": origin, "chromium": CHROMIUM, "pages": pages}).replace(CODE, code)
    command = ["node", str(HERE / "lighthouse" / "measure.mjs")]
    with subprocess.Popen(  # noqa: S603 - our own script
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as node:
        assert node.stdin is not None
        assert node.stdout is not None
        node.stdin.write(asked)
        node.stdin.close()
        yield from map(json.loads, node.stdout)
    if node.returncode:
        message = "Lighthouse did not come to its end; is `npm ci` done in benchmarks/lighthouse?"
        raise RuntimeError(message)


def shortcomings(page: dict[str, Any]) -> list[str]:
    """Return which promises a page for families breaks."""
    if page["name"] not in {each.name for each in FAMILIES}:
        return []
    total = sum(page["bytes"].values())
    most = MOST_BYTES.get(page["name"], MOST_BYTES_ELSEWHERE)
    found = [f"weighs {total} bytes, at most {most} are promised"] if total > most else []
    return found + [f"scores {score}" for score in page["scores"] if score < LEAST_SCORE]


def main() -> int:
    """Measure every kind of page; return 1 where a promise is broken."""
    print("| page | " + " | ".join(HEAD) + " |\n" + "|---" * (len(HEAD) + 1) + "|")  # noqa: T201
    remarks = []
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as name:
        code = fill(Path(name))
        with served(Path(name)) as origin:
            for page in measured(origin, code):
                sizes = [page["bytes"][column] for column in COLUMNS]
                counts = (sum(sizes), page["later"], page["requests"])
                row = (page["name"], *sizes, *counts, *page["scores"])
                print("| " + " | ".join(map(str, row)) + " |", flush=True)  # noqa: T201
                remarks += [(page, each) for each in shortcomings(page)]
                if page["tries"] > 1:
                    print(f"<!-- {page['name']}: the best of {page['tries']} -->", flush=True)  # noqa: T201
                for each in page["lost"]:
                    print(f"<!-- {page['name']}: {each} -->", flush=True)  # noqa: T201
    for page, each in remarks:
        print(f"{page['name']} („{page['heading']}“) {each}", file=sys.stderr)  # noqa: T201
    return 1 if remarks else 0


if __name__ == "__main__":
    sys.exit(main())
