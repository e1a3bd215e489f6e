"""What the error pages say, in every language families read.

Not in the catalogues: these words must be there when a catalogue cannot be read.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorText:
    """What one page says in one language: what happened, and what to do now."""

    title: str
    text: str


TEXTS: dict[int, dict[str, ErrorText]] = {
    400: {
        "de": ErrorText(
            "Das hat nicht geklappt",
            "Die Seite hat etwas erhalten, das sie nicht lesen kann. Bitte gehen Sie einen "
            "Schritt zurück und versuchen Sie es noch einmal.",
        ),
        "de-simple": ErrorText(
            "Das hat nicht geklappt",
            "Wir können das nicht lesen.\n"
            "Bitte gehen Sie einen Schritt zurück.\n"
            "Versuchen Sie es dann noch einmal.",
        ),
        "en": ErrorText(
            "That did not work",
            "The page received something it cannot read. Please go back one step and try again.",
        ),
        "uk": ErrorText(
            "Не вдалося",
            "Сторінка отримала щось, чого не може прочитати. Будь ласка, поверніться на "
            "крок назад і спробуйте ще раз.",
        ),
        "ru": ErrorText(
            "Не получилось",
            "Страница получила что-то, чего не может прочитать. Пожалуйста, вернитесь на "
            "шаг назад и попробуйте ещё раз.",
        ),
        "ar": ErrorText(
            "لم ينجح ذلك",
            "وصل إلى الصفحة شيء لا تستطيع قراءته. يرجى الرجوع خطوة إلى الوراء والمحاولة مرة أخرى.",
        ),
        "fa": ErrorText(
            "این کار انجام نشد",
            "چیزی به صفحه رسیده است که نمی‌تواند بخواند. لطفاً یک قدم برگردید و دوباره امتحان کنید.",
        ),
        "tr": ErrorText(
            "Bu olmadı",
            "Sayfaya okuyamadığı bir şey geldi. Lütfen bir adım geri gidin ve yeniden deneyin.",
        ),
        "pl": ErrorText(
            "To się nie udało",
            "Do strony dotarło coś, czego nie może odczytać. Proszę cofnąć się o krok i "
            "spróbować jeszcze raz.",
        ),
        "ro": ErrorText(
            "Nu a reușit",
            "Pagina a primit ceva ce nu poate citi. Vă rugăm să mergeți un pas înapoi și să "
            "încercați din nou.",
        ),
        "vi": ErrorText(
            "Chưa thực hiện được",
            "Trang này nhận được nội dung mà nó không đọc được. Xin quay lại một bước và thử lại.",
        ),
    },
    403: {
        "de": ErrorText(
            "Das gehört nicht zu Ihren Aufgaben",
            "Mit Ihrem Zugang geht das nicht. Brauchen Sie es doch, fragen Sie bitte die Person, "
            "die die Befragungen in Ihrem Landkreis leitet.",
        ),
        "en": ErrorText(
            "This is not among your tasks",
            "Your account may not do this. If you need it, please ask the person who runs the "
            "surveys in your county.",
        ),
    },
    404: {
        "de": ErrorText(
            "Diese Seite gibt es nicht",
            "Bitte prüfen Sie die Adresse. Vielleicht ist beim Abtippen ein Zeichen verrutscht.",
        ),
        "de-simple": ErrorText(
            "Diese Seite gibt es nicht",
            "Bitte prüfen Sie die Adresse.\nVielleicht ist ein Zeichen falsch.",
        ),
        "en": ErrorText(
            "This page does not exist",
            "Please check the address. Maybe a character got lost while typing.",
        ),
        "uk": ErrorText(
            "Такої сторінки немає",
            "Будь ласка, перевірте адресу. Можливо, під час введення сталася помилка в "
            "одному знаку.",
        ),
        "ru": ErrorText(
            "Такой страницы нет",
            "Пожалуйста, проверьте адрес. Возможно, при вводе ошиблись в одном знаке.",
        ),
        "ar": ErrorText(
            "هذه الصفحة غير موجودة",
            "يرجى التحقق من العنوان. ربما حدث خطأ في أحد الأحرف عند كتابته.",
        ),
        "fa": ErrorText(
            "این صفحه وجود ندارد",
            "لطفاً نشانی را بررسی کنید. شاید هنگام نوشتن، یک حرف اشتباه شده است.",
        ),
        "tr": ErrorText(
            "Böyle bir sayfa yok",
            "Lütfen adresi kontrol edin. Belki yazarken bir karakter yanlış girilmiştir.",
        ),
        "pl": ErrorText(
            "Takiej strony nie ma",
            "Proszę sprawdzić adres. Może przy przepisywaniu zdarzyła się pomyłka w jednym znaku.",
        ),
        "ro": ErrorText(
            "Această pagină nu există",
            "Vă rugăm să verificați adresa. Poate că un caracter a fost scris greșit.",
        ),
        "vi": ErrorText(
            "Không có trang này",
            "Xin kiểm tra lại địa chỉ. Có thể đã gõ sai một ký tự.",
        ),
    },
    405: {
        "de": ErrorText(
            "So lässt sich diese Seite nicht öffnen",
            "Bitte gehen Sie zurück und benutzen Sie die Schaltflächen auf der Seite.",
        ),
        "de-simple": ErrorText(
            "Diese Seite geht so nicht auf",
            "Bitte gehen Sie einen Schritt zurück.\n"
            "Drücken Sie dann auf einen Knopf auf der Seite.",
        ),
        "en": ErrorText(
            "This page cannot be opened that way",
            "Please go back and use the buttons on the page.",
        ),
        "uk": ErrorText(
            "Так цю сторінку не відкрити",
            "Будь ласка, поверніться назад і скористайтеся кнопками на сторінці.",
        ),
        "ru": ErrorText(
            "Так эту страницу не открыть",
            "Пожалуйста, вернитесь назад и пользуйтесь кнопками на странице.",
        ),
        "ar": ErrorText(
            "لا يمكن فتح هذه الصفحة بهذه الطريقة",
            "يرجى الرجوع واستخدام الأزرار الموجودة في الصفحة.",
        ),
        "fa": ErrorText(
            "این صفحه این‌طور باز نمی‌شود",
            "لطفاً برگردید و از دکمه‌های صفحه استفاده کنید.",
        ),
        "tr": ErrorText(
            "Bu sayfa böyle açılamaz",
            "Lütfen geri gidin ve sayfadaki düğmeleri kullanın.",
        ),
        "pl": ErrorText(
            "Tak nie można otworzyć tej strony",
            "Proszę wrócić i skorzystać z przycisków na stronie.",
        ),
        "ro": ErrorText(
            "Această pagină nu se poate deschide așa",
            "Vă rugăm să mergeți înapoi și să folosiți butoanele din pagină.",
        ),
        "vi": ErrorText(
            "Không thể mở trang này theo cách đó",
            "Xin quay lại và dùng các nút trên trang.",
        ),
    },
    413: {
        "de": ErrorText(
            "Das ist zu groß",
            "Was Sie gesendet haben, ist größer, als wir annehmen können. Bitte kürzen Sie "
            "es oder teilen Sie es auf.",
        ),
        "de-simple": ErrorText(
            "Das ist zu groß",
            "Sie haben sehr viel gesendet.\n"
            "So viel können wir nicht annehmen.\n"
            "Bitte schreiben Sie einen kürzeren Text.",
        ),
        "en": ErrorText(
            "That is too large",
            "What you sent is larger than we can take. Please shorten it or split it up.",
        ),
        "uk": ErrorText(
            "Це завелике",
            "Те, що Ви надіслали, більше, ніж ми можемо прийняти. Будь ласка, скоротіть це "
            "або розділіть на частини.",
        ),
        "ru": ErrorText(
            "Это слишком большое",
            "То, что Вы отправили, больше, чем мы можем принять. Пожалуйста, сократите это "
            "или разделите на части.",
        ),
        "ar": ErrorText(
            "هذا كبير جدًا",
            "ما أرسلتموه أكبر مما يمكننا استقباله. يرجى اختصاره أو تقسيمه.",
        ),
        "fa": ErrorText(
            "این بیش از حد بزرگ است",
            "آنچه فرستاده‌اید بزرگ‌تر از آن است که بتوانیم بگیریم. لطفاً آن را کوتاه کنید "
            "یا به چند بخش تقسیم کنید.",
        ),
        "tr": ErrorText(
            "Bu çok büyük",
            "Gönderdiğiniz, alabileceğimizden daha büyük. Lütfen kısaltın veya bölün.",
        ),
        "pl": ErrorText(
            "To jest za duże",
            "To, co zostało wysłane, jest większe, niż możemy przyjąć. Proszę to skrócić "
            "albo podzielić.",
        ),
        "ro": ErrorText(
            "Este prea mare",
            "Ceea ce ați trimis este mai mare decât putem primi. Vă rugăm să scurtați sau "
            "să împărțiți.",
        ),
        "vi": ErrorText(
            "Nội dung quá lớn",
            "Nội dung quý vị gửi lớn hơn mức chúng tôi có thể nhận. Xin rút ngắn hoặc chia nhỏ ra.",
        ),
    },
    429: {
        "de": ErrorText(
            "Bitte warten Sie einen Moment",
            "Es kamen sehr viele Versuche hintereinander. Bitte versuchen Sie es in einigen "
            "Minuten noch einmal.",
        ),
        "de-simple": ErrorText(
            "Bitte warten Sie kurz",
            "Gerade gibt es sehr viele Versuche.\n"
            "Bitte versuchen Sie es in ein paar Minuten noch einmal.",
        ),
        "en": ErrorText(
            "Please wait a moment",
            "There were very many attempts in a row. Please try again in a few minutes.",
        ),
        "uk": ErrorText(
            "Будь ласка, зачекайте трохи",
            "Було дуже багато спроб поспіль. Будь ласка, спробуйте ще раз за кілька хвилин.",
        ),
        "ru": ErrorText(
            "Пожалуйста, подождите немного",
            "Было очень много попыток подряд. Пожалуйста, попробуйте ещё раз через "
            "несколько минут.",
        ),
        "ar": ErrorText(
            "يرجى الانتظار لحظة",
            "كانت هناك محاولات كثيرة متتالية. يرجى المحاولة مرة أخرى بعد بضع دقائق.",
        ),
        "fa": ErrorText(
            "لطفاً کمی صبر کنید",
            "پشت سر هم تلاش‌های بسیار زیادی شده است. لطفاً چند دقیقه دیگر دوباره امتحان کنید.",
        ),
        "tr": ErrorText(
            "Lütfen biraz bekleyin",
            "Art arda çok fazla deneme yapıldı. Lütfen birkaç dakika sonra yeniden deneyin.",
        ),
        "pl": ErrorText(
            "Proszę chwilę poczekać",
            "Było bardzo dużo prób jedna po drugiej. Proszę spróbować jeszcze raz za kilka minut.",
        ),
        "ro": ErrorText(
            "Vă rugăm să așteptați puțin",
            "Au fost foarte multe încercări la rând. Vă rugăm să încercați din nou peste "
            "câteva minute.",
        ),
        "vi": ErrorText(
            "Xin chờ một chút",
            "Có quá nhiều lần thử liên tiếp. Xin thử lại sau vài phút.",
        ),
    },
    500: {
        "de": ErrorText(
            "Bei uns ist ein Fehler passiert",
            "Das liegt nicht an Ihnen. Bitte versuchen Sie es später noch einmal.",
        ),
        "de-simple": ErrorText(
            "Bei uns ist ein Fehler passiert",
            "Sie haben nichts falsch gemacht.\nBitte versuchen Sie es später noch einmal.",
        ),
        "en": ErrorText(
            "Something went wrong on our side",
            "It is not your fault. Please try again later.",
        ),
        "uk": ErrorText(
            "У нас сталася помилка",
            "Це не через Вас. Будь ласка, спробуйте ще раз пізніше.",
        ),
        "ru": ErrorText(
            "У нас произошла ошибка",
            "Это не из-за Вас. Пожалуйста, попробуйте ещё раз позже.",
        ),
        "ar": ErrorText(
            "حدث خطأ لدينا",
            "ليس الخطأ منكم. يرجى المحاولة مرة أخرى لاحقًا.",
        ),
        "fa": ErrorText(
            "خطایی از طرف ما پیش آمد",
            "تقصیر شما نیست. لطفاً بعداً دوباره امتحان کنید.",
        ),
        "tr": ErrorText(
            "Bizde bir hata oluştu",
            "Bu sizden kaynaklanmıyor. Lütfen daha sonra yeniden deneyin.",
        ),
        "pl": ErrorText(
            "Po naszej stronie wystąpił błąd",
            "To nie Państwa wina. Proszę spróbować jeszcze raz później.",
        ),
        "ro": ErrorText(
            "La noi a apărut o eroare",
            "Nu este vina dumneavoastră. Vă rugăm să încercați din nou mai târziu.",
        ),
        "vi": ErrorText(
            "Bên chúng tôi đã xảy ra lỗi",
            "Đây không phải lỗi của quý vị. Xin thử lại sau.",
        ),
    },
    503: {
        "de": ErrorText(
            "Wir können gerade nichts speichern",
            "Ihre letzte Eingabe ist noch nicht gespeichert. Bitte lassen Sie die Seite "
            "offen und laden Sie sie in einer Minute neu. Ihr Browser fragt dann, ob er die "
            "Angaben noch einmal senden soll. Bitte sagen Sie Ja.",
        ),
        "de-simple": ErrorText(
            "Wir können gerade nichts speichern",
            "Ihre letzte Antwort haben wir noch nicht.\n"
            "Bitte lassen Sie die Seite offen.\n"
            "Laden Sie die Seite in 1 Minute neu.\n"
            "Ihr Gerät fragt dann: Soll ich noch einmal senden?\n"
            "Bitte sagen Sie Ja.",
        ),
        "en": ErrorText(
            "We cannot save anything right now",
            "Your last entry is not saved yet. Please keep this page open and reload it in "
            "a minute. Your browser will ask whether to send the form again. Please say "
            "yes.",
        ),
        "uk": ErrorText(
            "Зараз ми нічого не можемо зберегти",
            "Вашу останню відповідь ще не збережено. Будь ласка, не закривайте сторінку й "
            "оновіть її за хвилину. Браузер запитає, чи надіслати дані ще раз. Будь ласка, "
            "погодьтеся.",
        ),
        "ru": ErrorText(
            "Сейчас мы ничего не можем сохранить",
            "Ваш последний ответ ещё не сохранён. Пожалуйста, не закрывайте страницу и "
            "обновите её через минуту. Браузер спросит, отправить ли данные ещё раз. "
            "Пожалуйста, согласитесь.",
        ),
        "ar": ErrorText(
            "لا يمكننا حفظ أي شيء الآن",
            "لم تُحفظ إجابتكم الأخيرة بعد. يرجى ترك الصفحة مفتوحة وإعادة تحميلها بعد دقيقة. "
            "سيسألكم المتصفح عندئذ هل يرسل البيانات مرة أخرى. يرجى الموافقة.",
        ),
        "fa": ErrorText(
            "الان نمی‌توانیم چیزی را ذخیره کنیم",
            "آخرین پاسخ شما هنوز ذخیره نشده است. لطفاً صفحه را باز بگذارید و یک دقیقه دیگر "
            "دوباره بارگذاری کنید. مرورگر شما می‌پرسد که آیا اطلاعات دوباره فرستاده شود. "
            "لطفاً بله را انتخاب کنید.",
        ),
        "tr": ErrorText(
            "Şu anda hiçbir şeyi kaydedemiyoruz",
            "Son cevabınız henüz kaydedilmedi. Lütfen sayfayı açık bırakın ve bir dakika "
            "sonra yeniden yükleyin. Tarayıcınız verileri yeniden göndermek isteyip "
            "istemediğinizi sorar. Lütfen evet deyin.",
        ),
        "pl": ErrorText(
            "W tej chwili nie możemy niczego zapisać",
            "Ostatnia odpowiedź nie jest jeszcze zapisana. Proszę zostawić stronę otwartą i "
            "odświeżyć ją za minutę. Przeglądarka zapyta, czy wysłać dane jeszcze raz. "
            "Proszę się zgodzić.",
        ),
        "ro": ErrorText(
            "Momentan nu putem salva nimic",
            "Ultimul răspuns nu este încă salvat. Vă rugăm să lăsați pagina deschisă și să "
            "o reîncărcați peste un minut. Browserul va întreba dacă să trimită din nou "
            "datele. Vă rugăm să acceptați.",
        ),
        "vi": ErrorText(
            "Hiện chúng tôi chưa lưu được gì",
            "Nội dung quý vị vừa nhập chưa được lưu. Xin để trang này mở và tải lại sau một "
            "phút. Trình duyệt sẽ hỏi có gửi lại dữ liệu không. Xin chọn có.",
        ),
    },
}
"""Every status that has a page of its own; others use the page of their hundred."""
