"""The collector waits while documents are made, and works again afterwards, whatever happened."""

import gc

import pytest

from tanji.model.acyclic import acyclic


def test_the_collector_waits_and_works_again():
    assert gc.isenabled()
    with acyclic():
        assert not gc.isenabled()
        with acyclic():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_a_failure():
    with pytest.raises(KeyError), acyclic():
        raise KeyError
    assert gc.isenabled()
