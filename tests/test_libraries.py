"""What is kept between builds and checks counts for nothing once a library that shaped it is another."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from sitegen.check.memory import READERS
from sitegen.manifest import LIBRARIES
from tests.conftest import REPOSITORY
from tests.test_architecture import imports

PACKAGE = REPOSITORY / "sitegen"
# what comes in and goes out by other commands, or shows a site without making it
BESIDE = {"exchange", "serve", "commands"}
# it keeps builds apart, and shapes nothing
SHAPES_NOTHING = {"filelock"}


def loaded_late(path: Path) -> Iterator[str]:
    """What a module imports only when it is needed."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            named = node.args[0] if node.func.attr == "import_module" else None
            if isinstance(named, ast.Constant):
                yield str(named.value)


def distributions(paths: list[Path]) -> set[str]:
    """The distributions that modules are from, by their normalised names."""
    known = packages_distributions()
    tops = {name.partition(".")[0] for p in paths for name in (*imports(p), *loaded_late(p))}
    foreign = tops - set(sys.stdlib_module_names) - {"sitegen", "__future__"}
    return {re.sub(r"[-_.]+", "-", one).lower() for name in foreign for one in known[name]}


def modules(parts: set[str], *, within: bool) -> list[Path]:
    found = PACKAGE.rglob("*.py")
    return [p for p in found if (p.relative_to(PACKAGE).parts[0] in parts) is within]


def test_every_library_that_shapes_output_is_part_of_every_key() -> None:
    shaping = distributions(modules(BESIDE | {"attached"}, within=False))
    assert shaping - SHAPES_NOTHING == set(LIBRARIES)


def test_every_library_that_reads_attachments_is_part_of_what_a_check_remembers() -> None:
    assert distributions(modules({"attached"}, within=True)) - set(LIBRARIES) == set(READERS)


def test_the_lists_are_in_order() -> None:
    assert list(LIBRARIES) == sorted(LIBRARIES)
    assert list(READERS) == sorted(READERS)
