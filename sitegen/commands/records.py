"""`sitegen new` and `sitegen schema`: skeletons of records, and what editors complete them with."""

from __future__ import annotations

import argparse

from sitegen.commands.options import project_option
from sitegen.exchange.commands import run_new, run_schema
from sitegen.exchange.options import new_options


def declare(name: str, sub: argparse.ArgumentParser) -> None:
    """The options of either command."""
    project_option(sub)
    if name == "new":
        new_options(sub)
    sub.set_defaults(run=_new if name == "new" else _schema)


def _new(options: argparse.Namespace) -> int:
    print(run_new(options, _ask))
    return 0


def _schema(options: argparse.Namespace) -> int:
    print(run_schema(options))
    return 0


def _ask(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        return ""
