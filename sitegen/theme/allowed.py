"""What may a template call? Jinja's filters whose results are no larger than what they are given.

Of those left out, some make large texts of small ones (center, indent, wordwrap, format, batch, slice),
some would write Python into a page (pprint, tojson, xmlattr), `random` makes another page each time.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from functools import lru_cache, wraps
from types import BuiltinMethodType, MappingProxyType
from typing import Any

from jinja2 import filters as jinja
from jinja2 import pass_context
from jinja2.runtime import Context, Macro
from markupsafe import escape

from sitegen.theme.budget import counted, plain, spend, written

_SHORT = 100
_COPIED = 1000  # characters that are copied in the time of one turn
_CALL = 20  # what a call takes beside a turn of a loop
_LARGEST = 10**15
_PLACES = 15
_GAP = re.compile(r"\w*")
_FORMAT = re.compile(r"[^\d{}]{0,3}\d{0,2}[^\d{}]?\d{0,2}[^\d{}]?")

_METHODS = frozenset(
    {
        *("items", "keys", "values", "get", "count", "index", "find", "startswith", "endswith"),
        *("strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize"),
        *("removeprefix", "removesuffix", "split", "rsplit", "partition", "rpartition", "splitlines"),
    }
)  # fmt: skip
_AS_THEY_ARE = ("abs", "count", "d", "default", "first", "float", "int", "last", "length")
_OF_A_TEXT = (
    *("capitalize", "e", "escape", "forceescape", "lower", "safe", "string", "title", "trim"),
    *("truncate", "upper", "urlencode", "wordcount"),
)
_OF_A_LIST = (
    *("dictsort", "groupby", "items", "list", "map", "max", "min", "reject", "rejectattr"),
    *("reverse", "select", "selectattr", "sort", "unique"),
)


@pass_context  # what is given the context is not worked out before there is a page
def _result(_: Context, value: Any) -> Any:
    """A text or a list that an expression made, counted."""
    return counted(value)


@pass_context
def _to_join(_: Context, value: Any) -> Any:
    """What `~` puts together."""
    return plain(value)


@pass_context
def _step(_: Context, count: int) -> None:
    """The beginning of a block or a template that holds so many characters."""
    spend(count)


@pass_context
def _turns(_: Context, items: Iterable[Any], each: int) -> Iterable[Any]:
    """What a loop goes through, each turn counted."""
    if isinstance(items, Sized) and len(items) < _SHORT:
        spend(1 + each * len(items))
        return items
    return _each(items, each)


def _each(items: Iterable[Any], each: int) -> Iterator[Any]:
    for item in items:
        spend(each)
        yield item


@pass_context
def _number(_: Context, value: Any) -> Any:
    """What may be multiplied or divided with a remainder: no text and no list."""
    if isinstance(value, int | float) and abs(value) < _LARGEST:
        return value
    raise TypeError("只有数可以相乘、取余")


class Calling(Context):
    """What a template calls: macros and what it was given; of the methods of texts and lists the modest ones."""

    def call(__self, __obj: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - Jinja's names
        """The result of a call, counted."""
        spend(_CALL)
        if type(__obj) is Macro:  # most calls by far; it counts its text itself
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            return __obj(*args, **kwargs)
        if isinstance(__obj, BuiltinMethodType) or isinstance(
            getattr(__obj, "__self__", None), str
        ):
            _modest(__obj.__name__)
        return counted(super().call(__obj, *args, **kwargs))


def _modest(method: str) -> None:
    if method not in _METHODS:
        raise TypeError(f"不能用 {method}()")


def _rounded(value: float, precision: int = 0, method: Any = "common") -> float:
    if not -_PLACES <= precision <= _PLACES:
        raise ValueError(f"最多 {_PLACES} 位小数")
    return jinja.do_round(value, precision, method)


@pass_context
def _summed(context: Context, items: Iterable[Any], attribute: Any = None, start: Any = 0) -> Any:
    return jinja.sync_do_sum(context.environment, items, attribute, _number(context, start))


@pass_context
def _replaced(context: Context, text: Any, old: str, new: str, count: int | None = None) -> str:
    spend(str(written(text)).count(str(old)) * len(escape(new)))
    return jinja.do_replace(context.eval_ctx, text, old, new, count)


@pass_context
def _joined(context: Context, items: Iterable[Any], d: str = "", attribute: Any = None) -> str:
    if attribute is not None:
        items = map(jinja.make_attrgetter(context.environment, attribute), items)
    parts = [written(item) for item in items]
    spend(len(d) * len(parts))
    return jinja.sync_do_join(context.eval_ctx, parts, d)


def _untagged(text: Any) -> str:
    # markupsafe copies the whole text for every tag
    spend(len(written(text)) * text.count("<") // _COPIED)
    return jinja.do_striptags(text)


def _filled(text: str, *args: object, **values: object) -> str:
    """A string of the theme with its gaps filled; a gap is a name, with at most a short format."""
    if not _simple(text):
        raise ValueError(f"文字“{text[:_SHORT]}”里的空档只写名称")
    for value in (*args, *values.values()):
        plain(value)
    return counted(text.format(*args, **values))


@lru_cache(maxsize=1 << 12)
def _simple(text: str) -> bool:
    parts = string.Formatter().parse(text)
    gaps = [(name, form or "") for _, name, form, _ in parts if name is not None]
    return all(_GAP.fullmatch(name) and _FORMAT.fullmatch(form) for name, form in gaps)


def _of_text(made: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(made)
    def bounded(text: Any, *more: Any, **by: Any) -> Any:
        return counted(made(written(text), *more, **by))

    return bounded


def _of_list(made: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(made)
    def bounded(*values: Any, **by: Any) -> Any:
        return counted(made(*values, **by))

    return bounded


FILTERS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        **{name: jinja.FILTERS[name] for name in _AS_THEY_ARE},
        **{name: _of_text(jinja.FILTERS[name]) for name in _OF_A_TEXT},
        **{name: _of_list(jinja.FILTERS[name]) for name in _OF_A_LIST},
        "f": _filled,
        "join": _joined,
        "replace": _replaced,
        "round": _rounded,
        "striptags": _untagged,
        "sum": _summed,
    }
)

# no template can call these by their names; `bounds` puts them where they are needed
STEPS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "#number": _number,
        "#result": _result,
        "#step": _step,
        "#to-join": _to_join,
        "#turns": _turns,
    }
)
