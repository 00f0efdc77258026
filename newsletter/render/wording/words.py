"""The fixed words of the email, from templates/words/<language>.toml; none stands in a template."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsletter.core.values.period import Period
from newsletter.errors import NewsletterError
from newsletter.render.wording.templates import load_toml

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

# What speakers call their language; members look for their own. A code that is not here is shown as it is.
LANGUAGE_NAMES = {
    "am": "አማርኛ", "ar": "العربية", "bn": "বাংলা", "bg": "Български", "cs": "Čeština", "da": "Dansk", "de": "Deutsch",
    "el": "Ελληνικά", "en": "English", "es": "Español", "et": "Eesti", "fa": "فارسی", "fi": "Suomi", "fr": "Français",
    "he": "עברית", "hi": "हिन्दी", "hu": "Magyar", "hy": "Հայերեն", "id": "Bahasa Indonesia", "it": "Italiano",
    "ja": "日本語", "ka": "ქართული", "kk": "Қазақша", "km": "ខ្មែរ", "ko": "한국어", "ky": "Кыргызча", "lt": "Lietuvių",
    "lv": "Latviešu", "my": "မြန်မာ", "ne": "नेपाली", "nl": "Nederlands", "no": "Norsk", "pl": "Polski",
    "ps": "پښتو", "pt": "Português", "ro": "Română", "ru": "Русский", "sk": "Slovenčina", "sl": "Slovenščina",
    "sr": "Српски", "sv": "Svenska", "sw": "Kiswahili", "tg": "Тоҷикӣ", "th": "ไทย", "tr": "Türkçe", "uk": "Українська",
    "ur": "اردو", "uz": "Oʻzbekcha", "vi": "Tiếng Việt", "zh": "中文",
}  # fmt: skip


def language_name(code: str) -> str:
    """``es`` → ``Español``; a code we do not know is shown as it is."""
    return LANGUAGE_NAMES.get(code.split("-")[0].lower(), code)


def direction(code: str) -> str:
    """``rtl`` for languages written from right to left, else ``ltr``."""
    return "rtl" if code.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    language: str
    table: dict[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """The word of that key with its braces filled. Raises NewsletterError when it is missing or its braces are wrong."""
        pattern = self._get(key)
        try:
            return str(pattern).format(**values) if values else str(pattern)
        except (KeyError, IndexError, ValueError, AttributeError, TypeError):
            allowed = ", ".join(f"{{{name}}}" for name in values)
            raise NewsletterError(
                f"{key} is {pattern!r}; it may hold {allowed} and no other braces", file=self._file
            ) from None

    def _get(self, key: str) -> Any:
        if key not in self.table:
            raise NewsletterError(
                f"the word {key} is missing; copy it from templates/words/en.toml and translate it",
                file=self._file,
            )
        return self.table[key]

    @property
    def _file(self) -> str:
        return f"templates/words/{self.language}.toml"

    def names(self, key: str, count: int) -> list[str]:
        """A list of so many names, such as the months. Raises NewsletterError when it has not that many."""
        names = self._get(key)
        if not isinstance(names, list) or len(names) != count:
            raise NewsletterError(f"{key} does not hold {count} names", file=self._file)
        return [str(name) for name in names]

    def month(self, number: int) -> str:
        """The name of a month, January = 1."""
        return self.names("months", 12)[number - 1]

    def weekday(self, number: int, plural: bool = False) -> str:
        """The name of a weekday, Monday = 0."""
        return self.names("weekdays_plural" if plural else "weekdays", 7)[number]

    def period(self, period: Period) -> str:
        """The period's title in the newsletter's language."""
        first, last = period.start, period.last_month
        end = self("month_year", month=self.month(last.month), year=last.year)
        if first == last:
            return end
        begin = self.month(first.month)
        if first.year != last.year:
            begin = self("month_year", month=begin, year=first.year)
        return self("period_title", first=begin, last=end)

    def joined(self, parts: list[str]) -> str:
        """``a``, ``a and b``, ``a, b and c``."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self('and')} {parts[-1]}"


def load_words(language: str, own: Path | None) -> Words:
    """The words of a language; ``own`` is the workspace's templates folder. Raises NewsletterError when there are none."""
    return Words(language, load_toml(f"words/{language}.toml", own))
