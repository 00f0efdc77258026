"""The fixed words of the email in a workspace's own file of words, shown and changed one by one."""

import re
import tomllib
from collections.abc import Mapping

import tomlkit
from tomlkit.exceptions import TOMLKitError

from newsletter.errors import NewsletterError

_BRACES = re.compile(r"\{[a-z_]*\}")


def words_shown(text: str) -> dict[str, str]:
    """Every word by its key as a form shows it, lists of names with commas.

    Raises NewsletterError when the text is not TOML.
    """
    try:
        table = tomllib.loads(text)
    except ValueError as fault:
        raise NewsletterError(
            f"The words of the email cannot be read ({fault}). Open the file itself."
        ) from None
    return {key: _shown(value) for key, value in table.items()}


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(value).strip()


def word_shown(text: str, key: str) -> str:
    """One word. Raises NewsletterError when no word has that key."""
    shown = words_shown(text)
    if key not in shown:
        raise NewsletterError("There is no such word. Reload the page.")
    return shown[key]


def words_text(text: str, values: Mapping[str, str], pattern: str) -> str:
    """The text of the file with other words under some keys; comments and order stay.

    ``pattern`` is the shipped English file: a list must have as many names as there, a text the
    same braces. Raises NewsletterError when one does not.
    """
    english = tomllib.loads(pattern)
    for key, value in values.items():
        label = key.replace("_", " ").capitalize()
        _must_fit(label, value, english.get(key))
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as fault:
        raise NewsletterError(
            f"The words of the email cannot be changed here ({fault}). Open the file itself."
        ) from None
    for key, value in values.items():
        if isinstance(document.get(key), list):
            document[key] = _split_names(value)
        else:
            document[key] = value
    return tomlkit.dumps(document)


def _split_names(value: str) -> list[str]:
    return [part.strip() for part in value.split(",")]


def _must_fit(label: str, value: str, english: object) -> None:
    """Raise NewsletterError when a new word does not fit the English one."""
    if isinstance(english, list):
        _must_have_as_many_names(label, value, len(english))
    elif isinstance(english, str):
        _must_have_the_same_braces(label, value, english)
        if not value.strip():
            raise NewsletterError(f"{label}: write something here; every word is needed.")


def _must_have_as_many_names(label: str, value: str, count: int) -> None:
    names = _split_names(value)
    if len(names) == count and all(names):
        return
    present = len([name for name in names if name])
    raise NewsletterError(
        f"{label}: write {count} names with commas between them; these are {present}."
    )


def _must_have_the_same_braces(label: str, value: str, english: str) -> None:
    wanted = set(_BRACES.findall(english))
    has_stray_braces = re.search(r"[{}]", _BRACES.sub("", value))
    if set(_BRACES.findall(value)) == wanted and not has_stray_braces:
        return
    if wanted:
        advice = f"it needs {' and '.join(sorted(wanted))}, and no other braces"
    else:
        advice = "it must not contain braces"
    raise NewsletterError(f"{label}: {advice}.")
