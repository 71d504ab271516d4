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
from sitegen.source import Document, Folder, Scalar, Tree


def drafts(tree: Tree) -> tuple[Document, ...]:
    """The documents that say that they are drafts, and the tasks and records of a plan that does."""
    return tuple(document for folder in tree.folders for document in _drafts_in(folder))


@between_looks
def _drafts_in(folder: Folder) -> tuple[Document, ...]:
    said = tuple(filter(_says_so, folder.documents))
    return folder.documents if any(found.kind.name == "plan" for found in said) else said


def _says_so(document: Document) -> bool:
    said = document.front.get("draft")
    known = any(field.name == "draft" for field in dataclasses.fields(document.kind.record))
    return known and isinstance(said, Scalar) and said.text.strip().casefold() in TRUE


def without(tree: Tree, left_out: Iterable[Document]) -> Tree:
    """A tree as if its drafts, which are these, were not there; nor what is wrong with them."""
    paths = {document.path for document in left_out}
    return structs.replace(
        tree,
        folders=tuple(map(_published, tree.folders)),
        problems=tuple(found for found in tree.problems if found.location.path not in paths),
    )


@between_looks
def _published(folder: Folder) -> Folder:
    drafts = _drafts_in(folder)
    if not drafts:
        return folder
    paths = {document.path for document in drafts}
    rest = tuple(found for found in folder.documents if found.path not in paths)
    return structs.replace(folder, documents=rest)


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
