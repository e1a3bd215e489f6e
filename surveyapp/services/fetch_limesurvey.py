"""Fetch a survey out of LimeSurvey through its remote interface (RemoteControl 2), without its answers.

Only servers the operator has named are asked, never an address somebody types: whoever may write
questionnaires must not be able to make this server knock at doors of its own network. Name and password
are used for this one request and kept nowhere.

The interface gives no file of a survey, so its groups, questions and answers are read one by one and
written as LimeSurvey's own file; from there on everything goes the way of a file somebody sends. What
the interface does not tell (quotas, assessments, conditions of old versions) is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from surveyapp.exchange.limesurvey.rows import Row, file_of
from surveyapp.services.keys import settings
from surveyapp.services.leave_in_time import TooSlowError, leave_in_time

if TYPE_CHECKING:
    from citric import Client
    from requests import Response

MOST_BYTES = 8 * 2**20
"""Bytes of one answer of the other server."""
MOST_QUESTIONS = 1000
CALL_SECONDS = 15
"""Longest wait for one answer."""
ALL_SECONDS = 90
"""Longest time for all of them."""

_SETTINGS = ["answeroptions", "attributes", "attributes_lang", "subquestions"]


class FetchRefusal(StrEnum):
    """Why no survey was fetched."""

    #: The operator has named no such server.
    NOT_NAMED = "not_named"
    #: The server is not there, answers something else, or too slowly.
    UNREACHABLE = "unreachable"
    #: It answers, but its remote interface is switched off.
    SWITCHED_OFF = "switched_off"
    #: Name or password are wrong, or the account may not do that.
    NOT_ALLOWED = "not_allowed"
    NO_SURVEY = "no_survey"
    TOO_MUCH = "too_much"


def servers() -> tuple[str, ...]:
    """Return the addresses of the servers that may be asked."""
    return settings().limesurvey


def fetch(address: str, user: str, password: str, survey: int) -> bytes | FetchRefusal:
    """Return a survey of another server as a file of LimeSurvey."""
    if address not in servers():
        return FetchRefusal.NOT_NAMED
    import requests  # noqa: PLC0415 - only this use case asks another server
    from citric import Client  # noqa: PLC0415
    from citric import exceptions as said  # noqa: PLC0415
    from urllib3.exceptions import HTTPError  # noqa: PLC0415

    try:
        session = _careful()
        with (
            leave_in_time(session, ALL_SECONDS),
            Client(address, user, password, requests_session=session) as client,
        ):
            return _file(client, survey)
    except (_TooMuchError, TooSlowError):
        return FetchRefusal.TOO_MUCH
    except said.LimeSurveyStatusError as error:
        is_unknown = "survey" in str(error).lower()
        return FetchRefusal.NO_SURVEY if is_unknown else FetchRefusal.NOT_ALLOWED
    except (said.LimeSurveyError, said.ResponseMismatchError) as error:
        is_off = isinstance(error, said.RPCInterfaceNotEnabledError)
        return FetchRefusal.SWITCHED_OFF if is_off else FetchRefusal.UNREACHABLE
    except (
        *(requests.RequestException, HTTPError, RecursionError, ArithmeticError),
        *(LookupError, TypeError, ValueError, AttributeError),
    ):
        # Whatever stands there is no LimeSurvey; what it said may be anything.
        return FetchRefusal.UNREACHABLE


class _TooMuchError(Exception):
    """The other server sends more than any survey."""


def _careful() -> Any:  # noqa: ANN401 - the library is loaded late
    """Return a session that follows no redirect and reads not without end."""
    from requests import Session  # noqa: PLC0415

    class Careful(Session):
        """A session of requests with bounds."""

        def request(self, *arguments: Any, **named: Any) -> Response:  # noqa: ANN401
            """Ask once, within the bounds."""
            bounds = {"timeout": CALL_SECONDS, "stream": True, "allow_redirects": False}
            response = super().request(*arguments, **{**named, **bounds})
            content = bytearray()
            # What has come, piece by piece: to wait for more could take as long as the server likes.
            while piece := response.raw.read1(2**16, decode_content=True):
                content += piece
                if len(content) > MOST_BYTES:
                    raise _TooMuchError
            response._content = bytes(content)  # noqa: SLF001 - as the library itself keeps it
            if response.is_redirect:
                response.status_code = 502
            return response

    session = Careful()
    # No proxy or password of this machine's own environment goes along.
    session.trust_env = False
    return session


def _file(client: Client, survey: int) -> bytes:
    about = client.get_survey_properties(survey)
    base = str(about["language"])
    languages = [base, *str(about.get("additional_languages") or "").split()]
    tables: dict[str, Sequence[Row]] = {
        "surveys": [about],
        "surveys_languagesettings": [_words(client, survey, each) for each in languages],
        "groups": [row for each in languages for row in _groups(client, survey, each)],
    }
    rest = [row for each in languages for row in _questions(client, survey, each, each == base)]
    for table in ("questions", "subquestions", "answers", "question_attributes"):
        tables[table] = [row for name, row in rest if name == table]
    return file_of(languages, tables)


def _words(client: Client, survey: int, language: str) -> Row:
    found = client.get_language_properties(survey, language=language)
    return {**found, "surveyls_survey_id": survey, "surveyls_language": language}


def _groups(client: Client, survey: int, language: str) -> Iterator[Row]:
    for group in client.list_groups(survey, language):
        yield {**group, "language": language}


def _questions(
    client: Client,
    survey: int,
    language: str,
    is_base: bool,  # noqa: FBT001
) -> Iterator[tuple[str, Row]]:
    """Yield the rows of all questions in one language, each with the name of its table."""
    asked = [each for each in client.list_questions(survey, None, language) if _is_main(each)]
    if len(asked) > MOST_QUESTIONS:
        raise _TooMuchError
    for question in asked:
        qid = int(question["qid"])
        more = client.get_question_properties(qid, settings=_SETTINGS, language=language)
        own = {"qid": qid, "language": language}
        yield "questions", {**question, **own}
        yield from _parts(own, question, more)
        yield from _attributes(own, more, is_base=is_base)


def _is_main(question: Mapping[str, Any]) -> bool:
    return not int(question.get("parent_qid") or 0)


def _parts(
    own: Row, question: Mapping[str, Any], more: Mapping[str, Any]
) -> Iterator[tuple[str, Row]]:
    for order, (qid, each) in enumerate(_named(more.get("subquestions"))):
        place = {"sid": question.get("sid"), "gid": question.get("gid")}
        row = {"question_order": order, **place, **each, "parent_qid": own["qid"], "qid": qid}
        yield "subquestions", {**row, "language": own["language"]}
    for order, (code, each) in enumerate(_named(more.get("answeroptions"))):
        yield "answers", {"code": code, "sortorder": each.get("order", order), **each, **own}


def _attributes(own: Row, more: Mapping[str, Any], *, is_base: bool) -> Iterator[tuple[str, Row]]:
    found = [(name, value, own["language"]) for name, value in _plain(more.get("attributes_lang"))]
    if is_base:
        found += [(name, value, "") for name, value in _plain(more.get("attributes"))]
    for name, value, language in found:
        row = {"qid": own["qid"], "attribute": name, "value": value, "language": language}
        yield "question_attributes", row


def _named(found: object) -> list[tuple[str, Mapping[str, Any]]]:
    """Return what an interface tells by name; it says a sentence instead where there is nothing."""
    if not isinstance(found, Mapping):
        return []
    return [(str(name), each) for name, each in found.items() if isinstance(each, Mapping)]


def _plain(found: object) -> list[tuple[str, object]]:
    return list(found.items()) if isinstance(found, Mapping) else []
