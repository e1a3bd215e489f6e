"""What a survey as a whole promises: privacy first, then how it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from surveyapp.exchange.limesurvey.ledger import Ledger
from surveyapp.exchange.limesurvey.other_tables import remark_tables
from surveyapp.exchange.limesurvey.source import Source
from surveyapp.exchange.report import short


@dataclass(frozen=True, slots=True)
class Setting:
    """One column of the surveys table, when it matters, and what is said of it."""

    column: str
    matters: Callable[[str], bool]
    german: str
    english: str


def _is(*values: str) -> Callable[[str], bool]:
    return lambda value: value in values


def _is_given(value: str) -> bool:
    return value not in {"", "0", "N", "I", "inherit", "a:0:{}", "[]", "{}"}


_ON = _is("Y", "1")

SETTINGS = (
    Setting(
        "anonymized",
        _is("N"),
        "Die Umfrage war nicht anonym eingestellt; hier antworten alle Familien anonym",
        "the survey was not anonymous; here all families answer anonymously",
    ),
    Setting(
        "datestamp",
        _ON,
        "Datumsstempel wird nicht übernommen: Tag und Uhrzeit einer Antwort werden nie gespeichert",
        "the date stamp is not taken over: day and time of an answer are never stored",
    ),
    Setting(
        "ipaddr",
        _ON,
        "Die IP-Adresse wird nicht übernommen: sie wird nie gespeichert",
        "the IP address is not taken over: it is never stored",
    ),
    Setting(
        "ipanonymize",
        _ON,
        "Die gekürzte IP-Adresse wird nicht übernommen: auch Teile davon werden nie gespeichert",
        "the shortened IP address is not taken over: not even parts of it are ever stored",
    ),
    Setting(
        "refurl",
        _ON,
        "Die verweisende Adresse wird nicht übernommen: woher Familien kommen, wird nie "
        "gespeichert",
        "the referring address is not taken over: where families come from is never stored",
    ),
    Setting(
        "savetimings",
        _ON,
        "Zeitmessung wird nicht übernommen: wie lange eine Familie antwortet, wird nie gespeichert",
        "timings are not taken over: how long a family takes is never stored",
    ),
    Setting(
        "usecookie",
        _ON,
        "Der Cookie gegen doppelte Teilnahme wird nicht übernommen: Familien bekommen keine "
        "Cookies",
        "the cookie against taking part twice is not taken over: families get no cookies",
    ),
    Setting(
        "usetokens",
        _ON,
        "Die Teilnehmerliste wird nicht übernommen: eingeladen wird mit Codes ohne Namen",
        "the participant list is not taken over: invitations use codes without names",
    ),
    Setting(
        "tokenanswerspersistence",
        _ON,
        "Antworten werden nicht an Zugangscodes gebunden",
        "answers are not tied to access codes",
    ),
    Setting(
        "alloweditaftercompletion",
        _ON,
        "Abgeschickte Antworten kann niemand mehr öffnen, auch nicht zum Ändern",
        "nobody can open answers once they are sent, not even to change them",
    ),
    Setting(
        "allowregister",
        _ON,
        "Öffentliche Anmeldung mit Namen und E-Mail wird nicht übernommen",
        "public registration with name and e-mail is not taken over",
    ),
    Setting(
        "allowsave",
        _ON,
        "Zwischenspeichern unter Name und Kennwort wird nicht übernommen: es würde Familien "
        "benennen",
        "saving under a name and password is not taken over: it would name families",
    ),
    Setting("htmlemail", lambda _: False, "", ""),
    Setting(
        "attributedescriptions",
        _is_given,
        "Angaben aus der Teilnehmerliste werden nicht übernommen",
        "attributes of participants are not taken over",
    ),
    Setting(
        "emailnotificationto",
        _is_given,
        "Benachrichtigung per E-Mail bei jeder Antwort wird nicht übernommen: sie verrät, wann "
        "jemand geantwortet hat",
        "e-mail for each answer is not taken over: it tells when somebody answered",
    ),
    Setting(
        "emailresponseto",
        _is_given,
        "Antworten werden nicht per E-Mail verschickt",
        "answers are not sent by e-mail",
    ),
    Setting(
        "sendconfirmation",
        _ON,
        "Bestätigungen per E-Mail werden nicht verschickt: es gibt keine Adressen",
        "confirmations are not sent: there are no addresses",
    ),
    Setting(
        "printanswers",
        _ON,
        "Ausdruck der eigenen Antworten wird nicht übernommen",
        "printing one's own answers is not taken over",
    ),
    Setting(
        "publicstatistics",
        _ON,
        "Öffentliche Statistik wird nicht übernommen: Ergebnisse zeigt nur die geprüfte Freigabe",
        "public statistics are not taken over: results are shown by a checked release only",
    ),
    Setting(
        "googleanalyticsapikey",
        _is_given,
        "Google Analytics wird nicht übernommen: niemand sonst erfährt von Familien",
        "Google Analytics is not taken over: nobody else learns of families",
    ),
    Setting(
        "usecaptcha",
        lambda value: value not in {"", "N", "I", "E", "0"},
        "Captchas werden nicht übernommen: sie schließen Menschen aus",
        "captchas are not taken over: they shut people out",
    ),
    Setting(
        "assessments",
        _ON,
        "Auswertung mit Punkten während der Befragung wird nicht übernommen; Punkte bleiben als "
        "Werte der Antworten",
        "assessments during the survey are not taken over; points stay as values of the answers",
    ),
    Setting(
        "startdate",
        _is_given,
        "Der Beginn wird nicht übernommen: die Laufzeit legen Sie bei der Welle fest",
        "the start is not taken over: set the time at the wave",
    ),
    Setting(
        "expires",
        _is_given,
        "Das Ende wird nicht übernommen: die Laufzeit legen Sie bei der Welle fest",
        "the end is not taken over: set the time at the wave",
    ),
    Setting(
        "autoredirect",
        _ON,
        "Die automatische Weiterleitung am Ende wird nicht übernommen",
        "the automatic redirect at the end is not taken over",
    ),
    Setting(
        "allowprev",
        _is("N"),
        "Zurückgehen ist hier immer möglich",
        "going back is always possible here",
    ),
    Setting(
        "navigationdelay",
        _is_given,
        "Die Wartezeit vor „Weiter“ wird nicht übernommen",
        "the delay before “next” is not taken over",
    ),
    Setting(
        "nokeyboard",
        _ON,
        "Die Bildschirmtastatur wird nicht übernommen: jedes Gerät hat eine eigene",
        "the on-screen keyboard is not taken over: every device has its own",
    ),
    Setting(
        "questionindex",
        _is("1", "2"),
        "Das Fragenverzeichnis wird nicht übernommen; Familien sehen den Fortschritt in Schritten",
        "the question index is not taken over; families see their progress in steps",
    ),
    Setting(
        "format",
        _is("A"),
        "Alle Fragen auf einer Seite: hier werden sie auf kurze Seiten verteilt",
        "all questions on one page: here they are spread over short pages",
    ),
    Setting(
        "format",
        _is("S"),
        "Jede Frage auf einer Seite: hier stehen bis zu sechs zusammen",
        "each question on its own page: here up to six stand together",
    ),
    Setting(
        "showwelcome",
        _is("N"),
        "Die Begrüßung war abgeschaltet; hier beginnt jede Befragung mit ihr",
        "the welcome page was switched off; here every survey begins with it",
    ),
    Setting(
        "listpublic",
        _ON,
        "Die öffentliche Liste der Umfragen gibt es hier nicht",
        "there is no public list of surveys here",
    ),
    Setting(
        "template",
        lambda value: (
            _is_given(value)
            and value not in {"default", "fruity", "vanilla", "bootswatch", "fruity_twentythree"}
        ),
        "Das eigene Design wird nicht übernommen",
        "the theme is not taken over",
    ),
    Setting(
        "admin",
        _is_given,
        "Name und Anschrift der Verantwortlichen pflegen Sie im Landkreis, nicht im Fragebogen",
        "name and address of who is responsible are kept with the county, not in the questionnaire",
    ),
)
"""Sentences in the order of the report."""


def remark_settings(source: Source, ledger: Ledger) -> None:
    """Remark every setting of the survey that matters, and every table that is left out."""
    for setting in SETTINGS:
        if setting.matters(source.survey.get(setting.column)):
            ledger.drop(f"survey, {setting.column}", setting.german, setting.english)
    _remark_languages(source, ledger)
    remark_tables(source, ledger)


def _remark_languages(source: Source, ledger: Ledger) -> None:
    rows = list(source.settings.values())
    links = [row.get("surveyls_url") for row in rows if row.get("surveyls_url")]
    if links:
        said = short(links[0])
        ledger.drop(
            "surveys_languagesettings, surveyls_url",
            f"Die Weiterleitung am Ende ({said}) wird nicht übernommen: Familien bleiben hier",
            f"the link at the end ({said}) is not taken over: families stay here",
        )
    if any(row.get("surveyls_email_invite") for row in rows):
        ledger.drop(
            "surveys_languagesettings",
            "Vorlagen für E-Mails (Einladung, Erinnerung, Bestätigung) werden nicht übernommen: "
            "es gibt keine Adressen",
            "templates of e-mails are not taken over: there are no addresses",
        )
