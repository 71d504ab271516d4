"""The house rules that a machine can hold: layers, where what is allowed, sizes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "sitegen"
ROWS = {
    "words": (
        "stops",
        "codes",
        "errors",
        "digests",
        "text",
        "pinyin",
        "dates",
        "zone",
        "wording",
        "privacy",
        "inputs",
        "fresh",
        "pool",
        "memo",
        "shelf",
    ),
    "nouns": ("deadlines", "model"),
    "in": ("attached", "git", "history", "source", "schema", "names", "load", "changes"),
    "shape": (
        "routes",
        "claims",
        "markup",
        "listings",
        "ledger",
        "opendata",
        "indicators",
        "pages",
    ),
    "out": (
        "qr",
        "linked",
        "theme",
        "ics",
        "zipped",
        "workbook",
        "render",
        "lock",
        "write",
        "manifest",
        "kept",
        "artifacts",
        "archive",
    ),
    "verbs": (
        "search",
        "check",
        "drafts",
        "project",
        "preparing",
        "build",
        "serve",
        "show",
        "explain",
        "verify",
        "init",
        "exchange",
        "commands",
        "__main__",
    ),
}
LAYERS = [module for row in ROWS.values() for module in row]
LONGEST_MODULE = 320
LONGEST_BUILD = 90
CLOCKS = re.compile(
    r"\b(date\.today|datetime\.now|datetime\.utcnow|time\.time(_ns)?|time\.perf_counter)\b"
)


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def layer(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        yield from imported(node)


def ours(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if parts[0] == "sitegen" and len(parts) > 1 else None


def test_every_module_has_a_layer() -> None:
    found = {layer(path) for path in modules()} - {"__init__"}
    assert found == set(LAYERS)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_import_only_what_stands_before_them(path: Path) -> None:
    if path == PACKAGE / "__init__.py":
        assert not list(imports(path))
        return
    own = LAYERS.index(layer(path))
    for name in imports(path):
        target = ours(name)
        if target and target != "__version__" and target != layer(path):
            assert LAYERS.index(target) < own, f"{path.name} imports {name}"


def test_no_import_hides_in_a_function_or_behind_type_checking() -> None:
    for path in modules():
        top = set(tree(path).body)
        hidden = [n for n in ast.walk(tree(path)) if isinstance(n, ast.Import | ast.ImportFrom)]
        assert len(hidden) == sum(isinstance(n, ast.Import | ast.ImportFrom) for n in top), path


def dotted(path: Path) -> str:
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def test_packages_have_no_import_cycles_inside() -> None:
    names = {dotted(path) for path in modules()} - {"sitegen"}
    graph: dict[str, set[str]] = {}
    for path in modules():
        name = dotted(path)
        graph[name] = {
            known
            for target in imports(path)
            for known in (target, target.rpartition(".")[0])
            if known in names and known != name
        }
    reached: dict[str, set[str]] = {}

    def below(name: str, path: tuple[str, ...]) -> set[str]:
        assert name not in path, " → ".join((*path, name))
        if name not in reached:
            steps = graph.get(name, set())
            reached[name] = steps.union(*(below(step, (*path, name)) for step in steps))
        return reached[name]

    for name in graph:
        below(name, ())


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def test_only_the_command_line_prints_and_reads_the_clock() -> None:
    for path in modules():
        if layer(path) in {"__main__", "commands"}:
            continue
        names = [c.func.id for c in calls(path) if isinstance(c.func, ast.Name)]
        assert "print" not in names, path
        assert not CLOCKS.search(path.read_text("utf-8")), path


def test_only_write_writes_to_disk() -> None:
    writing = {"write_text", "write_bytes", "mkdir", "unlink", "rmdir", "rename", "touch", "rmtree"}
    writing |= {"extractall"}
    for path in modules():
        if layer(path) == "write":
            continue
        attributes = {c.func.attr for c in calls(path) if isinstance(c.func, ast.Attribute)}
        assert not attributes & writing, (path, attributes & writing)


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("yaml", {"source"}),
        ("jinja2", {"theme"}),
        ("subprocess", {"search", "git", "serve"}),
        ("markdown", {"markup"}),
        ("zxingcpp", {"qr"}),
        ("tempfile", {"shelf", "commands"}),
    ],
)
def test_one_module_owns_each_library(library: str, homes: set[str]) -> None:
    for path in modules():
        if any(name.split(".")[0] == library for name in imports(path)):
            assert layer(path) in homes, path


def test_only_routes_makes_addresses_below_a_record_and_fragments_of_records() -> None:
    made = re.compile(r'f"/?(plans|documents)/\{[^"]*\}/|f"(plan|row)-\{')
    for path in modules():
        if layer(path) in LAYERS[LAYERS.index("routes") + 1 :]:
            assert not made.search(path.read_text("utf-8")), path


def test_nothing_catches_every_exception() -> None:
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler):
                names = ast.unparse(node.type) if node.type else ""
                assert names not in {"", "Exception", "BaseException"}, path


def test_modules_stay_small_and_build_fits_a_screen() -> None:
    for path in modules():
        lines = len(path.read_text("utf-8").splitlines())
        assert lines <= LONGEST_MODULE, (path, lines)
    for path in [*REPOSITORY.glob("themes/*/assets/js/*.js"), *PACKAGE.rglob("*.js")]:
        assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE, path
    assert len((PACKAGE / "build.py").read_text("utf-8").splitlines()) <= LONGEST_BUILD
