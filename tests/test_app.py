from sqlalchemy import inspect

from surveyapp.storage.db import URN, db, register_store, urn_store


def test_each_store_holds_only_its_own_tables(app):
    with app.app_context():
        main = set(inspect(db.engines[None]).get_table_names())
        urn = set(inspect(db.engines[URN]).get_table_names())
        with register_store() as register, urn_store() as answers:
            assert register.connection() is not answers.connection()

    assert "survey" in main
    assert not main & urn
    assert urn == {
        *("batch", "sealed_ballot", "spent_token", "withdrawal"),
        *("response", "text_answer", "text_code"),
    }


def test_strict_headers_are_on_every_answer(sqlite_app):
    response = sqlite_app.test_client().get("/nowhere")

    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "worker-src 'self'" in response.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in response.headers
