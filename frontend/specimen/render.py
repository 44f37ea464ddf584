"""Draws every component in English and Arabic, to look at.

python frontend/specimen/render.py FOLDER
"""

import sys
from pathlib import Path

import django
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
STATIC = (ROOT / "static").as_uri()

sys.path.insert(0, str(ROOT))
settings.configure(
    INSTALLED_APPS=["django.forms", "django.contrib.staticfiles"],
    STATIC_URL="/static/",
    FORM_RENDERER="cxstudio.forms.FormRenderer",
    USE_I18N=True,
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [ROOT / "templates", Path(__file__).parent],
            "APP_DIRS": True,
        }
    ],
)
django.setup()

from django import forms  # noqa: E402  (settings come first)
from django.template.loader import render_to_string  # noqa: E402
from django.utils import translation  # noqa: E402

WORDS = {
    "en": {
        "title": "Help us fix the renewal letter",
        "name": "Your name",
        "hint": "We use it only to greet you.",
        "date": "What did you think that date was?",
        "choices": [
            "The last day to send the form",
            "The day of an interview",
            "The day my help ends",
        ],
        "hard": "What made it hard for you to renew?",
        "why": "If you could change one thing, what would it be?",
        "agree": "Tell me what changed",
        "needed": "Choose one answer, or go on without one.",
        "text": "We write the Food Help renewal letter, and we want to make it easier "
        "to understand. These 8 questions take about 4 minutes.",
        "start": "Start",
        "back": "Back",
        "code": "Your code",
        "said": "You said:",
        "did": "We did:",
    },
    "ar": {
        "title": "ساعدنا في تحسين خطاب التجديد",
        "name": "اسمك",
        "hint": "نستخدمه فقط لتحيتك.",
        "date": "ماذا كان ذلك التاريخ في رأيك؟",
        "choices": [
            "آخر يوم لإرسال النموذج",
            "يوم مقابلة",
            "اليوم الذي تنتهي فيه مساعدتي",
        ],
        "hard": "ما الذي صعّب عليك التجديد؟",
        "why": "لو أمكنك تغيير شيء واحد، فماذا تغيّر؟",
        "agree": "أخبروني بما تغيّر",
        "needed": "اختر إجابة واحدة أو تابع بدونها.",
        "text": "نحن نكتب خطاب تجديد المساعدة الغذائية، ونريد أن نجعله أسهل للفهم. "
        "تستغرق هذه الأسئلة الثمانية نحو 4 دقائق.",
        "start": "ابدأ",
        "back": "رجوع",
        "code": "رمزك",
        "said": "قلتم:",
        "did": "فعلنا:",
    },
}


def specimen_form(words: dict) -> forms.Form:
    choices = list(enumerate(words["choices"]))

    class Specimen(forms.Form):
        name = forms.CharField(label=words["name"], help_text=words["hint"])
        date = forms.ChoiceField(
            label=words["date"],
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": words["needed"]},
        )
        hard = forms.MultipleChoiceField(
            label=words["hard"],
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        one = forms.ChoiceField(label=words["date"], choices=choices)
        why = forms.CharField(label=words["why"], widget=forms.Textarea, required=False)
        agree = forms.BooleanField(label=words["agree"], required=False)

    return Specimen({"hard": ["1"], "agree": "on", "one": "0"})


def draw(code: str, folder: Path) -> Path:
    names = {"en": "English", "es": "Español", "ar": "العربية", "zh-hans": "中文"}
    languages = [
        {"code": each, "name_local": name, "url": f"?{each}", "current": each == code}
        for each, name in names.items()
    ]
    context = {
        "words": WORDS[code],
        "form": specimen_form(WORDS[code]),
        "LANGUAGE_CODE": code,
        "LANGUAGE_BIDI": code == "ar",
        "languages": languages,
        "agency": {
            "name": "Office of Household Support",
            "contact_phone": "555-0142",
            "contact_hours": "9 to 5",
            "contact_email": "letters@example.gov",
            "privacy_url": "#privacy",
            "accessibility_url": "#accessibility",
        },
    }
    path = folder / f"{code}.html"
    with translation.override(code):
        html = render_to_string("specimen.html", context)
    path.write_text(html.replace('"/static/', f'"{STATIC}/'))
    return path


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for code in WORDS:
        print(draw(code, target))
