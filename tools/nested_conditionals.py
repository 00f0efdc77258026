"""Finds nested conditional expressions: ``a if b else c if d else e``. Ruff has no rule for them.

``exempt_modules.py`` uses it for ``make lint``.
"""

import ast


def nested_conditionals(tree: ast.AST) -> list[int]:
    """The lines, in order, of conditional expressions inside another one.

    What a lambda or a comprehension inside it does counts too: one reads it in the same breath.
    """
    nested = set()
    for outer in ast.walk(tree):
        if not isinstance(outer, ast.IfExp):
            continue
        for inner in ast.walk(outer):
            if isinstance(inner, ast.IfExp) and inner is not outer:
                nested.add((inner.lineno, inner.col_offset))
    return [line for line, _ in sorted(nested)]
