"""How does paper lead back to the site? An address as a QR code (ISO/IEC 18004) in SVG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from zxingcpp import BarcodeFormat, create_barcode, write_barcode_to_image

# the blank modules around a code without which readers do not find it
QUIET = 4
_DARK = re.compile(b"\x00+")


def svg(address: str, label: str) -> str:
    """A code for an address as an SVG element, dark on white in every colour scheme.

    One unit of its view box is one module; damage to 15 % of it is mended (level M). `label` says
    to those who do not see the code what it is.
    """
    rows = tuple(_rows(address))
    size = len(rows) + 2 * QUIET
    runs = "".join(_runs(row, place + QUIET) for place, row in enumerate(rows))
    return (
        f'<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{escape(label)}"'
        f' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path stroke="#000" d="{runs}"/></svg>'
    )


def _rows(address: str) -> Iterator[bytes]:
    """The lines of a code, a byte for each module; there is one for every task, so it is made quickly."""
    code = create_barcode(address, BarcodeFormat.QRCode, ec_level="M")
    image: Any = write_barcode_to_image(code, add_quiet_zones=False)
    side, modules = image.shape[1], bytes(image)
    return (modules[start : start + side] for start in range(0, len(modules), side))


def _runs(row: bytes, line: int) -> str:
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
