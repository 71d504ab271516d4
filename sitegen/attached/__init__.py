"""What do attachments say? Their text in pieces with places, read within bounds; and what they really are.

Nothing in a file is trusted: sizes are counted while unpacking, not taken from what the file says of
itself, and what is too large, locked or broken is named, never skipped in silence.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from sitegen.attached.dangers import Danger, dangers
from sitegen.attached.kinds import allowed, genuine
from sitegen.attached.pieces import LARGEST, Piece, Reading

__all__ = [
    "LARGEST",
    "Danger",
    "Piece",
    "Reading",
    "allowed",
    "dangers",
    "genuine",
    "read_attachment",
]


def read_attachment(file: Path) -> Reading:
    """What an attachment says, as far as it can be read within bounds."""
    # its libraries take longer to load than a site with no new attachment takes to be checked
    read: Reading = importlib.import_module("sitegen.attached.reading").read_attachment(file)
    return read
