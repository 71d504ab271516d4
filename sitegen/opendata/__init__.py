"""What do we publish for machines? The open-data contract: datasets, their fields, their rows.

Names and fields are stable from the first release on: add, never rename. Every field carries its
JSON Schema type and a Chinese description, from which /data/schema.json and the data dictionary are
made; CSV and XLSX hold the same rows, with nested values flattened and lists joined by “；”.
"""

from sitegen.opendata.contract import Json
from sitegen.opendata.datasets import (
    DOCUMENTS,
    OCCURRENCES,
    Dataset,
    datasets,
    json_schema,
    parts,
)
from sitegen.opendata.row import Row
from sitegen.opendata.rows import Published

__all__ = [
    "DOCUMENTS",
    "OCCURRENCES",
    "Dataset",
    "Json",
    "Published",
    "Row",
    "datasets",
    "json_schema",
    "parts",
]
