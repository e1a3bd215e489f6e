"""What a poster and a card say, in every language a questionnaire of ours speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PosterWords:
    """The sentences in one language."""

    why: str
    promise: str
    #: With the last ``{day}``.
    until: str
    scan: str
    #: Where a code is needed.
    code: str


_GERMAN = PosterWords(
    "Was brauchen Familien hier? Mit Ihren Antworten planen wir Betreuung, Beratung und Treffpunkte.",
    "Freiwillig und anonym",
    "Mitmachen bis {day}",
    "Mit dem Handy scannen oder diese Adresse öffnen:",
    "Ihren Code finden Sie in Ihrem Brief.",
)

POSTERS: Mapping[str, PosterWords] = {
    "de": _GERMAN,
    "de-simple": PosterWords(
        "Was brauchen Familien hier?\nIhre Antworten helfen uns.\nDann planen wir besser.",
        "Sie müssen nicht mitmachen. Niemand erfährt Ihren Namen.",
        "Sie können mitmachen bis {day}",
        "Scannen Sie das Bild mit dem Handy. Oder öffnen Sie diese Adresse:",
        "Ihr Code steht in Ihrem Brief.",
    ),
    "en": PosterWords(
        "What do families need here? Your answers help us to plan childcare, advice and meeting places.",
        "Voluntary and anonymous",
        "Take part by {day}",
        "Scan with your phone or open this address:",
        "You will find your code in your letter.",
    ),
    "uk": PosterWords(
        "Що потрібно тут сім’ям? Ваші відповіді допоможуть нам планувати догляд за дітьми, "
        "консультації та місця зустрічей.",
        "Добровільно й анонімно",
        "Беріть участь до {day}",
        "Відскануйте телефоном або відкрийте цю адресу:",
        "Ваш код – у Вашому листі.",
    ),
    "ru": PosterWords(
        "Что нужно семьям здесь? Ваши ответы помогут нам планировать присмотр за детьми, консультации "
        "и места встреч.",
        "Добровольно и анонимно",
        "Участвуйте до {day}",
        "Отсканируйте телефоном или откройте этот адрес:",
        "Ваш код – в Вашем письме.",
    ),
    "ar": PosterWords(
        "ماذا تحتاج العائلات هنا؟ إجاباتكم تساعدنا في التخطيط لرعاية الأطفال والاستشارة وأماكن اللقاء.",
        "المشاركة طوعية ومجهولة الهوية",
        "شاركوا حتى {day}",
        "امسحوا الصورة بكاميرا الهاتف أو افتحوا هذا العنوان:",
        "تجدون رمزكم في رسالتكم.",
    ),
    "fa": PosterWords(
        "خانواده‌ها اینجا به چه نیاز دارند؟ پاسخ‌های شما به "
        "برنامه‌ریزی نگهداری کودکان، مشاوره و محل‌های دیدار کمک می‌کند.",
        "داوطلبانه و ناشناس",
        "تا {day} شرکت کنید",
        "با گوشی اسکن کنید یا این نشانی را باز کنید:",
        "کد شما در نامه‌تان است.",
    ),
    "tr": PosterWords(
        "Buradaki aileler neye ihtiyaç duyuyor? Cevaplarınız çocuk bakımı, danışmanlık ve buluşma "
        "yerlerini planlamamıza yardım eder.",
        "Gönüllü ve anonim",
        "Son katılım günü: {day}",
        "Telefonunuzla tarayın veya bu adresi açın:",
        "Kodunuz mektubunuzda yazıyor.",
    ),
    "pl": PosterWords(
        "Czego potrzebują tu rodziny? Państwa odpowiedzi pomogą nam planować opiekę, doradztwo "
        "i miejsca spotkań.",
        "Dobrowolnie i anonimowo",
        "Udział do {day}",
        "Proszę zeskanować telefonem albo otworzyć ten adres:",
        "Kod znajduje się w Państwa liście.",
    ),
    "ro": PosterWords(
        "De ce au nevoie familiile aici? Răspunsurile dumneavoastră ne ajută să planificăm îngrijirea "
        "copiilor, consilierea și locurile de întâlnire.",
        "Voluntar și anonim",
        "Participați până la {day}",
        "Scanați cu telefonul sau deschideți această adresă:",
        "Codul se află în scrisoarea dumneavoastră.",
    ),
    "vi": PosterWords(
        "Các gia đình ở đây cần gì? Câu trả lời của quý vị giúp chúng tôi lập kế hoạch giữ trẻ, tư vấn "
        "và nơi gặp gỡ.",
        "Tự nguyện và ẩn danh",
        "Hạn tham gia: {day}",
        "Quét bằng điện thoại hoặc mở địa chỉ này:",
        "Mã của quý vị có trong thư.",
    ),
}


def poster_words(language: str) -> PosterWords:
    """Return the sentences in a language, in German where it has none."""
    return POSTERS.get(language) or POSTERS.get(language.split("-", maxsplit=1)[0]) or _GERMAN
