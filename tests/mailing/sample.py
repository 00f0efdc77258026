"""One small issue that holds something of everything, for the golden files: a call, a lead, events, members' news, another language."""

from dataclasses import replace

from making import call, event, news, plan, rules

from newsletter.core.issue.compose import Issue, compose
from newsletter.core.model.item import Audience, Image
from newsletter.core.model.sections import DEFAULT_SECTIONS
from newsletter.core.selection.select import select
from newsletter.settings import Settings

SETTINGS = Settings(
    "Our Update", "Our Network", "https://example.org", "news@example.org", timezone="Europe/London", postal_address="1 Street, Nairobi",
)  # fmt: skip
PICTURE = Image(
    "https://example.org/p.jpg",
    "A room with a long table",
    "A member",
    people=False,
    width=1200,
    height=800,
)
ITEMS = (
    call("calls/grants", title="Small grants {{ for }} networks", deadline="2022-06-03", date="2022-04-02", link="https://example.org/grants", summary="Who asks gets an answer."),
    news("news/lead", title="What members [all] decided", date="2022-04-29", link="https://example.org/lead?a=1&b=2", summary="*|They|* met for two days.", image=PICTURE),
    news("news/es", title="¿Quién decide?", date="2022-04-12", link="https://example.org/es", summary="Una frase.", language="es", country="Peru"),
    news("news/secret", title="Where we meet", date="2022-04-20", link="https://example.org/m", summary="Members alone read this.", audience=Audience.MEMBERS),
    event("events/webinar", title="A webinar", starts="2022-05-25 13:00", timezone="Europe/Paris", link="https://example.org/w", register="https://example.org/r", summary="With questions."),
)  # fmt: skip


def issue() -> Issue:
    """The issue."""
    the_plan = replace(
        plan(
            lead="news/lead",
            subject="Grants, and {a webinar}",
            preheader="Two months in two minutes.",
        ),
        introduction="Dear members,\n\nhere is what [we did](https://example.org/did).\n\nYours, A. Editor",
    )
    return compose(
        select(ITEMS, the_plan, (), rules(sections=DEFAULT_SECTIONS)),
        the_plan,
        DEFAULT_SECTIONS,
        {},
    )
