"""Which files are drafts? And what is the content without them?

A site is published as if its drafts were not there, which is held where everything begins: what is
left out before records are read can turn up in no page, list, count, index or file of data.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from msgspec import structs

from sitegen.errors import Problem
from sitegen.memo import between_looks
from sitegen.schema.values import TRUE
from sitegen.source import Document, Scalar, Tree

PARTS = frozenset({"task", "record"})  # of the plan that their ids begin with


def drafts(documents: Iterable[Document]) -> tuple[Document, ...]:
    """The documents that say that they are drafts, and the tasks and records of a plan that does."""
    documents = tuple(documents)
    plans = {found.id for found in documents if found.kind.name == "plan" and _says_so(found)}
    return tuple(
        found
        for found in documents
        if _says_so(found)
        or (plans and found.kind.name in PARTS and found.id.partition("/")[0] in plans)
    )


@between_looks
def _says_so(document: Document) -> bool:
    said = document.front.get("draft")
    known = any(field.name == "draft" for field in dataclasses.fields(document.kind.record))
    return known and isinstance(said, Scalar) and said.text.strip().casefold() in TRUE


def without(tree: Tree, left_out: Iterable[Document]) -> Tree:
    """A tree as if some of its documents were not there; nor what is wrong with them."""
    paths = {document.path for document in left_out}
    return structs.replace(
        tree,
        documents=tuple(found for found in tree.documents if found.path not in paths),
        problems=tuple(found for found in tree.problems if found.location.path not in paths),
    )


def relying(found: Iterable[Problem], anyway: Iterable[Problem]) -> tuple[Problem, ...]:
    """R21: what is wrong only because drafts are left out; other problems as they are."""
    known = {(problem.code, problem.location) for problem in anyway}
    return tuple(
        problem if (problem.code, problem.location) in known else _relies(problem)
        for problem in found
    )


def _relies(problem: Problem) -> Problem:
    message = f"引用了草稿：不算草稿的话，{problem.message}"
    hint = "先发布那份草稿（删去它的 draft: true），或者把这里也写成草稿"
    return structs.replace(problem, code="R21", message=message, hint=hint)
