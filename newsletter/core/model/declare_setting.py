"""How a setting is declared, once.

Reading, writing, the page's form and docs/settings.md follow from its declaration.

A field of a frozen class is declared with ``setting(…)``. Its annotation says what shape its value
has, the docstring under it is its documentation for editors, and ``setting`` says the rest.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from enum import Enum, StrEnum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from newsletter.core.model.item import Item
from newsletter.core.model.setting_rules import OneOf, Rule
from newsletter.core.model.verdict import Role

Matching = Callable[[Item, Role], Iterable[str]]
"""For a rule of a section: the words of an item, one of which the rule must name."""

Choice = tuple[str, str]
"""A value as newsletter.toml has it, and what the page calls it."""


class Shape(StrEnum):
    """What newsletter.toml holds for a setting."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes or no"
    TEXTS = "list of texts"
    TEXT_TABLE = "table of texts"
    """A table from a text to a text."""
    LIST_TABLE = "table of lists"
    """A table from a text to a list of texts."""
    TABLE = "table"
    """A table with settings of its own: ``[brand]``."""
    TABLES = "list of tables"
    """A list of such tables: ``[[sections]]``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What is declared of a setting besides its name, shape, default and documentation."""

    label: str
    """What the page's form calls it; without one the form does not show it."""
    group: str
    """The heading in the form under which it appears."""
    help: str
    """A hint in the form."""
    example: str
    """An example of one line, for forms with a line for each entry."""
    in_file: str
    """What to write in newsletter.toml, for error messages; without it what its shape suggests."""
    entries: str
    """Of a table of lists, what the entries of its lists are, for error messages: ``countries``."""
    choices: tuple[Choice, ...]
    """The values to choose from in the form; without a rule, the only ones there are."""
    rule: Rule | None
    """What its value must be."""
    matches: Matching | None
    """For a rule of a section: the words of an item that it looks at."""


def setting(
    default: Any = MISSING,
    *,
    default_factory: Any = MISSING,
    label: str = "",
    group: str = "",
    help: str = "",
    example: str = "",
    in_file: str = "",
    entries: str = "",
    choices: tuple[Choice, ...] = (),
    rule: Rule | None = None,
    matches: Matching | None = None,
) -> Any:
    """A field of a settings class; one without a default is required. See ``Declaration``."""
    declaration = Declaration(
        label=label,
        group=group,
        help=help,
        example=example,
        in_file=in_file,
        entries=entries,
        choices=choices,
        rule=rule,
        matches=matches,
    )
    metadata = {"declaration": declaration}
    if default_factory is not MISSING:
        return field(default_factory=default_factory, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class DeclaredField:
    """One setting with all that is known of it."""

    name: str
    shape: Shape
    inner: type
    """The class of its value, or of each of its entries: text, number, an enum, or a settings
    class."""
    default: Any
    """Its value when newsletter.toml does not name it; meaningless when it is required."""
    required: bool
    declaration: Declaration

    @property
    def rule(self) -> Rule | None:
        """What its value, or each of its entries, must be."""
        if self.declaration.rule is not None:
            return self.declaration.rule
        if issubclass(self.inner, Enum):
            return OneOf(tuple(str(member.value) for member in self.inner))
        words = tuple(word for word, _ in self.declaration.choices if word)
        if words:
            return OneOf(words)
        return None

    @property
    def is_section_rule(self) -> bool:
        """Whether it decides which items a section takes."""
        return self.declaration.matches is not None

    def fault(self, value: Any) -> str:
        """What is wrong with a value of the right shape; empty when nothing is.

        It follows the name of the setting: ``is 3; write a number from 50 to 900``. The default is
        never wrong.
        """
        rule = self.rule
        if rule is None or (not self.required and value == self.default):
            return ""
        if self.shape is not Shape.TEXTS:
            return rule.fault(value)
        for entry in value:
            fault = rule.fault(entry)
            if fault:
                return fault
        return ""


def declared_fields(type_: type) -> tuple[DeclaredField, ...]:
    """The settings that a class declares, in their order.

    Raises TypeError when a field is not declared with ``setting``.
    """
    return _declared_fields(type_)


@lru_cache
def _declared_fields(type_: Any) -> tuple[DeclaredField, ...]:
    hints = get_type_hints(type_)
    found = []
    for each in fields(type_):
        declaration = each.metadata.get("declaration")
        if declaration is None:
            raise TypeError(f"{type_.__name__}.{each.name} is not declared with setting()")
        shape, inner = _shape_of(hints[each.name])
        default = each.default
        if each.default_factory is not MISSING:
            default = each.default_factory()
        found.append(
            DeclaredField(
                name=each.name,
                shape=shape,
                inner=inner,
                default=default,
                required=default is MISSING,
                declaration=declaration,
            )
        )
    return tuple(found)


def declared_field(type_: type, name: str) -> DeclaredField:
    """The setting of that name. Raises KeyError when the class has none."""
    for each in declared_fields(type_):
        if each.name == name:
            return each
    raise KeyError(name)


_PLAIN_SHAPES: Mapping[type, Shape] = {bool: Shape.YES_NO, int: Shape.NUMBER, str: Shape.TEXT}


def _shape_of(hint: Any) -> tuple[Shape, type]:
    """The shape of an annotation, and the class of its value or entries."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        (hint,) = (each for each in get_args(hint) if each is not NoneType)
        return _shape_of(hint)
    if origin is tuple:
        inner = get_args(hint)[0]
        return (Shape.TABLES if is_dataclass(inner) else Shape.TEXTS), inner
    if origin is not None:  # a mapping from texts
        inner = get_args(hint)[1]
        return (Shape.TEXT_TABLE if inner is str else Shape.LIST_TABLE), str
    plain: type = hint
    if is_dataclass(plain):
        return Shape.TABLE, plain
    if issubclass(plain, Enum):
        return Shape.TEXT, plain
    return _PLAIN_SHAPES[plain], plain
