"""The table of all checks, and the loop that runs them."""

from newsletter.checks import approval, colours, content, dates, discretion, email, style, tags
from newsletter.checks.given import Check, Checked
from newsletter.core.issue import Issue
from newsletter.core.problem import Problem, by_weight
from newsletter.core.selection import Selection
from newsletter.render.email import Email
from newsletter.settings import Settings

CHECKS: tuple[Check, ...] = (
    content.no_summary,
    content.no_date,
    content.no_link,
    content.picture,
    content.picture_not_shown,
    content.picture_size,
    content.leftover,
    content.short_notice,
    content.relative_address,
    content.introduction_links,
    content.vague_date,
    content.long_summary,
    content.script,
    dates.ends_before_start,
    dates.wrong_weekday,
    email.subject,
    email.preheader,
    email.length,
    email.lead,
    email.nothing_inside,
    email.weight,
    email.region,
    tags.merge_tag,
    tags.stray_tag,
    tags.other_tools_tag,
    tags.required_tag,
    tags.mailing_editor,
    tags.tool_limits,
    style.house_style,
    discretion.discreet,
    discretion.members_in_browser,
    discretion.watching_link,
    discretion.detour_link,
    discretion.logo,
    approval.approval,
    colours.colours,
)
"""Every check; each one's docstring is its line in the documentation."""


def run_checks(issue: Issue, email: Email, selection: Selection, settings: Settings) -> tuple[Problem, ...]:
    """What the checks found in a finished issue, errors first."""
    checked = Checked(issue, email, selection, settings)
    return by_weight(problem for check in CHECKS for problem in check(checked))
