"""Every wrong setting names itself and the cure."""

import json
import stat

import pytest

import config

GOOD = {"SECRET_KEY": "t" * 64}


@pytest.mark.parametrize(
    ("name", "value", "cure"),
    [
        ("PORT", "door", "whole number from 1 to 65535"),
        ("PORT", "0", "whole number from 1 to 65535"),
        ("PORT", "70000", "whole number from 1 to 65535"),
        ("SECRET_KEY", "short", "at least 32"),
        ("SECRET_KEY", "", "at least 32"),
        ("DATABASE_URL", "mysql://x", "sqlite:/// or postgresql+psycopg://"),
        ("DATABASE_URL", "postgresql+psycopg://u:p@host:door/x", "whole number"),
        ("REGISTER_DATABASE_URL", "x", "sqlite:/// or postgresql+psycopg://"),
        ("URN_DATABASE_URL", "x", "sqlite:/// or postgresql+psycopg://"),
        ("SURVEYAPP_PARTS", "respond,door", "respond, results, staff, api"),
        ("SURVEYAPP_PARTS", ",", "respond, results, staff, api"),
        ("SURVEYAPP_HTTPS", "yes", "0 or 1"),
        ("SURVEYAPP_WORKER", "two", "0 or 1"),
        ("SURVEYAPP_LIMESURVEY", "http://umfragen.example.de/", "https:// addresses"),
        ("SURVEYAPP_LIMESURVEY", "https://a@b/", "https:// addresses"),
        ("SURVEYAPP_LIMESURVEY", "https://host:99999/", "from 1 to 65535"),
        ("SURVEYAPP_SECOND_FACTOR", "maybe", "0 or 1"),
        ("SURVEYAPP_PROVIDERS", "/gibt/es/nicht.json", "issuer (https://…)"),
        ("SURVEYAPP_CONTACTS", "many", "whole number from 1 to 100000"),
        ("SURVEYAPP_CONTACTS", "0", "whole number from 1 to 100000"),
        ("SURVEYAPP_LEGAL", "statute", "einwilligung or statistik"),
        ("SURVEYAPP_PROXIES", "one", "whole number from 0 to 9"),
        ("SURVEYAPP_PROXIES", "10", "whole number from 0 to 9"),
        ("SURVEYAPP_ADDRESS", "umfrage.kyffhaeuser.de", "https://umfrage.kyffhaeuser.de"),
        ("SURVEYAPP_ADDRESS", "https://umfrage.kyffhaeuser.de/f/", "without a path"),
        ("SURVEYAPP_ADDRESS", "javascript:alert(1)", "http:// or https://"),
        ("SURVEYAPP_ADDRESS", "https://a@b", "http:// or https://"),
        ("SURVEYAPP_ADDRESS", "https://umfrage.kyffhaeuser.de:99999", "from 1 to 65535"),
        ("SURVEYAPP_ADDRESS", "https://host?x=1", "without a path"),
    ],
)
def test_wrong_setting_names_itself_and_the_cure(tmp_path, name, value, cure):
    env = {**GOOD, "SURVEYAPP_INSTANCE": str(tmp_path), name: value}

    with pytest.raises(config.ConfigError) as refused:
        config.load(env)

    assert str(refused.value).startswith(name)
    assert cure in str(refused.value)


def test_wrong_address_of_a_store_does_not_tell_its_password(tmp_path):
    env = {**GOOD, "SURVEYAPP_INSTANCE": str(tmp_path), "DATABASE_URL": "mysql://me:secret@host/x"}

    with pytest.raises(config.ConfigError) as refused:
        config.load(env)

    assert "secret" not in str(refused.value)


def test_unusable_folder_names_itself(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(config.ConfigError, match="SURVEYAPP_INSTANCE"):
        config.load({"SURVEYAPP_INSTANCE": str(tmp_path / "file")})


def test_key_file_that_lost_its_content_is_refused_and_not_used_as_a_key(tmp_path):
    (tmp_path / "secret_key").touch()

    with pytest.raises(config.ConfigError, match=r"secret_key.*at least 32"):
        config.load({"SURVEYAPP_INSTANCE": str(tmp_path)})


def test_secret_key_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    first = config.load({"SURVEYAPP_INSTANCE": str(tmp_path / "new")})

    second = config.load({"SURVEYAPP_INSTANCE": str(tmp_path / "new")})

    folder = stat.S_IMODE((tmp_path / "new").stat().st_mode)
    mode = stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert (folder, mode) == (0o700, 0o600)


def test_stores_are_apart_unless_somebody_says_otherwise(tmp_path):
    files = config.load({**GOOD, "SURVEYAPP_INSTANCE": str(tmp_path)})
    server = config.load(
        {
            **GOOD,
            "SURVEYAPP_INSTANCE": str(tmp_path),
            "DATABASE_URL": "postgresql+psycopg://me@host/x",
        }
    )

    for found in (files, server):
        assert len({found.database_url, found.register_url, found.urn_url}) == 3


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"SURVEYAPP_HTTPS": "1", "HOST": "::1", "PORT": "80"}, "https://[::1]:80"),
        (
            {"SURVEYAPP_ADDRESS": "https://umfrage.kyffhaeuser.de/"},
            "https://umfrage.kyffhaeuser.de",
        ),
        ({"SURVEYAPP_ADDRESS": "http://localhost:8080"}, "http://localhost:8080"),
    ],
)
def test_letters_print_the_address_of_the_setting_or_where_the_program_listens(
    tmp_path, given, address
):
    found = config.load({**GOOD, "SURVEYAPP_INSTANCE": str(tmp_path), **given})

    assert found.address == address
    assert config.load(found.environment()).address == address


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "http://login.example"},
        {"issuer": "ftp://login.example"},
        {"client_id": ""},
        {"secret_file": "gibt-es-nicht"},
        {"county": None},
    ],
)
def test_a_provider_that_cannot_be_used_stops_the_start_and_tells_no_secret(tmp_path, change):
    row = {
        "county": "16065",
        "name": "Landratsamt",
        "issuer": "https://login.example",
        "client_id": "befragung",
        "secret_file": "secret",
    }
    (tmp_path / "secret").write_text("ganz geheim", encoding="utf-8")
    file = tmp_path / "providers.json"
    file.write_text(json.dumps([{**row, **change}]), encoding="utf-8")

    with pytest.raises(config.ConfigError, match="SURVEYAPP_PROVIDERS") as refused:
        config.load({**GOOD, "SURVEYAPP_PROVIDERS": str(file)})

    assert "ganz geheim" not in str(refused.value)


def test_a_second_factor_is_asked_where_pages_travel_over_tls_unless_somebody_says_otherwise():
    found = [
        config.load({**GOOD, **env}).needs_second_factor
        for env in (
            {},
            {"SURVEYAPP_HTTPS": "1"},
            {"SURVEYAPP_HTTPS": "1", "SURVEYAPP_SECOND_FACTOR": "0"},
            {"SURVEYAPP_SECOND_FACTOR": "1"},
        )
    ]

    assert found == [False, True, False, True]
