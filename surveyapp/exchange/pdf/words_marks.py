"""What the printed form says about its numbers for those who key it, in every language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MarkWords:
    """The sentences in one language."""

    codes: str
    serial: str


_GERMAN = MarkWords("Die kleinen Zahlen helfen uns beim Eingeben.", "Bogen {serial}")

MARKS: Mapping[str, MarkWords] = {
    "de": _GERMAN,
    "en": MarkWords("The small numbers help us to enter your answers.", "Form {serial}"),
    "uk": MarkWords("Маленькі цифри потрібні нам для введення відповідей.", "Бланк {serial}"),
    "ru": MarkWords("Маленькие цифры нужны нам для ввода ответов.", "Бланк {serial}"),
    "ar": MarkWords("الأرقام الصغيرة تساعدنا في إدخال الإجابات.", "الاستمارة {serial}"),
    "fa": MarkWords("عددهای کوچک برای ثبت پاسخ‌ها به ما کمک می‌کنند.", "برگه {serial}"),
    "tr": MarkWords("Küçük sayılar yanıtları sisteme girmemize yardım eder.", "Form {serial}"),
    "pl": MarkWords("Małe liczby pomagają nam wprowadzać odpowiedzi.", "Formularz {serial}"),
    "ro": MarkWords("Numerele mici ne ajută să introducem răspunsurile.", "Formular {serial}"),
    "vi": MarkWords("Các số nhỏ giúp chúng tôi nhập câu trả lời.", "Phiếu {serial}"),
}


def mark_words(language: str) -> MarkWords:
    """Return the sentences in a language; plain German and unknown languages read German."""
    return MARKS.get(language) or MARKS.get(language.split("-", maxsplit=1)[0]) or _GERMAN
