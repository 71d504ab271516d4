"""What does an image say beside its picture? EXIF, XMP, comments and the place where it was taken."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags, Image

from sitegen.attached.pieces import Piece

# what Pillow raises on files that break the format
BROKEN = (
    ArithmeticError,
    Image.DecompressionBombError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)
_COORDINATES = (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude)
_PREFIX = 8  # bytes that name the encoding of an EXIF user comment


def image_pieces(data: bytes) -> tuple[tuple[Piece, ...], bool]:
    """The words in an image's metadata, and whether they tell where it was taken; no pixel is read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # very large pictures: they are not unpacked here
        with Image.open(io.BytesIO(data)) as image:
            exif = image.getexif()
            fields = list(_fields(exif))
            fields += [(str(name), value) for name, value in image.info.items() if name != "exif"]
    located = all(tag in exif.get_ifd(ExifTags.IFD.GPSInfo) for tag in _COORDINATES)
    pieces = (Piece(f"图片信息 {name}", line) for name, v in fields for line in _words(v))
    return tuple(pieces), located


def _fields(exif: Image.Exif) -> Iterator[tuple[str, Any]]:
    for folder in (exif, exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)):
        for tag, value in folder.items():
            yield ExifTags.TAGS.get(tag, str(tag)), value


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.split("\n")
        yield from _misread(value).split("\n")
    elif isinstance(value, bytes):
        for text in (value.decode("utf-8", "ignore"), value.decode("utf-16-le", "ignore")):
            yield from text.replace("\0", "").split("\n")
        yield value[_PREFIX:].decode("utf-16-be", "ignore")


def _misread(text: str) -> str:
    """What a text says if it was written in a Chinese encoding and read as Latin."""
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError:
        return ""
    if data.isascii():
        return ""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "ignore")
