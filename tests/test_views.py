"""What a key is made of: views tell nothing but what they hold, so they hold nothing that could be mistaken."""

from __future__ import annotations

import importlib
import pkgutil
import types
import typing
from collections.abc import Iterator

import pytest
from msgspec import Struct

from sitegen import pages

PLAIN = (str, int, bool, float, type(None))
# these are no views: their parts go into a key, or what stands for them does, or nothing
APART = {
    "Branch",
    "Context",
    "CopyOf",
    "DataFile",
    "Edition",
    "JsonFile",
    "Later",
    "Page",
    "RawFile",
    "Topic",
}


def defined() -> Iterator[type[Struct]]:
    """Every public value of fields that the package defines."""
    for found in pkgutil.iter_modules(pages.__path__, "sitegen.pages."):
        for name, value in vars(importlib.import_module(found.name)).items():
            own = isinstance(value, type) and value.__module__ == found.name
            if own and issubclass(value, Struct) and name[0] != "_" and name not in APART:
                yield value


def places(hint: object) -> Iterator[tuple[object, ...]]:
    """What may stand in each place of a type, alternatives together."""
    if typing.get_origin(hint) is tuple:
        for inner in typing.get_args(hint):
            yield from places(inner) if inner is not Ellipsis else ()
    elif isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        inside = [one for inner in typing.get_args(hint) for one in places(inner)]
        yield tuple(kind for one in inside for kind in one)
    elif typing.get_origin(hint) is typing.Literal:
        yield (str,)
    else:
        yield (hint,)


def of(view: type[Struct]) -> list[tuple[object, ...]]:
    """What may stand in each place of a view."""
    return [place for hint in typing.get_type_hints(view).values() for place in places(hint)]


def views() -> list[type[Struct]]:
    """Every view, with those that other packages define and views hold."""
    found, waiting = set[type[Struct]](), list(defined())
    while waiting:
        view = waiting.pop()
        if view not in found:
            found.add(view)
            kinds = [kind for place in of(view) for kind in place]
            waiting += [k for k in kinds if isinstance(k, type) and issubclass(k, Struct)]
    return sorted(found, key=str)


@pytest.mark.parametrize("view", views(), ids=lambda view: view.__name__)
def test_a_view_holds_texts_numbers_and_views_only(view: type[Struct]) -> None:
    for place in of(view):
        for kind in place:
            assert isinstance(kind, type), kind
            assert kind in PLAIN or issubclass(kind, Struct), kind


@pytest.mark.parametrize("view", views(), ids=lambda view: view.__name__)
def test_values_that_may_stand_in_one_place_have_other_fields(view: type[Struct]) -> None:
    for place in of(view):
        structs = [k for k in place if isinstance(k, type) and issubclass(k, Struct)]
        assert len({kind.__struct_fields__ for kind in structs}) == len(structs), structs


def test_there_are_views() -> None:
    assert len(views()) > 80
