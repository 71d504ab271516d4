"""The archive: everything that is published, the same bytes every time, and sums that hold."""

from __future__ import annotations

import hashlib
import io
import os
import re
import zipfile
from datetime import date
from pathlib import Path

from sitegen import archive
from tests.conftest import AS_OF, Site

PATH = "data/archive.zip"
# what the archive cannot hold: itself, and the list of files, which has its sum
OUTSIDE = {PATH, "data/manifest.json"}
PAGE = "data/index.html"
PAGE_OF_SEARCH = "search/index.html"


def opened(site: Site) -> zipfile.ZipFile:
    """The archive of a built site."""
    return zipfile.ZipFile(io.BytesIO(site.files()[PATH]))


def held(site: Site) -> dict[str, bytes]:
    """Every file in the archive by its path."""
    with opened(site) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_archive_holds_every_published_file(small: Site) -> None:
    small.write("content/plans/shili-2026/files/原文.txt", "按月公开\n")
    small.build()
    published = {p: data for p, data in small.files().items() if p not in OUTSIDE}
    found = held(small)
    del found[archive.SUMS]
    assert found.pop(PAGE) != published.pop(PAGE), "the page that names the archive's size"
    assert found == published
    assert found["plans/shili-2026/files/原文.txt"] == "按月公开\n".encode()


def test_the_sums_are_those_of_the_files_as_sha256sum_writes_them(small: Site) -> None:
    small.build()
    found = held(small)
    lines = found.pop(archive.SUMS).decode().splitlines()
    assert lines == [
        f"{hashlib.sha256(data).hexdigest()}  {path}" for path, data in sorted(found.items())
    ]


def test_entries_have_one_date_one_set_of_permissions_and_an_order(small: Site) -> None:
    small.build()
    entries = opened(small).infolist()
    names = [entry.filename for entry in entries]
    search = [
        name
        for name in names
        if name.startswith(("pagefind/", "search/")) and name != PAGE_OF_SEARCH
    ]
    others = [name for name in names[:-1] if name not in search]
    assert names == [*sorted(others), *sorted(search), archive.SUMS]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.create_system for entry in entries} == {3}


def test_no_entry_leaves_the_folder_it_is_unpacked_into(portal: Site) -> None:
    for name in opened(portal).namelist():
        assert not name.startswith("/")
        assert "\\" not in name
        assert ".." not in Path(name).parts


def test_the_same_content_gives_the_same_archive(small: Site) -> None:
    small.build()
    first = small.files()[PATH]
    small.build(clean=True)
    assert small.files()[PATH] == first


def test_nothing_new_leaves_the_archive_alone(small: Site) -> None:
    small.build()
    before = (small.folder / "output" / PATH).stat().st_mtime_ns
    assert small.build().made == 0
    assert (small.folder / "output" / PATH).stat().st_mtime_ns == before


def test_what_changes_is_new_in_the_archive_and_on_the_page(small: Site) -> None:
    small.build()
    small.edit("content/domains/caizheng.yaml", "预算和决算。", "预算、决算和收支。")
    small.build()
    assert "预算、决算和收支" in held(small)["domains/caizheng/index.html"].decode()
    kept = small.files()
    small.build(clean=True)
    assert small.files() == kept


def test_an_archive_that_was_damaged_is_made_again(small: Site) -> None:
    small.build()
    good = small.files()[PATH]
    small.write(f"output/{PATH}", b"damaged")
    small.build()
    assert small.files()[PATH] == good


def test_the_open_data_page_names_the_size_and_the_copy_in_the_archive_does_not(
    small: Site,
) -> None:
    small.build()
    size = round(len(small.files()[PATH]) / 1024)
    said = re.search(
        r'href="\.\./data/archive\.zip"[^<]*</a> <span[^>]*>(\d+) KB', small.read(PAGE)
    )
    assert said
    assert int(said[1]) == size
    assert "archive.zip" not in held(small)[PAGE].decode()


def test_the_open_data_page_in_the_archive_lacks_nothing_but_the_link_and_the_size(
    small: Site,
) -> None:
    small.build()
    link = re.compile(r'<p class="downloads"><a href="\.\./data/archive\.zip".*?</p>\s*')
    page, copy = small.read(PAGE), held(small)[PAGE].decode()
    assert len(link.findall(page)) == 1
    assert link.sub("", page) == copy
    assert "sha256sum -c SHA256SUMS" in copy


def test_the_archive_says_what_it_is_and_of_which_day(small: Site) -> None:
    small.build(date(2026, 5, 4))
    text = held(small)["data/readme.txt"].decode()
    assert "https://example.org/" in text
    assert "2026年5月4日" in text
    small.build(AS_OF)
    assert "2026年11月21日" in held(small)["data/readme.txt"].decode()


def test_a_large_file_is_packed_piece_by_piece_into_the_same_bytes(small: Site) -> None:
    large = b"%PDF-1.7\n" + bytes(range(256)) * 4 * 1024 * 9  # nine mebibytes
    small.write("content/plans/shili-2026/files/large.pdf", large)
    small.build()
    assert held(small)["plans/shili-2026/files/large.pdf"] == large


def test_what_is_taken_over_from_an_archive_is_taken_from_one_that_was_read(small: Site) -> None:
    small.build()
    place = small.folder / "output" / PATH
    seen, data = place.stat(), bytearray(place.read_bytes())
    data[len(data) // 2] ^= 0xFF
    place.write_bytes(data)
    os.utime(place, ns=(seen.st_atime_ns, seen.st_mtime_ns))  # size and times are as they were
    small.edit("content/domains/caizheng.yaml", "预算和决算。", "预算、决算和收支。")
    small.build()
    kept = small.files()[PATH]
    small.build(clean=True)
    assert small.files()[PATH] == kept
