"""Does it say it correctly? Document → record, or every problem of the document.

The dataclass is the schema: the declared type of a field decides how its text is read, its default
whether it may be left out. Unknown keys are problems that name the key that was meant.
"""

from sitegen.schema.fields import Field, fields, keys
from sitegen.schema.reading import record
from sitegen.schema.references import Resolve, map_references

__all__ = ["Field", "Resolve", "fields", "keys", "map_references", "record"]
