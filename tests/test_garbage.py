"""The collector of garbage rests while a site is read, and only then."""

from __future__ import annotations

import gc

import pytest

from sitegen.garbage import uncollected


def test_the_collector_rests_and_goes_on_as_before() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_a_failure() -> None:
    with pytest.raises(ValueError, match="stop"), uncollected():
        raise ValueError("stop")
    assert gc.isenabled()
