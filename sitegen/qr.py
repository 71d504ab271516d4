"""How does paper lead back to the site? An address as a QR code (ISO/IEC 18004) in SVG."""

from __future__ import annotations

import re
from html import escape

import segno

# the blank modules around a code without which readers do not find it
QUIET = 4
# A reader accepts each of the eight masks; weighing all of them takes five times as long as the
# code itself, and there is one for every task. Addresses are short and mixed, so one serves them all.
_MASK = 3
_DARK = re.compile(b"\x01+")


def svg(address: str, label: str) -> str:
    """A code for an address as an SVG element, dark on white in every colour scheme.

    One unit of its view box is one module; damage to 15 % of it is mended (level M). `label` says
    to those who do not see the code what it is.
    """
    rows = segno.make_qr(address, error="m", boost_error=False, mask=_MASK).matrix
    size = len(rows) + 2 * QUIET
    runs = "".join(_runs(row, place + QUIET) for place, row in enumerate(rows))
    return (
        f'<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{escape(label)}"'
        f' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path stroke="#000" d="{runs}"/></svg>'
    )


def _runs(row: bytearray, line: int) -> str:
    """The dark stretches of one line, drawn along its middle."""
    here, drawn = 0, [f"M{QUIET} {line}.5"]
    for run in _DARK.finditer(row):
        start, end = run.span()
        drawn.append(_PAST[start - here] + _DRAWN[end - start])
        here = end
    return "".join(drawn)


# modules that are passed over, modules that are drawn: a code has hundreds of each
_MODULES = range(177 + 1)  # of a side at most (ISO/IEC 18004, version 40)
_PAST = ("", *(f"m{light} 0" for light in _MODULES[1:]))
_DRAWN = tuple(f"h{dark}" for dark in _MODULES)
