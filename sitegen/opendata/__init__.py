"""What do we publish for machines? The open-data contract: datasets, their fields, their rows.

Names and fields are stable from the first release on: add, never rename. Every field carries its
JSON Schema type and a Chinese description, from which /data/schema.json and the data dictionary are
made; CSV and XLSX hold the same rows, with nested values flattened and lists joined by “；”, or by a line
break where they hold wording (`contract.BY_LINE`).
"""

from sitegen.opendata.contract import DataField, Json
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
from sitegen.opendata.tables import columns_by_line

__all__ = [
    "DOCUMENTS",
    "OCCURRENCES",
    "DataField",
    "Dataset",
    "Json",
    "Published",
    "Row",
    "columns_by_line",
    "datasets",
    "json_schema",
    "parts",
]
