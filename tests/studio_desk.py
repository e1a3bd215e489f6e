"""A draft in the hands of a person at a browser, as tests of the studio use it."""

from __future__ import annotations

from surveyapp.services import studio
from surveyapp.storage import staff
from surveyapp.storage.db import main_store
from tests.page_review import parsed, text_of
from tests.staff_journey import COUNTY, an_account, keep_session, token_on

HOME = "/verwaltung/fragebogen/"


class Desk:
    """A draft in the hands of a person at a browser."""

    def __init__(self, app, account, address):
        self.app, self.account, self.address = app, account, address
        self.client = app.test_client()
        keep_session(self.client, account)
        self.draft = address.split("entwurf.")[1].split("/")[0]

    def goes_to(self, shown):
        self.address = shown.request.path
        self.draft = self.address.split("entwurf.")[1].split("/")[0]

    def document(self):
        return self._desk().document

    def question(self, id_):
        pages = self.document()["pages"]
        return next(each for page in pages for each in page["questions"] if each["id"] == id_)

    def revision(self):
        return self._desk().revision

    def _desk(self):
        with self.app.app_context():
            person = staff.staff_by_id(main_store(), self.account)
            return studio.open_draft(main_store(), person, self.draft)

    def page(self, path="", **query):
        return self.client.get(self.address, query_string={"ort": path, **query})

    def send(self, path="", *, revision=None, view="aendern", **fields):
        page = self.client.get(self.address)
        sent = {
            "csrf_token": token_on(page.text),
            "revision": self.revision() if revision is None else revision,
            "ort": path,
            **fields,
        }
        return self.client.post(f"{self.address}/{view}", data=sent, follow_redirects=True)

    def adds(self, text, type_, page="page/seite"):
        shown = self.send(page, do=f"frage~{page}~{type_}", frage=text)
        return shown.request.args["ort"]


def colleague(desk, role="planner"):
    """Return the same draft in the hands of somebody else of the county."""
    with desk.app.app_context():
        account = an_account(COUNTY, role, email="karl@example.org").id
    other = Desk(desk.app, account, desk.address)
    other.first = desk.first
    return other


def id_of(path):
    return path.removeprefix("question/")


def words(page):
    return text_of(parsed(page.text).find(".//main"))


def line(path, relation, *values, number=0, group=0):
    name = f"bed~{group}~{number}"
    subject = f"question|{path.removeprefix('question/')}|"
    return {f"{name}~frage": subject, f"{name}~bezug": relation, f"{name}~wert": list(values)}
