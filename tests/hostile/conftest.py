"""Sites that several tests of this folder look at."""

from __future__ import annotations

import pytest

from tests.conftest import Site
from tests.hostile.full import full_site


@pytest.fixture(scope="session")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The full site as it is, built."""
    site = full_site(tmp_path_factory.mktemp("harmless"))
    site.build()
    return site
