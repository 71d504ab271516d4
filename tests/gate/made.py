"""Synthetic personal data and files that hold it, made when the tests run; nothing here is anybody's."""

from __future__ import annotations

import io
import zipfile

import openpyxl
from PIL import ExifTags, Image


def resident_id(region: str = "990000", birthday: str = "19000101", order: str = "000") -> str:
    """An 18-character identity number with a right check digit (ISO 7064, MOD 11-2)."""
    digits = f"{region}{birthday}{order}"
    rest = 0
    for digit in digits:
        rest = (rest + int(digit)) * 2 % 11
    return digits + "0123456789X"[(12 - rest) % 11]


def bank_card(prefix: str = "620000", length: int = 19) -> str:
    """A card number of zeros with a right last digit (ISO/IEC 7812-1, annex B)."""
    digits = prefix.ljust(length - 1, "0")
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return f"{digits}{-total % 10}"


# region 110101 is Beijing's Dongcheng; nobody has a number with the order 000
ID18 = resident_id("110101", "19000101")
ID15 = "110101" + "000101" + "000"
MOBILE = "130" + "0000" + "0000"
LANDLINE = "010-" + "2" * 8
CARD = bank_card()
MAIL = "nobody" + "@qq.com"
PASSPORT = "E" + "0" * 8
PLATE = "京A" + "0" * 5
CERTIFICATE = "姓名：某某，身份证号：1101011900****00"
ALL = {
    "Y01": ID18,
    "Y02": MOBILE,
    "Y03": LANDLINE,
    "Y04": CARD,
    "Y05": MAIL,
    "Y06": PASSPORT,
    "Y07": PLATE,
    "Y08": CERTIFICATE,
}


def xlsx(*cells: object) -> bytes:
    """A workbook with a second sheet 名单 whose column B holds the cells."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("名单")
    for row, cell in enumerate(cells, 1):
        sheet.cell(row, 2, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def docx(*paragraphs: str, **parts: bytes) -> bytes:
    """A Word file; each paragraph is cut into runs in the middle, as Word likes to do."""
    runs = "".join(
        f"<w:p><w:r><w:t>{p[: len(p) // 2]}</w:t></w:r><w:r><w:t>{p[len(p) // 2 :]}</w:t></w:r></w:p>"
        for p in paragraphs
    )
    body = f'<w:document xmlns:w="urn:w"><w:body>{runs}</w:body></w:document>'
    return zipped({"word/document.xml": body.encode(), "[Content_Types].xml": b"<Types/>"} | parts)


def zipped(parts: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def pdf(*pages: str) -> bytes:
    """A PDF with one line of Latin text on each page."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, line in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {5 + 2 * number} 0 R"
            "/Resources<</Font<</F 3 0 R>>>>>>".encode()
        )
        stream = f"BT /F 12 Tf 50 700 Td ({line}) Tj ET".encode()
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


def photo(words: str = "", *, located: bool = False, form: str = "JPEG") -> bytes:
    """A picture of one pixel with words in its EXIF comment, and a place if asked for."""
    exif = Image.Exif()
    if words:
        exif[ExifTags.Base.XPComment] = words.encode("utf-16-le")
    if located:
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSLatitude] = (0.0, 0.0, 0.0)
        place[ExifTags.GPS.GPSLongitude] = (0.0, 0.0, 0.0)
    out = io.BytesIO()
    Image.new("L", (1, 1)).save(out, form, exif=exif)
    return out.getvalue()
