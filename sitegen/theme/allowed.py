"""What may a template call? Jinja's filters whose results are no larger than what they are given.

Of those left out, some make large texts of small ones (center, indent, wordwrap, format, batch, slice),
some would write Python into a page (pprint, tojson, xmlattr), `random` makes another page each time.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Mapping, Sized
from functools import lru_cache, wraps
from types import BuiltinMethodType, MappingProxyType
from typing import Any

from jinja2 import filters as jinja
from jinja2 import pass_context
from jinja2.runtime import Context, Macro
from jinja2.tests import TESTS as TESTS_OF_JINJA
from jinja2.utils import Namespace
from markupsafe import escape

from sitegen.theme.budget import LARGEST, counted, each, fitting, items, plain, spend, written

_SHORT = 100  # characters of what is looked for, items that a loop counts at once
_COPIED = 1000  # characters that are copied in the time of one turn
_SEARCHED = 10  # and that are searched
_CALL = 20  # what a call takes beside a turn of a loop
_PLACES = 15
_DEEPEST = 3
_GAP = re.compile(r"\w*")
_FORMAT = re.compile(r"[^\d{}]{0,3}\d{0,2}[^\d{}]?\d{0,2}[^\d{}]?")

_METHODS = frozenset(
    {
        *("items", "keys", "values", "get", "startswith", "endswith"),
        *("strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize"),
        *("removeprefix", "removesuffix", "split", "rsplit", "partition", "rpartition", "splitlines"),
    }
)  # fmt: skip
_AS_THEY_ARE = ("count", "d", "default", "first", "length")
_OF_A_TEXT = (
    *("capitalize", "e", "escape", "float", "forceescape", "lower", "safe", "string", "title"),
    *("trim", "truncate", "upper", "urlencode", "wordcount"),
)
_OF_A_LIST = (
    *("dictsort", "groupby", "items", "last", "list", "map", "max", "min", "reject", "rejectattr"),
    *("reverse", "select", "selectattr", "sort", "unique"),
)
_TESTS_AS_THEY_ARE = (
    *("defined", "undefined", "none", "true", "false", "boolean", "integer", "float", "number"),
    *("string", "mapping", "iterable", "sequence", "sameas"),
    *("eq", "equalto", "==", "ne", "!=", "lt", "lessthan", "<", "gt", "greaterthan", ">"),
    *("le", "<=", "ge", ">="),
)
_CONTAINERS = (list, tuple, set, frozenset, Mapping)


@pass_context  # what is given the context is not worked out before there is a page
def _result(_: Context, value: Any) -> Any:
    """A text, a list or a number that an expression made, counted."""
    if isinstance(value, int | float):
        return _within(value)
    return counted(_light(value))


def _light(value: Any, deep: int = _DEEPEST) -> Any:
    """A value that is compared, hashed and shown in the time that its items take."""
    if isinstance(value, Namespace):
        raise TypeError("namespace 不能放进列表")
    if not isinstance(value, _CONTAINERS):
        return value
    if not deep:
        raise TypeError("列表一层套一层太深")
    spend(len(value))
    for one in (*value, *value.values()) if isinstance(value, Mapping) else value:
        _light(one, deep - 1)
    return value


@pass_context
def _to_join(_: Context, value: Any) -> Any:
    """What `~` puts together."""
    return written(value)


@pass_context
def _searched(_: Context, value: Any) -> Any:
    """What `in` looks through."""
    if isinstance(value, Sized):
        spend(len(value) // _SEARCHED if isinstance(value, str) else len(value))
    return value


@pass_context
def _step(_: Context, count: int) -> None:
    """The beginning of a block or a template that holds so many characters."""
    spend(count)


@pass_context
def _turns(_: Context, given: Iterable[Any], cost: int) -> Iterable[Any]:
    """What a loop goes through, each turn counted."""
    if isinstance(given, Sized) and len(given) < _SHORT:
        spend(1 + cost * len(given))
        return given
    return each(given, cost)


@pass_context
def _number(_: Context, value: Any) -> Any:
    """What may be multiplied or divided with a remainder: no text and no list."""
    return _within(value)


def _within(value: Any) -> Any:
    if isinstance(value, int | float) and abs(value) < LARGEST:
        return value
    raise TypeError("只有数可以相乘、取余，数不超过 10 的 15 次方")


class Calling(Context):
    """What a template calls: macros and what it was given; of the methods of texts and lists the modest ones."""

    def call(__self, __obj: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - Jinja's names
        """The result of a call, counted."""
        spend(_CALL)
        if type(__obj) is Macro:  # most calls by far; it counts its text itself
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            return __obj(__self.eval_ctx, *args, **kwargs)
        owner = getattr(__obj, "__self__", None)
        if isinstance(__obj, BuiltinMethodType) or isinstance(owner, str | type):
            _modest(__obj.__name__, args)
        return counted(super().call(__obj, *args, **kwargs))


def _modest(method: str, given: tuple[Any, ...]) -> None:
    if method not in _METHODS:
        raise TypeError(f"不能用 {method}()")
    _short(given)


def _short(given: Iterable[Any]) -> None:
    for value in given:
        if len(str(plain(value))) > _SHORT:
            raise ValueError(f"参数超过 {_SHORT} 个字符")


def namespace(**values: Any) -> Namespace:
    """Values that a template may set again within a loop."""
    return Namespace(**values)


def _rounded(value: float, precision: int = 0, method: Any = "common") -> float:
    if not -_PLACES <= precision <= _PLACES:
        raise ValueError(f"最多 {_PLACES} 位小数")
    return jinja.do_round(_within(value), precision, method)


def _whole(value: Any, default: int = 0, base: int = 10) -> Any:
    _short((value,))
    return _within(jinja.do_int(value, default, base))


@pass_context
def _summed(context: Context, given: Iterable[Any], attribute: Any = None, start: Any = 0) -> Any:
    found = jinja.sync_do_sum(context.environment, items(given), attribute, _within(start))
    return _within(found)


@pass_context
def _replaced(context: Context, text: Any, old: str, new: str, count: int | None = None) -> str:
    _short((old,))
    length = len(escape(written(new))) * escape(written(text)).count(str(old))
    spend(fitting(length))
    return counted(jinja.do_replace(context.eval_ctx, text, old, new, count))


@pass_context
def _joined(context: Context, given: Iterable[Any], d: str = "", attribute: Any = None) -> str:
    if attribute is not None:
        given = map(jinja.make_attrgetter(context.environment, attribute), given)
    parts = [written(item) for item in items(given)]
    spend(len(str(plain(d))) * len(parts))
    return jinja.sync_do_join(context.eval_ctx, parts, d)


def _untagged(text: Any) -> str:
    # markupsafe copies the whole text for every tag
    spend(len(written(text)) * text.count("<") // _COPIED)
    return jinja.do_striptags(text)


def _filled(text: str, *args: object, **values: object) -> str:
    """A string of the theme with its gaps filled; a gap is a name, with at most a short format."""
    if len(text) > _COPIED:
        raise ValueError(f"有空档的文字超过 {_COPIED} 个字符")
    gaps = _gaps(text)
    for value in (*args, *values.values()):
        # a long value may not be written many times before it is counted
        spend(fitting(gaps * len(value)) if isinstance(value, str) else gaps)
        plain(value)
    return text.format(*args, **values)


@lru_cache(maxsize=1 << 12)
def _gaps(text: str) -> int:
    """How many gaps a text has, if they are all simple."""
    parts = string.Formatter().parse(text)
    gaps = [(name, form or "") for _, name, form, _ in parts if name is not None]
    if not all(_GAP.fullmatch(name) and _FORMAT.fullmatch(form) for name, form in gaps):
        raise ValueError(f"文字“{text[:_SHORT]}”里的空档只写名称")
    return len(gaps)


def _of_text(made: Callable[..., Any]) -> Callable[..., Any]:
    place = _place(made)

    @wraps(made)
    def bounded(*values: Any, **by: Any) -> Any:
        _short((*values[place + 1 :], *by.values()))
        return counted(made(*values[:place], written(values[place]), *values[place + 1 :], **by))

    return bounded


def _place(made: Callable[..., Any]) -> int:
    return int(hasattr(made, "jinja_pass_arg"))  # behind the context, where a filter has that


def _of_list(made: Callable[..., Any]) -> Callable[..., Any]:
    place = _place(made)

    @wraps(made)
    def bounded(*values: Any, **by: Any) -> Any:
        given = [*values[:place], items(values[place]), *values[place + 1 :]]
        return counted(made(*given, **by))

    return bounded


def _of_number(made: Any) -> Callable[..., Any]:
    return lambda *values: made(*map(_within, values))


FILTERS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        **{name: jinja.FILTERS[name] for name in _AS_THEY_ARE},
        **{name: _of_text(jinja.FILTERS[name]) for name in _OF_A_TEXT},
        **{name: _of_list(jinja.FILTERS[name]) for name in _OF_A_LIST},
        "abs": lambda value: abs(_within(value)),
        "f": _filled,
        "int": _whole,
        "join": _joined,
        "replace": _replaced,
        "round": _rounded,
        "striptags": _untagged,
        "sum": _summed,
    }
)
TESTS: Mapping[str, Any] = MappingProxyType(
    {
        **{name: TESTS_OF_JINJA[name] for name in _TESTS_AS_THEY_ARE},
        **{name: _of_number(TESTS_OF_JINJA[name]) for name in ("odd", "even", "divisibleby")},
    }
)

# `bounds` puts them where they are needed
STEPS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "#number": _number,
        "#result": _result,
        "#searched": _searched,
        "#step": _step,
        "#to-join": _to_join,
        "#turns": _turns,
    }
)
