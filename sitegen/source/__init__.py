"""What do the files say? Content files as Documents: keys and values with positions, and prose."""

from sitegen.source.document import Document, closing, excerpt
from sitegen.source.document import parse as parse_document
from sitegen.source.encoding import decode
from sitegen.source.nodes import Mapping, Mark, Node, Scalar, Sequence, values
from sitegen.source.reading import parse_yaml
from sitegen.source.strays import printable, usable
from sitegen.source.tree import Attachment, Folder, Paths, Tree, place, read, read_text

__all__ = [
    "Attachment",
    "Document",
    "Folder",
    "Mapping",
    "Mark",
    "Node",
    "Paths",
    "Scalar",
    "Sequence",
    "Tree",
    "closing",
    "decode",
    "excerpt",
    "parse_document",
    "parse_yaml",
    "place",
    "printable",
    "read",
    "read_text",
    "usable",
    "values",
]
