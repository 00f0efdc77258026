"""A picture that goes with an item, as the keys under ``image`` in its content file give it."""

from dataclasses import dataclass, field

from newsletter.core.model.item_field import (
    CONSENT_CHOICES,
    PEOPLE_CHOICES,
    FieldGroup,
    FieldType,
    ItemField,
    describe,
)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that goes with an item."""

    src: str = field(
        metadata=describe(
            ItemField(
                FieldType.TEXT,
                "Picture: address",
                help="The full address of a picture on your website.",
                group=FieldGroup.PICTURE,
            )
        )
    )
    """Its address. The pasted email only shows an absolute https address that members can reach."""
    alt: str = field(
        default="",
        metadata=describe(
            ItemField(
                FieldType.TEXT,
                "Picture: what it shows",
                help="For members who cannot see it.",
                group=FieldGroup.PICTURE,
            )
        ),
    )
    """What it shows, for those who cannot see it."""
    credit: str = field(
        default="",
        metadata=describe(
            ItemField(FieldType.TEXT, "Picture: who made it", group=FieldGroup.PICTURE)
        ),
    )
    """Who made it."""
    consent: bool | None = field(
        default=None,
        metadata=describe(
            ItemField(
                FieldType.KNOWN_YES_NO,
                "Did the people in it agree to be shown?",
                group=FieldGroup.PICTURE,
                choices=CONSENT_CHOICES,
            )
        ),
    )
    """``yes`` when the people in it agreed to be shown, ``no`` when they did not.
    Without it, nothing is known."""
    people: bool | None = field(
        default=None,
        metadata=describe(
            ItemField(
                FieldType.KNOWN_YES_NO,
                "Can anybody be recognised?",
                group=FieldGroup.PICTURE,
                choices=PEOPLE_CHOICES,
            )
        ),
    )
    """``no`` when nobody in it can be recognised; then no consent is needed."""
    width: int | None = field(
        default=None, metadata=describe(ItemField(FieldType.NUMBER, "Picture: width"))
    )
    """Its width in pixels, if known."""
    height: int | None = field(
        default=None, metadata=describe(ItemField(FieldType.NUMBER, "Picture: height"))
    )
    """Its height in pixels, if known."""
