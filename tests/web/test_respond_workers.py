"""A real server with two workers behind a proxy: one count for all, and no trace of the sender."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from random import Random
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import psutil
import pytest

from surveyapp.access.codes import new_code
from surveyapp.app import create_app
from surveyapp.services.limits import LIMITS, What
from surveyapp.storage.db import db
from tests.journeys.journey import an_open_wave

ROOT = Path(__file__).parents[2]
HERE, ELSEWHERE = "91.12.34.56", "91.12.99.1"
NUMBER = next(limit.number for limit in LIMITS if limit.what is What.WRONG_CODE)
OPTIONS = (
    *("--workers", "2", "--worker-class", "gthread", "--threads", "2", "--preload"),
    *("--no-control-socket", "--logger-class", "surveyapp.cli.serverlog.QuietLogger"),
)


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def is_answering(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def server(engine_config, mini_questionnaires, tmp_path):
    """Serve a survey with codes by two workers and return its address, folder and process."""
    settings = replace(engine_config, proxies=1)
    app = create_app(settings)
    with app.app_context():
        db.create_all()
        an_open_wave("yesno", sampling="all")
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *OPTIONS]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "surveyapp.app:from_environment()"],
            env={**os.environ, **settings.environment(), "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
        )
        for _ in range(300):
            if is_answering(port) and len(psutil.Process(process.pid).children()) == 2:
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/f/yesno/", tmp_path, process
        process.terminate()
        process.wait(timeout=20)


def guess(address, code, sender):
    request = Request(address, urlencode({"code": code}).encode(), {"X-Forwarded-For": sender})
    try:
        with urlopen(request) as page:
            return page.status
    except HTTPError as refused:
        with refused:
            return refused.code


def test_two_workers_share_one_limit_and_write_no_address_down(server):
    address, folder, process = server
    chance = Random(1)

    found = [guess(address, new_code(chance), HERE) for _ in range(NUMBER + 15)]
    other = guess(address, new_code(chance), ELSEWHERE)

    # The border of a window may fall into these seconds; then it leaves room for one more.
    assert NUMBER <= found.count(422) <= NUMBER + 1
    assert found.count(429) == len(found) - found.count(422)
    assert other == 422
    assert len(psutil.Process(process.pid).children()) == 2
    for path in folder.rglob("*"):
        assert not path.is_file() or HERE.encode() not in path.read_bytes()
