"""The wordings of the questionnaire of the county's journey in two more languages."""

# ruff: noqa: E501 - one wording a line
from __future__ import annotations

_LINES = """\
Familien im Landkreis|Families in the county|Родини в окрузі
Bitte nehmen Sie sich ein paar Minuten Zeit. Die Teilnahme ist freiwillig und anonym: Niemand erfährt, was Sie geantwortet haben. Sie können jede Frage überspringen.|Please take a few minutes. Taking part is voluntary and anonymous: nobody learns what you answered. You can skip any question.|Будь ласка, приділіть кілька хвилин. Участь добровільна й анонімна: ніхто не дізнається, що ви відповіли. Ви можете пропустити будь-яке запитання.
Vielen Dank! Ihre Antworten helfen, Angebote für Familien besser zu planen.|Thank you! Your answers help to plan better for families.|Щиро дякуємо! Ваші відповіді допомагають краще планувати пропозиції для родин.
Fragen|Questions|Запитання
Kind {number}|Child {number}|Дитина {number}
Ihr Haushalt|Your household|Ваша родина
Wo wohnen Sie?|Where do you live?|Де ви живете?
Leben Kinder bei Ihnen?|Do children live with you?|Чи живуть з вами діти?
Wie viele Kinder leben bei Ihnen?|How many children live with you?|Скільки дітей живе з вами?
Jedes Kind|Each child|Кожна дитина
Wie alt ist das Kind?|How old is the child?|Скільки років дитині?
0 bis 2 Jahre|0 to 2 years|від 0 до 2 років
3 bis 5 Jahre|3 to 5 years|від 3 до 5 років
6 Jahre oder älter|6 years or older|6 років або старше
Wer betreut das Kind tagsüber?|Who looks after the child during the day?|Хто доглядає за дитиною вдень?
Kita oder Schule|Nursery or school|Дитячий садок або школа
Tagespflege|Childminder|Няня
Familie|Family|Родина
Wie zufrieden sind Sie mit der Kita oder Schule?|How satisfied are you with the nursery or school?|Наскільки ви задоволені садком або школою?
Angebote|Offers|Пропозиції
Wie finden Sie Angebote für Familien?|How do you find offers for families?|Як ви знаходите пропозиції для родин?
Internet|Internet|Інтернет
Freunde und Verwandte|Friends and relatives|Друзі та родичі
Welches Angebot fehlt Ihnen am meisten?|Which offer do you miss most?|Якої пропозиції вам найбільше бракує?
Beratung|Advice|Консультація
Spielplatz|Playground|Дитячий майданчик
Treffpunkt|Meeting place|Місце зустрічей
nichts fehlt|nothing is missing|нічого не бракує
Wie kommen Sie meistens zu Angeboten?|How do you usually get to offers?|Як ви зазвичай добираєтеся?
mit dem Auto|by car|автомобілем
mit Bus oder Bahn|by bus or train|автобусом або потягом
zu Fuß oder mit dem Rad|on foot or by bike|пішки або велосипедом
Zum Schluss|Finally|Наприкінці
Brauchen Sie mehr Betreuung, als Sie haben?|Do you need more childcare than you have?|Чи потрібно вам більше догляду за дітьми?
Wie viele Räume hat Ihre Wohnung?|How many rooms does your home have?|Скільки кімнат у вашому житлі?
Wie zufrieden sind Sie mit Ihrem Wohnort?|How satisfied are you with the place you live in?|Наскільки ви задоволені місцем проживання?
Haben Sie ein Auto?|Do you have a car?|Чи маєте ви автомобіль?
Leben Sie gern im Landkreis?|Do you like living in the county?|Чи подобається вам жити в окрузі?
Was wünschen Sie sich?|What do you wish for?|Чого ви бажаєте?
"""
ENGLISH = {line.split("|")[0]: line.split("|")[1] for line in _LINES.splitlines()}
UKRAINIAN = {line.split("|")[0]: line.split("|")[2] for line in _LINES.splitlines()}
