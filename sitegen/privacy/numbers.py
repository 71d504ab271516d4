"""Is this a number of that kind? Check digits, calendar dates, regions, card ranges."""

from __future__ import annotations

from datetime import date

# GB/T 2260: the first two digits of a region code
_REGIONS = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS = "10X98765432"
_OLDEST = 1880
# ISO/IEC 7812 ranges in use in China: UnionPay, Visa, Mastercard, JCB, American Express, old bank ranges
_CARDS: tuple[tuple[range, int, tuple[int, ...]], ...] = (
    (range(62, 63), 2, (16, 17, 18, 19)),
    (range(81, 82), 2, (16, 17, 18, 19)),
    (range(4, 5), 1, (16, 19)),
    (range(51, 56), 2, (16, 19)),
    (range(2221, 2721), 4, (16,)),
    (range(3528, 3590), 4, (16,)),
    (range(34, 35), 2, (15,)),
    (range(37, 38), 2, (15,)),
    (range(9558, 9560), 4, (19,)),
    (range(6013, 6015), 4, (16, 19)),
    (range(690, 691), 3, (16,)),
)


def is_resident_id(digits: str) -> bool:
    """Whether 18 characters are a resident identity number: region, birthday, check digit (GB 11643-1999)."""
    return (
        digits[:2] in _REGIONS
        and _is_day(digits[6:10], digits[10:12], digits[12:14])
        and _CHECKS[sum(w * int(d) for w, d in zip(_WEIGHTS, digits[:17], strict=True)) % 11]
        == digits[17].upper()
    )


def is_old_resident_id(digits: str) -> bool:
    """Whether 15 digits can be a resident identity number of before 1999: region and birthday."""
    return digits[:2] in _REGIONS and _is_day(f"19{digits[6:8]}", digits[8:10], digits[10:12])


def is_bank_card(digits: str) -> bool:
    """Whether digits are a bank card number: a known range of the right length, and Luhn's check digit."""
    known = any(
        len(digits) in lengths and int(digits[:size]) in prefixes
        for prefixes, size, lengths in _CARDS
    )
    return known and _luhn(digits)


def _luhn(digits: str) -> bool:
    doubled = (int(d) * 2 for d in digits[-2::-2])
    return (sum(int(d) for d in digits[::-2]) + sum(d - 9 * (d > 9) for d in doubled)) % 10 == 0  # noqa: PLR2004


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        return date(int(year), int(month), int(day)).year >= _OLDEST
    except ValueError:
        return False
