"""Which network a request comes from, and when that is not known."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address

import pytest

from surveyapp.app import create_app
from surveyapp.ui.network import network


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("91.12.34.56", ip_address("91.12.34.56").packed),
        ("::ffff:91.12.34.56", ip_address("91.12.34.56").packed),
        ("2003:de:9715:aa01:1c5e:30ff:fe00:1", ip_address("2003:de:9715:aa01::").packed[:8]),
        ("2003:de:9715:aa01:ffff::2", ip_address("2003:de:9715:aa01::").packed[:8]),
        ("127.0.0.1", b""),
        ("10.1.2.3", b""),
        ("100.64.1.1", b""),
        ("fd00::1", b""),
        ("", b""),
        ("unix:", b""),
    ],
)
def test_households_are_told_apart_and_proxies_are_nobody(sqlite_app, address, expected):
    with sqlite_app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert network() == expected


@pytest.mark.parametrize(
    ("proxies", "header", "expected"),
    [
        (0, "91.12.34.56", b""),
        (1, "91.12.34.56", ip_address("91.12.34.56").packed),
        (1, "8.8.8.8, 91.12.34.56", ip_address("91.12.34.56").packed),
        (2, "91.12.34.56, 10.0.0.2", ip_address("91.12.34.56").packed),
        (2, "91.12.34.56", b""),
        (1, "", b""),
    ],
)
def test_only_own_proxies_are_believed(sqlite_app, proxies, header, expected):
    settings = replace(sqlite_app.extensions["surveyapp.config"], proxies=proxies)
    app, found = create_app(settings), []
    app.before_request(lambda: found.append(network()))

    app.test_client().get("/nowhere", headers={"X-Forwarded-For": header})

    assert found == [expected]


def test_no_header_of_a_stranger_changes_host_or_scheme(sqlite_app):
    settings = replace(sqlite_app.extensions["surveyapp.config"], proxies=1)
    app = create_app(settings)
    forged = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}

    response = app.test_client().get("/nowhere", headers=forged)

    assert "Strict-Transport-Security" not in response.headers
