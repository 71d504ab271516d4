"""What do attachments say? Their text in pieces with places, read within bounds; and what they really are.

Nothing in a file is trusted: sizes are counted while unpacking, not taken from what the file says of
itself, and what is too large, locked or broken is named, never skipped in silence.
"""

from sitegen.attached.kinds import allowed, genuine, has_macros
from sitegen.attached.pieces import LARGEST, Piece, Reading
from sitegen.attached.reading import read_attachment

__all__ = ["LARGEST", "Piece", "Reading", "allowed", "genuine", "has_macros", "read_attachment"]
