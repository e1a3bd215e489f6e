"""The button that computes results, with the real child process."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from surveyapp.services import processes, run_release
from surveyapp.services.jobs import ask
from surveyapp.storage import jobs, releases, surveys
from surveyapp.storage.db import main_store
from tests.builders import a_wave
from tests.jobs import result_on, run_jobs
from tests.page_review import review
from tests.staff_journey import SLUG, a_simulated_wave, alerts, press, signed_in

PAGE = f"/verwaltung/befragungen/{SLUG}/"
COMPUTE = f"{PAGE}1/berechnen"
TODAY = date(2026, 11, 1)


def wave_of(app):
    return surveys.survey_by_slug(main_store(), SLUG).waves[0]


def releases_in(app):
    with app.app_context():
        found = releases.releases_of(main_store(), wave_of(app).id)
        return [(each.state, each.message, dict(each.protocol)) for each in found]


def test_results_are_computed_by_a_process_of_their_own_and_shown(app):
    client = signed_in(app)
    with app.app_context():
        a_simulated_wave(150)

    started = press(client, PAGE, COMPUTE)
    again = press(client, PAGE, COMPUTE)
    waiting = client.get(PAGE).text
    done = run_jobs(app)

    assert review(started.text) == []
    assert again.request.path == started.request.path
    assert started.request.path in waiting
    assert done == 1
    assert [state for state, _, _ in releases_in(app)] == ["done"]
    assert result_on(client.get(started.request.path).text) == PAGE
    page = client.get(PAGE).text
    assert "nur für Ihren Landkreis sichtbar" in page
    assert "Für alle zeigen" in page
    assert client.get(f"/ergebnisse/{SLUG}/").status_code == 200
    assert app.test_client().get(f"/ergebnisse/{SLUG}/").status_code == 404


def test_two_tabs_at_the_same_moment_start_one_computation(app):
    with app.app_context():
        wave_id = a_wave(slug=SLUG, state="closed").id

    def start(_):
        with app.app_context():
            release = releases.start_alone(main_store(), wave_id, TODAY, processes.own_mark())
            return release is not None

    with ThreadPoolExecutor(8) as pool:
        started = list(pool.map(start, range(8)))

    assert started.count(True) == 1
    assert [state for state, _, _ in releases_in(app)] == ["running"]


def test_a_computation_whose_worker_died_is_noticed_and_can_be_repeated(app):
    client = signed_in(app)
    with app.app_context():
        a_simulated_wave(30)
    press(client, PAGE, COMPUTE)
    with app.app_context():
        jobs.claim(main_store(), "gone", 1_000)

    page = client.get(PAGE).text

    assert alerts(page) == [f"Keine neuen Ergebnisse {ask.INTERRUPTED}"]
    assert "Ergebnisse berechnen" in page
    assert releases_in(app)[0][:2] == ("failed", ask.INTERRUPTED)


def test_a_computation_can_be_cancelled_and_begun_again(app):
    client = signed_in(app)
    with app.app_context():
        a_simulated_wave(30)
    page = press(client, PAGE, COMPUTE).request.path

    ended = press(client, page, f"{page}abbrechen")
    once_more = press(client, PAGE, COMPUTE)

    assert "Abgebrochen" in ended.text
    assert [each[0] for each in releases_in(app)] == ["running", "failed"]
    assert releases_in(app)[1][1] == ask.STOPPED
    assert once_more.request.path != page


def test_too_few_families_end_in_a_sentence(sqlite_app):
    client = signed_in(sqlite_app)
    with sqlite_app.app_context():
        a_simulated_wave(0)

    job = press(client, PAGE, COMPUTE).request.path
    run_jobs(sqlite_app)
    (state, message, _), *_ = releases_in(sqlite_app)

    assert state == "failed"
    assert message in " ".join(alerts(client.get(job).text))
    assert message in " ".join(alerts(client.get(PAGE).text))
    assert message.startswith("Die Ergebnisse konnten nicht berechnet werden.")


def test_results_of_an_open_wave_are_refused(sqlite_app):
    client = signed_in(sqlite_app)
    with sqlite_app.app_context():
        a_simulated_wave(0, state="open")

    page = press(client, PAGE, COMPUTE)

    assert alerts(page.text) == [
        "Bitte schließen Sie die Welle zuerst. Erst dann kann gerechnet werden."
    ]
    assert releases_in(sqlite_app) == []


def test_a_process_is_recognised_and_its_number_alone_is_not_enough():
    own = processes.own_mark()
    number, _, birth = own.partition(" ")

    assert processes.is_running(own)
    assert not processes.is_running(f"{number} {int(birth) - 1}")
    assert not processes.is_running(f"{2**22 + 1} {birth}")
    assert not processes.is_running("")


def test_a_release_without_any_process_is_settled(sqlite_app):
    with sqlite_app.app_context():
        wave = a_wave(slug=SLUG, state="closed")
        releases.start(main_store(), wave.id, TODAY)
        main_store().commit()

        run_release.settle(main_store(), wave.id)

        assert releases.releases_of(main_store(), wave.id)[0].state == "failed"
