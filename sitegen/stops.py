"""What stops the line at once? The exceptions, apart from everything that takes time to load.

`SitegenError` is anything sitegen stops for: `errors.SiteInvalid` (the content has errors),
`ThemeBroken` (a template, string or asset of the theme cannot be used) and `BuildFailed` (the
machine refused).
"""

from __future__ import annotations


class SitegenError(Exception):
    """Anything sitegen stops for; the command line prints it without a traceback."""


class ThemeBroken(SitegenError):
    """A template, string or asset of the theme cannot be used."""


class BuildFailed(SitegenError):
    """The machine refused: disk, permissions, a missing program, a second build at the same time."""
