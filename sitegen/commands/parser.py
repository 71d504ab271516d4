"""What was asked for? The words of a command line: taken exactly, explained and refused in Chinese."""

from __future__ import annotations

import argparse
import importlib
import os
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from sitegen.stops import BuildFailed

_USAGE = "用法："


class Parser(argparse.ArgumentParser):
    """A command whose options may stand anywhere, between its arguments too; none is cut short.

    Raises `BuildFailed` (Z09) for what it does not know.
    """

    _inner = False

    def __init__(self, prog: str, **given: Any) -> None:
        super().__init__(prog, formatter_class=_Help, add_help=False, allow_abbrev=False, **given)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def parse_known_args(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        namespace: argparse.Namespace | None = None,
    ) -> tuple[argparse.Namespace, list[str]]:
        """What was given; argparse's own way of mixing calls this again for each of its two looks."""
        if self._inner:
            return super().parse_known_args(args, namespace)
        self._inner = True
        try:
            found, unknown = self._mixed(args, namespace)
        finally:
            self._inner = False
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def _mixed(
        self, args: Sequence[str] | None, namespace: argparse.Namespace | None
    ) -> tuple[argparse.Namespace, list[str]]:
        if self._subparsers is not None or not self._get_positional_actions():
            return super().parse_known_args(args, namespace)
        # argparse would write it down itself, and believe that it begins with an English word
        self.usage = self.format_usage().removeprefix(_USAGE)
        return self.parse_known_intermixed_args(args, namespace)

    def format_help(self) -> str:
        """The help, its headings with the colons of Chinese."""
        return super().format_help().replace(":\n", "：\n")

    def error(self, message: str) -> NoReturn:
        """Stop, saying what is wrong, what it may have been meant for and where that is told."""
        # most command lines are right
        said = importlib.import_module("sitegen.commands.mistakes").said
        raise BuildFailed(
            "Z09", f"{said(message, self._option_string_actions)}；写法见 {self.prog} -h"
        )


class _Help(argparse.HelpFormatter):
    """Help with each text below its option: Chinese is twice as wide as argparse believes."""

    def __init__(self, prog: str) -> None:
        # argparse would load half a dozen libraries to learn the width
        super().__init__(prog, max_help_position=6, width=_columns())

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """The line that shows how a command is written."""
        super().add_usage(usage, actions, groups, _USAGE if prefix is None else prefix)


def _columns() -> int:
    try:
        return os.get_terminal_size().columns
    except (OSError, ValueError):
        return 80  # not a terminal
