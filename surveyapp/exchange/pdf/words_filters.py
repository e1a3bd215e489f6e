"""Conditions on paper in the languages of families who have arrived: short clauses, nothing German.

The full grammar of ``questionnaire.explain`` speaks German and English. Here a condition is told by the
answers it asks for; one that is more than that says which questions it depends on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.exchange.pdf.words import FilterWords


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """What a language needs to say which answers a condition asks for."""

    opening: str
    quote: str
    #: The answer was given, or it was not.
    given: str
    not_given: str
    #: Stands between clauses, with the blanks it needs.
    both: str
    either: str
    #: Anything else: what is asked fits this family, as its answers to some questions tell.
    fits: str
    fits_see: str


CLAUSES: Mapping[str, ClauseWords] = {
    "uk": ClauseWords(
        opening="якщо {clause}",
        quote="«{text}»",
        given="у запитанні {number}{row} Ви відповіли {answer}",
        not_given="у запитанні {number}{row} Ви не відповіли {answer}",
        both=" і ",
        either=" або ",
        fits="це стосується Вас",
        fits_see="це стосується Вас (запитання: {numbers})",
    ),
    "ru": ClauseWords(
        opening="если {clause}",
        quote="«{text}»",
        given="в вопросе {number}{row} Вы ответили {answer}",
        not_given="в вопросе {number}{row} Вы не ответили {answer}",
        both=" и ",
        either=" или ",
        fits="это касается Вас",
        fits_see="это касается Вас (вопрос: {numbers})",
    ),
    "ar": ClauseWords(
        opening="إذا {clause}",
        quote="«{text}»",
        given="كانت إجابتكم عن السؤال {number}{row} هي {answer}",
        not_given="لم تكن إجابتكم عن السؤال {number}{row} هي {answer}",
        both=" و",
        either=" أو ",
        fits="كان ذلك ينطبق عليكم",
        fits_see="كان ذلك ينطبق عليكم (السؤال: {numbers})",
    ),
    "fa": ClauseWords(
        opening="اگر {clause}",
        quote="«{text}»",
        given="در پرسش {number}{row} پاسخ {answer} را داده‌اید",
        not_given="در پرسش {number}{row} پاسخ {answer} را نداده‌اید",
        both=" و ",
        either=" یا ",
        fits="این به شما مربوط است",
        fits_see="این به شما مربوط است (پرسش: {numbers})",
    ),
    "tr": ClauseWords(
        opening="{clause}",
        quote="“{text}”",
        given="{number}. soruda{row} {answer} yanıtını verdiyseniz",
        not_given="{number}. soruda{row} {answer} yanıtını vermediyseniz",
        both=" ve ",
        either=" veya ",
        fits="bu sizin için geçerliyse",
        fits_see="bu sizin için geçerliyse (soru: {numbers})",
    ),
    "pl": ClauseWords(
        opening="jeśli {clause}",
        quote="„{text}”",
        given="w pytaniu {number}{row} zaznaczono {answer}",
        not_given="w pytaniu {number}{row} nie zaznaczono {answer}",
        both=" i ",
        either=" lub ",
        fits="to Państwa dotyczy",
        fits_see="to Państwa dotyczy (pytanie: {numbers})",
    ),
    "ro": ClauseWords(
        opening="dacă {clause}",
        quote="„{text}”",
        given="la întrebarea {number}{row} ați răspuns {answer}",
        not_given="la întrebarea {number}{row} nu ați răspuns {answer}",
        both=" și ",
        either=" sau ",
        fits="este valabil pentru dumneavoastră",
        fits_see="este valabil pentru dumneavoastră (întrebarea: {numbers})",
    ),
    "vi": ClauseWords(
        opening="nếu {clause}",
        quote="“{text}”",
        given="ở câu {number}{row} quý vị đã trả lời {answer}",
        not_given="ở câu {number}{row} quý vị không trả lời {answer}",
        both=" và ",
        either=" hoặc ",
        fits="điều này đúng với quý vị",
        fits_see="điều này đúng với quý vị (câu: {numbers})",
    ),
}
"""Language to the clauses of its conditions."""

FILTERS: Mapping[str, FilterWords] = {
    "uk": FilterWords(
        only="Відповідайте, лише {condition}.",
        only_many="На запитання {first}–{last} відповідайте, лише {condition}.",
        option="лише {condition}",
        variant="{condition}, запитання звучить так: «{text}»",
        any_row="якщо у запитанні {number} Ви хоча б раз відповіли «{answer}»",
        rows="Лише для того, де у запитанні {number} Ви відповіли «{answer}».",
        go="Інакше перейдіть до запитання {number}.",
        go_item="Інакше перейдіть до «{item}».",
        go_end="Інакше це кінець анкети.",
        question="запитання {number}",
    ),
    "ru": FilterWords(
        only="Отвечайте, только {condition}.",
        only_many="На вопросы {first}–{last} отвечайте, только {condition}.",
        option="только {condition}",
        variant="{condition}, вопрос звучит так: «{text}»",
        any_row="если в вопросе {number} Вы хотя бы раз ответили «{answer}»",
        rows="Только для того, где в вопросе {number} Вы ответили «{answer}».",
        go="Иначе перейдите к вопросу {number}.",
        go_item="Иначе перейдите к «{item}».",
        go_end="Иначе это конец анкеты.",
        question="вопрос {number}",
    ),
    "ar": FilterWords(
        only="يرجى الإجابة فقط {condition}.",
        only_many="يرجى الإجابة عن الأسئلة من {first} إلى {last} فقط {condition}.",
        option="فقط {condition}",
        variant="{condition}، فالسؤال هو: «{text}»",
        any_row="إذا أجبتم في السؤال {number} مرة واحدة على الأقل «{answer}»",
        rows="فقط لما أجبتم عنه في السؤال {number} بـ «{answer}».",
        go="وإلا فانتقلوا إلى السؤال {number}.",
        go_item="وإلا فانتقلوا إلى «{item}».",
        go_end="وإلا فهذه نهاية الاستبيان.",
        question="السؤال {number}",
    ),
    "fa": FilterWords(
        only="لطفاً فقط {condition} پاسخ دهید.",
        only_many="لطفاً به پرسش‌های {first} تا {last} فقط {condition} پاسخ دهید.",
        option="فقط {condition}",
        variant="{condition}، پرسش این است: «{text}»",
        any_row="اگر در پرسش {number} دست‌کم یک بار پاسخ «{answer}» را داده‌اید",
        rows="فقط برای مواردی که در پرسش {number} پاسخ «{answer}» را داده‌اید.",
        go="در غیر این صورت به پرسش {number} بروید.",
        go_item="در غیر این صورت به «{item}» بروید.",
        go_end="در غیر این صورت پرسش‌نامه تمام است.",
        question="پرسش {number}",
    ),
    "tr": FilterWords(
        only="Lütfen yalnızca {condition} yanıtlayın.",
        only_many="{first}–{last} arasındaki soruları lütfen yalnızca {condition} yanıtlayın.",
        option="yalnızca {condition}",
        variant="{condition} soru şöyledir: “{text}”",
        any_row="{number}. soruda en az bir kez “{answer}” yanıtını verdiyseniz",
        rows="Yalnızca {number}. soruda “{answer}” yanıtını verdikleriniz için.",
        go="Yoksa {number}. soruya geçin.",
        go_item="Yoksa “{item}” bölümüne geçin.",
        go_end="Yoksa anketin sonuna geldiniz.",
        question="{number}. soru",
    ),
    "pl": FilterWords(
        only="Proszę odpowiedzieć tylko, {condition}.",
        only_many="Na pytania {first}–{last} proszę odpowiedzieć tylko, {condition}.",
        option="tylko, {condition}",
        variant="{condition}, pytanie brzmi: „{text}”",
        any_row="jeśli w pytaniu {number} choć raz zaznaczono „{answer}”",
        rows="Tylko dla tego, przy czym w pytaniu {number} zaznaczono „{answer}”.",
        go="W innym przypadku proszę przejść do pytania {number}.",
        go_item="W innym przypadku proszę przejść do „{item}”.",
        go_end="W innym przypadku to koniec ankiety.",
        question="pytanie {number}",
    ),
    "ro": FilterWords(
        only="Vă rugăm să răspundeți numai {condition}.",
        only_many="La întrebările {first}–{last} vă rugăm să răspundeți numai {condition}.",
        option="numai {condition}",
        variant="{condition}, întrebarea este: „{text}”",
        any_row="dacă la întrebarea {number} ați răspuns cel puțin o dată „{answer}”",
        rows="Numai pentru ce ați răspuns cu „{answer}” la întrebarea {number}.",
        go="Altfel treceți la întrebarea {number}.",
        go_item="Altfel treceți la „{item}”.",
        go_end="Altfel ați ajuns la sfârșitul chestionarului.",
        question="întrebarea {number}",
    ),
    "vi": FilterWords(
        only="Xin chỉ trả lời {condition}.",
        only_many="Xin chỉ trả lời các câu {first} đến {last} {condition}.",
        option="chỉ {condition}",
        variant="{condition}, câu hỏi là: “{text}”",
        any_row="nếu ở câu {number} quý vị đã trả lời “{answer}” ít nhất một lần",
        rows="Chỉ dành cho những gì quý vị đã trả lời “{answer}” ở câu {number}.",
        go="Nếu không, xin tiếp tục với câu {number}.",
        go_item="Nếu không, xin tiếp tục với “{item}”.",
        go_end="Nếu không, quý vị đã đến cuối phiếu khảo sát.",
        question="câu {number}",
    ),
}
"""Language to the sentences around its conditions."""
