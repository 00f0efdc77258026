"""The table of all checks, and the loop that runs them."""

from newsletter.checks import (
    changed_since_approval,
    date_conflicts,
    discretion,
    house_style,
    item_content,
    item_images,
    look,
    tag_rules,
    whole_email,
)
from newsletter.checks.context import Check, CheckContext
from newsletter.core.issue.compose import Issue
from newsletter.core.problems.problem import Problem, by_weight
from newsletter.core.selection.select import Selection
from newsletter.render.email import Email
from newsletter.settings import Settings

CHECKS: tuple[Check, ...] = (
    item_content.missing_summary,
    item_content.long_summary,
    item_content.missing_date,
    item_content.ambiguous_date,
    item_content.short_notice,
    item_content.missing_link,
    item_content.relative_links,
    item_content.introduction_links_and_images,
    item_content.unfinished_words,
    item_content.missing_language,
    item_images.image_address,
    item_images.image_description,
    item_images.image_consent,
    item_images.image_size,
    item_images.images_in_text,
    item_images.hidden_images,
    date_conflicts.ends_before_start,
    date_conflicts.wrong_weekday,
    house_style.avoided_words,
    whole_email.subject_line,
    whole_email.preview_text,
    whole_email.issue_length,
    whole_email.lead_item,
    whole_email.empty_issue,
    whole_email.email_size,
    whole_email.missing_regions,
    discretion.indiscreet_words,
    discretion.members_only_in_browser,
    discretion.tracked_redirects,
    discretion.tracking_marks,
    tag_rules.tags_in_content,
    tag_rules.unknown_tags,
    tag_rules.tags_of_other_tools,
    tag_rules.required_tags,
    tag_rules.way_to_unsubscribe,
    tag_rules.postal_address,
    tag_rules.mailing_editor,
    tag_rules.tool_limits,
    changed_since_approval.changes_since_approval,
    look.logo_background,
    look.colour_contrast,
)
"""Every check; each one's docstring is its line in docs/checks.md."""


def run_checks(
    issue: Issue, email: Email, selection: Selection, settings: Settings
) -> tuple[Problem, ...]:
    """Run every check on a finished issue. Returns the problems, errors first."""
    checked = CheckContext(issue, email, selection, settings)
    found: list[Problem] = []
    for check in CHECKS:
        found += check(checked)
    return by_weight(found)
