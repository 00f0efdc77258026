"""The fixed words of the email in a workspace's own file of words, shown and changed one by one."""

import re
import tomllib
from collections.abc import Mapping

import tomlkit
from tomlkit.exceptions import TOMLKitError

from newsletter.errors import NewsletterError


def words_shown(text: str) -> dict[str, str]:
    """Every word by its key as a form shows it, lists of names with commas. Raises NewsletterError when it is no TOML."""
    try:
        table = tomllib.loads(text)
    except ValueError as fault:
        raise NewsletterError(
            f"the words of the language cannot be read ({fault}); open the file itself."
        ) from None
    return {
        key: ", ".join(map(str, value)) if isinstance(value, list) else str(value).strip()
        for key, value in table.items()
    }


def word_shown(text: str, key: str) -> str:
    """One word. Raises NewsletterError when there is none of that key."""
    shown = words_shown(text)
    if key not in shown:
        raise NewsletterError("There is no such word. Load the page anew.")
    return shown[key]


def words_text(text: str, values: Mapping[str, str], pattern: str) -> str:
    """The text of the file with other words under some keys; comments and order stay.

    ``pattern`` is the shipped English file: a list has as many names as there, a text the same braces. Raises NewsletterError.
    """
    english = tomllib.loads(pattern)
    for key, value in values.items():
        _must_fit(key.replace("_", " ").capitalize(), value, english.get(key))
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as fault:
        raise NewsletterError(
            f"the words cannot be changed here ({fault}); open the file itself."
        ) from None
    for key, value in values.items():
        is_list = isinstance(document.get(key), list)
        document[key] = [part.strip() for part in value.split(",")] if is_list else value
    return tomlkit.dumps(document)


def _must_fit(label: str, value: str, english: object) -> None:
    if isinstance(english, list):
        names = [part.strip() for part in value.split(",")]
        if len(names) != len(english) or not all(names):
            raise NewsletterError(
                f"{label}: write {len(english)} names with commas between them; these are {len([n for n in names if n])}."
            )
    elif isinstance(english, str):
        wanted = set(_BRACES.findall(english))
        if set(_BRACES.findall(value)) != wanted or re.search(r"[{}]", _BRACES.sub("", value)):
            how = (
                f"it needs {' and '.join(sorted(wanted))}, and no other braces"
                if wanted
                else "it holds no braces"
            )
            raise NewsletterError(f"{label}: {how}.")
        if not value.strip():
            raise NewsletterError(f"{label}: write something here; every word is needed.")


_BRACES = re.compile(r"\{[a-z_]*\}")
