"""Begin: a new workspace in the folder the program was started in."""

from typing import Any

from newsletter.core.values.text import nearest, one_line
from newsletter.core.values.zones import iana_zone
from newsletter.errors import NewsletterError
from newsletter.preview.actions.request import Given, text_of
from newsletter.preview.desk.desk import Desk
from newsletter.preview.views.settings_form import LANGUAGES, TOOLS
from newsletter.workspace.create import create_workspace


def begin_workspace(desk: Desk, given: Given) -> str:
    """Make the workspace and return what to show first: its issue, or the words that are to be translated. Raises NewsletterError."""
    organisation = one_line(text_of(given, "organisation"))
    if not organisation:
        raise NewsletterError("Write the name of your organisation.")
    zone_name = one_line(text_of(given, "timezone"))
    zone = iana_zone(zone_name)
    if zone is None:
        from zoneinfo import available_timezones

        close = nearest(zone_name, available_timezones())
        raise NewsletterError(
            f"‘{zone_name}’ is not a time zone. {f'Did you mean {close}?' if close else 'Choose one from the list.'}"
        )
    settings: dict[str, Any] = {
        key: value
        for key in ("website", "contact", "postal_address")
        if (value := one_line(text_of(given, key)))
    }
    settings["language"] = _one_of(text_of(given, "language"), LANGUAGES, "en")
    settings["mailing_tool"] = _one_of(text_of(given, "mailing_tool"), TOOLS, "none")
    if name := one_line(text_of(given, "name")):
        settings["name"] = name
    if website := settings.get(
        "website"
    ):  # where the news is, most probably; what it is else stands on "Bring up to date"
        settings["sources"] = [{"kind": "wordpress", "address": website}]
    today = desk.clock().astimezone(zone).date()
    period = create_workspace(desk.path, organisation, zone_name, today, settings)
    desk.disk_changed()
    own_words = desk.path / f"templates/words/{settings['language']}.toml"
    return f"{period.slug}/words" if own_words.exists() else period.slug


def _one_of(word: str, choices: tuple[tuple[str, str], ...], usual: str) -> str:
    return word if word in {key for key, _ in choices} else usual
