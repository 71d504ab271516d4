"""`sitegen import` and `sitegen export`: official tables in and out."""

from __future__ import annotations

import argparse

from sitegen.commands.options import project_option
from sitegen.exchange.commands import run_export, run_import
from sitegen.exchange.options import export_options, import_options


def declare(name: str, sub: argparse.ArgumentParser) -> None:
    """The options of either command."""
    project_option(sub)
    (import_options if name == "import" else export_options)(sub)
    sub.set_defaults(run=_import if name == "import" else _export)


def _import(options: argparse.Namespace) -> int:
    print(run_import(options))
    return 0


def _export(options: argparse.Namespace) -> int:
    print(run_export(options))
    return 0
