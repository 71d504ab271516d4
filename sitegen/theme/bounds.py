"""What may a template do? A bounded amount of work with what it is given, and nothing else.

Themes lie beside content and are edited like it, so a template gets no further than a page needs. It
is rewritten before it is compiled: loops, blocks and texts put together are counted, and names that lead
into Python are refused. A page that does more than `budget.MOST` is broken, on every computer alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, TemplateRuntimeError, TemplateSyntaxError, nodes
from jinja2.sandbox import safe_range
from jinja2.visitor import NodeTransformer

from sitegen.theme.allowed import FILTERS, STEPS, TESTS, Calling, namespace
from sitegen.theme.budget import LARGEST, concat, written

# ways into Python that do not begin with an underscore: frames and code of functions and generators
_INSIDE = ("gi_", "cr_", "ag_", "tb_", "f_", "co_", "func_", "jinja_")
# names that are set × branches that see them: Jinja's code has a line for each
_MOST_WAYS = 200_000


class Bounded(Environment):
    """Jinja's environment for templates that need not be trusted."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, finalize=written)
        vars(self)["concat"] = concat
        self.context_class = Calling
        self.filters = {**FILTERS, **STEPS}
        self.tests = dict(TESTS)
        kept = {name: self.globals[name] for name in ("cycler", "joiner")}
        self.globals = {**kept, "namespace": namespace, "range": safe_range}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _Rewriting(self, name, filename, _lengths(tree)).visit(tree)
        return tree

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item or attribute by a name that is worked out."""
        if not isinstance(argument, str | int | slice):
            raise TypeError(f"{type(argument).__name__} 不能用作名称或序号")
        if isinstance(argument, str) and _hidden(argument):
            return self.undefined(obj=obj, name=argument)
        return super().getitem(obj, argument)

    def call_filter(self, name: str, *given: Any, **more: Any) -> Any:
        """The result of a filter that `map` was told."""
        if name in STEPS:
            raise TemplateRuntimeError(f"没有过滤器 {name}")
        return super().call_filter(name, *given, **more)


def _hidden(name: str) -> bool:
    return name.startswith(("_", *_INSIDE)) or name == "mro"


class _Rewriting(NodeTransformer):
    """A template with its work counted; what it may not do is refused at its line."""

    def __init__(
        self,
        environment: Environment,
        name: str | None,
        file: str | None,
        lengths: Mapping[int, int],
    ) -> None:
        self._environment = environment
        self._name, self._file = name, file
        self._lengths = lengths

    def visit(self, node: nodes.Node, *_: Any, **__: Any) -> nodes.Node:
        """A node of any kind, with everything below it."""
        length = self._lengths[id(node)] if isinstance(node, _WITH_A_BODY) else 0
        said = self._forbidden(node)
        if said:
            raise TemplateSyntaxError(said, node.lineno, self._name, self._file)
        return _counting(self.generic_visit(node), length)

    def _forbidden(self, node: nodes.Node) -> str:
        match node:
            case nodes.Getattr(attr=name) if _hidden(name):
                return f"不能用名称 {name}"
            case nodes.Filter(name=name) if name not in self._environment.filters:
                return f"没有过滤器 {name}，可用的见 docs/theming.md"
            case nodes.Test(name=name) if name not in self._environment.tests:
                return f"没有判断 {name}，可用的见 docs/theming.md"
            case nodes.Call(dyn_args=args, dyn_kwargs=values) if args or values:
                return "参数要逐个写，不能用 * 和 **"
        return _too_large(node)


def _too_large(node: nodes.Node) -> str:
    match node:
        case nodes.Pow():
            return "不能用 **"
        case nodes.Const(value=int() | float() as value) if abs(value) > LARGEST:
            return "数不超过 10 的 15 次方"
        case nodes.Template() if _ways(node) > _MOST_WAYS:
            return "模板太大，请分成几个"
    return ""


_WITH_A_BODY = (nodes.Template, nodes.Block, nodes.For, nodes.Macro, nodes.CallBlock)
_BEGIN = 100  # to begin with a template or a block takes as long as so many turns of a loop


def _counting(node: Any, length: int) -> nodes.Node:
    """A node that counts what it does; `length` is that of what it holds."""
    match node:
        case nodes.Template() | nodes.Block() | nodes.Macro() | nodes.CallBlock():
            node.body.insert(0, _step(node, length))
        case nodes.For():
            node.iter = _through("#turns", node.iter, nodes.Const(1 + length))
            # such a loop can go on with other lists
            node.body[:0] = [_step(node, length)] if node.recursive else []
        case nodes.Concat():
            node.nodes = [_through("#to-join", part) for part in node.nodes]
            return _through("#result", node)
        case nodes.Compare():
            for operand in node.ops:
                if operand.op in {"in", "notin"}:
                    operand.expr = _through("#searched", operand.expr)
        case nodes.Add() | nodes.Sub() | nodes.Getitem(arg=nodes.Slice()):
            return _through("#result", node)
        case nodes.List() | nodes.Tuple(ctx="load") | nodes.Dict():
            return _through("#result", node)
        case nodes.Mul() | nodes.Mod():
            node.left, node.right = _through("#number", node.left), _through("#number", node.right)
    return node  # type: ignore[no-any-return]


def _ways(node: nodes.Node) -> int:
    set_there = sum(name.ctx != "load" for name in node.find_all(nodes.Name))
    return set_there * sum(1 for _ in node.find_all(_BRANCHES))


_BRANCHES = (nodes.If, nodes.For, nodes.Block, nodes.Macro, nodes.Include, nodes.CallBlock)


def _step(node: nodes.Node, length: int) -> nodes.Node:
    count = nodes.Const(_BEGIN + length, lineno=node.lineno)
    return nodes.ExprStmt(_through("#step", count), lineno=node.lineno)


def _through(name: str, node: Any, *more: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, name, list(more), [], None, None, lineno=node.lineno)


def _lengths(tree: nodes.Node) -> Mapping[int, int]:
    """How much a template holds below each node, by identity: its characters and what is done with them."""
    found: dict[int, int] = {}
    _measure(tree, found)
    return found


def _measure(node: nodes.Node, found: dict[int, int]) -> int:
    below = 0
    for child in node.iter_child_nodes():
        said = child.data if isinstance(child, nodes.TemplateData) else getattr(child, "value", "")
        below += 1 + (len(said) if isinstance(said, str) else 0) + _measure(child, found)
    found[id(node)] = below
    return below
