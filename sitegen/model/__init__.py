"""What is there? Frozen records; the dataclass is the schema, and `key(...)` is its documentation.

Records hold what an editor or an official document said. What can be derived (addresses, counts,
neighbours, states) is never stored here.
"""

from sitegen.model.aliases import is_address, other_names
from sitegen.model.declare import derived, key
from sitegen.model.kinds import KINDS, Kind, Record, kind_of
from sitegen.model.lists import (
    Lexicon,
    LexiconEntry,
    OutsideLink,
    OutsideLinks,
    Synonyms,
    Waiver,
    Waivers,
)
from sitegen.model.places import Contact, Department, DepartmentKind, Domain, Government, SiteConfig
from sitegen.model.plans import (
    ROLES,
    Column,
    Deadline,
    DeadlineRule,
    EventDate,
    MissingNumber,
    Mode,
    Numbering,
    Openness,
    Origin,
    Plan,
    PlanInference,
    PlanSource,
    Responsibility,
    Section,
    Source,
    Task,
    TaskInference,
    Tracking,
    title_of,
)
from sitegen.model.published import Evidence, Page, PolicyDocument, Requirement
from sitegen.model.review import Audience, Review, ReviewStep

__all__ = [
    "KINDS",
    "ROLES",
    "Audience",
    "Column",
    "Contact",
    "Deadline",
    "DeadlineRule",
    "Department",
    "DepartmentKind",
    "Domain",
    "EventDate",
    "Evidence",
    "Government",
    "Kind",
    "Lexicon",
    "LexiconEntry",
    "MissingNumber",
    "Mode",
    "Numbering",
    "Openness",
    "Origin",
    "OutsideLink",
    "OutsideLinks",
    "Page",
    "Plan",
    "PlanInference",
    "PlanSource",
    "PolicyDocument",
    "Record",
    "Requirement",
    "Responsibility",
    "Review",
    "ReviewStep",
    "Section",
    "SiteConfig",
    "Source",
    "Synonyms",
    "Task",
    "TaskInference",
    "Tracking",
    "Waiver",
    "Waivers",
    "derived",
    "is_address",
    "key",
    "kind_of",
    "other_names",
    "title_of",
]
