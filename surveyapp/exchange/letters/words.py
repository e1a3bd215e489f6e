"""What an invitation letter says: in German, and a short block in each further language."""

from __future__ import annotations

from collections.abc import Mapping

SUBJECT = "Ihre Meinung zählt: {title}"

GREETING = "Guten Tag,"

OPENING = (
    "wie geht es Familien bei uns, und was fehlt ihnen? Das wissen Sie am besten. Mit Ihren Antworten "
    "planen wir Betreuung, Beratung und Treffpunkte. Bitte nehmen Sie sich etwa {minutes} Minuten Zeit."
)

SCAN = "Am Handy: Halten Sie die Kamera auf das Bild."
TYPE = "Oder öffnen Sie im Browser diese Adresse:"
CODE = "Und geben Sie Ihren Code ein:"

PROMISES = (
    "Die Teilnahme ist freiwillig. Wer nicht mitmacht, hat keinen Nachteil.",
    "Ihre Antworten sind anonym. Gespeichert wird nicht, zu welchem Brief sie gehören.",
    "Jeder Code gilt für eine Familie und einmal. Bitte geben Sie ihn nicht weiter.",
)

CLOSING = "Vielen Dank für Ihre Hilfe!"

UNTIL = "Bitte antworten Sie bis zum"
CONTACT = "Fragen zur Umfrage"
NUMBER = "Lfd. Nr. {serial}"

BRIEFLY: Mapping[str, str] = {
    "en": "We are asking families what they need. Taking part is voluntary and anonymous. Scan the picture "
    "with your phone, or open the address above and enter your code, by {day}. You can read all "
    "questions in English.",
    "uk": "Ми запитуємо сім’ї, чого їм бракує. Участь добровільна й анонімна. Скануйте зображення телефоном "
    "або відкрийте вказану вище адресу й введіть свій код до {day}. Усі запитання є українською мовою.",
    "ru": "Мы спрашиваем семьи, чего им не хватает. Участие добровольное и анонимное. Отсканируйте "
    "изображение телефоном или откройте указанный выше адрес и введите свой код до {day}. Все вопросы "
    "есть на русском языке.",
    "ar": "نسأل العائلات عمّا تحتاج إليه. المشاركة طوعية ومجهولة الهوية. امسحوا الصورة بكاميرا الهاتف، "
    "أو افتحوا العنوان المذكور أعلاه وأدخلوا الرمز حتى {day}. جميع الأسئلة متوفرة باللغة العربية.",
    "fa": "ما از خانواده‌ها می‌پرسیم به چه نیاز دارند. شرکت داوطلبانه و ناشناس است. تصویر را با گوشی اسکن کنید "
    "یا نشانی بالا را باز کنید و تا {day} کد خود را وارد کنید. همهٔ پرسش‌ها به زبان فارسی هم هست.",
    "tr": "Ailelere neye ihtiyaç duyduklarını soruyoruz. Katılım gönüllü ve anonimdir. Resmi telefonunuzla "
    "tarayın veya yukarıdaki adresi açıp kodunuzu girin. Son gün: {day}. Bütün sorular Türkçe olarak da var.",
    "pl": "Pytamy rodziny, czego potrzebują. Udział jest dobrowolny i anonimowy. Proszę zeskanować obrazek "
    "telefonem albo otworzyć podany wyżej adres i wpisać swój kod do {day}. Wszystkie pytania są też po "
    "polsku.",
    "ro": "Întrebăm familiile de ce au nevoie. Participarea este voluntară și anonimă. Scanați imaginea cu "
    "telefonul sau deschideți adresa de mai sus și introduceți codul până la {day}. Toate întrebările "
    "sunt și în limba română.",
    "vi": "Chúng tôi hỏi các gia đình đang cần gì. Việc tham gia là tự nguyện và ẩn danh. Xin quét hình bằng "
    "điện thoại, hoặc mở địa chỉ ở trên và nhập mã của quý vị, trước hết ngày {day}. "
    "Mọi câu hỏi đều có tiếng Việt.",
}
"""The letter in short; the reader finds picture, address and code in the German part."""
