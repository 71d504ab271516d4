"""Is an alias another name, or an old address? One that begins with a slash is an address."""

from __future__ import annotations

from sitegen.model.places import Department, Domain, Government


def is_address(alias: str) -> bool:
    """Whether an alias, without white space around it, is an old address."""
    return alias.startswith("/")


def other_names(record: Government | Department | Domain) -> tuple[str, ...]:
    """The aliases of a record that are names."""
    return tuple(alias for alias in record.aliases if not is_address(alias))
