"""The table of all checks, and the loop that runs them."""

from newsletter.checks import changed_since_approval as approval
from newsletter.checks import contrast as colours
from newsletter.checks import date_conflicts as dates
from newsletter.checks import discretion
from newsletter.checks import house_style as style
from newsletter.checks import item_content as content
from newsletter.checks import tag_rules as tags
from newsletter.checks import whole_email as email
from newsletter.checks.context import Check, CheckContext
from newsletter.core.issue.compose import Issue
from newsletter.core.problems.problem import Problem, by_weight
from newsletter.core.selection.select import Selection
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


def run_checks(
    issue: Issue, email: Email, selection: Selection, settings: Settings
) -> tuple[Problem, ...]:
    """What the checks found in a finished issue, errors first."""
    checked = CheckContext(issue, email, selection, settings)
    return by_weight(problem for check in CHECKS for problem in check(checked))
