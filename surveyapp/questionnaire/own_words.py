"""What the program itself offers as an answer, in every language it speaks.

Screens, the printed form and the glossary say these alike; a questionnaire in a language that is not here
shows them in German.
"""

from __future__ import annotations

from surveyapp.questionnaire.model import Text

REFUSED: Text = {
    "de": "keine Angabe",
    "de-simple": "Das möchte ich nicht sagen",
    "en": "prefer not to say",
    "uk": "не хочу відповідати",
    "ru": "не хочу отвечать",
    "ar": "أفضّل عدم الإجابة",
    "fa": "پاسخ نمی‌دهم",
    "tr": "cevap vermek istemiyorum",
    "pl": "nie chcę odpowiadać",
    "ro": "nu doresc să răspund",
    "vi": "không muốn trả lời",
}

NOT_APPLICABLE: Text = {
    "de": "trifft nicht zu",
    "de-simple": "Das passt nicht zu mir",
    "en": "does not apply",
    "uk": "нас це не стосується",
    "ru": "к нам не относится",
    "ar": "لا ينطبق علينا",
    "fa": "به ما مربوط نیست",
    "tr": "bizim için geçerli değil",
    "pl": "nie dotyczy nas",
    "ro": "nu este cazul",
    "vi": "không áp dụng",
}

YES: Text = {
    "de": "Ja",
    "de-simple": "Ja",
    "en": "Yes",
    "uk": "Так",
    "ru": "Да",
    "ar": "نعم",
    "fa": "بله",
    "tr": "Evet",
    "pl": "Tak",
    "ro": "Da",
    "vi": "Có",
}

NO: Text = {
    "de": "Nein",
    "de-simple": "Nein",
    "en": "No",
    "uk": "Ні",
    "ru": "Нет",
    "ar": "لا",
    "fa": "نه",
    "tr": "Hayır",
    "pl": "Nie",
    "ro": "Nu",
    "vi": "Không",
}

AGREES: Text = {
    "de": "einverstanden",
    "de-simple": "Ja, ich bin einverstanden",
    "en": "agrees",
    "uk": "погоджуюся",
    "ru": "даю согласие",
    "ar": "أوافق",
    "fa": "موافقم",
    "tr": "kabul ediyorum",
    "pl": "zgadzam się",
    "ro": "de acord",
    "vi": "đồng ý",
}

DISAGREES: Text = {
    "de": "nicht einverstanden",
    "de-simple": "Nein, ich bin nicht einverstanden",
    "en": "does not agree",
    "uk": "не погоджуюся",
    "ru": "не даю согласия",
    "ar": "لا أوافق",
    "fa": "موافق نیستم",
    "tr": "kabul etmiyorum",
    "pl": "nie zgadzam się",
    "ro": "nu sunt de acord",
    "vi": "không đồng ý",
}

AGREEMENT: Text = {
    "de": "Einverständnis",
    "de-simple": "Einverständnis",
    "en": "Consent",
    "uk": "Згода",
    "ru": "Согласие",
    "ar": "الموافقة",
    "fa": "رضایت",
    "tr": "Onay",
    "pl": "Zgoda",
    "ro": "Acord",
    "vi": "Sự đồng ý",
}
"""Name of the box under the contact form."""
