"""The addresses of signing in, of the own account, and of the county's accounts."""

from __future__ import annotations

from surveyapp.web.staff import account, doors, people, proving, welcome

_GET, _POST, _FORM = ["GET"], ["POST"], ["GET", "POST"]

RULES = (
    ("/anmelden", doors.sign_in, _FORM),
    ("/anmelden/code", doors.second_step, _FORM),
    ("/anmelden/passkey", doors.sign_in_with_passkey, _POST),
    ("/anmelden/passkey/frage", proving.ask_to_sign_in, _POST),
    ("/anmelden/landkreis/<county>", doors.sign_in_at_county, _GET),
    ("/anmelden/zurueck", doors.back_from_county, _GET),
    ("/abmelden", doors.sign_out, _POST),
    ("/einladung/<secret>", welcome.invitation, _FORM),
    ("/einladung/<secret>/passkey", welcome.accept_with_passkey, _POST),
    ("/einladung/<secret>/passkey/frage", welcome.ask_guest, _POST),
    ("/bestaetigen", proving.prove, _FORM),
    ("/bestaetigen/frage", proving.ask_for_proof, _POST),
    ("/zugang/", account.account, _GET),
    ("/zugang/name", account.rename_account, _POST),
    ("/zugang/passwort", account.change_password, _FORM),
    ("/zugang/passkey", account.add_passkey, _FORM),
    ("/zugang/passkey/frage", proving.ask_for_new, _POST),
    ("/zugang/passkey/<passkey>/entfernen", account.remove_passkey, _POST),
    ("/zugang/app", account.set_up_app, _FORM),
    ("/zugang/app/entfernen", account.remove_app, _POST),
    ("/zugang/ersatzcodes", account.draw_spare_codes, _POST),
    ("/zugang/ersatzcodes.txt", account.spare_codes_file, _POST),
    ("/zugang/geraete/abmelden", account.end_other_sessions, _POST),
    ("/zugang/geraete/<session>/abmelden", account.end_session, _POST),
    ("/zugaenge/", people.people, _GET),
    ("/zugaenge/einladen", people.invite, _FORM),
    ("/zugaenge/einladungen/<invitation>/zuruecknehmen", people.take_invitation_back, _POST),
    ("/zugaenge/<person>/", people.person, _FORM),
    ("/zugaenge/<person>/sperren", people.close_person, _POST),
    ("/zugaenge/<person>/oeffnen", people.open_person, _POST),
    ("/zugaenge/<person>/abmelden", people.sign_person_out, _POST),
    ("/zugaenge/<person>/neu-einladen", people.invite_person_anew, _POST),
)
"""Rule, view and methods; they stand with all others in the table of the blueprint."""
