"""The fixtures of the page's tests; they are written in ``conftest_preview``, which tests import too."""

from conftest_preview import contexts, office, served_from  # noqa: F401
