"""Token buckets: so many at once, as many again in the time, for each caller."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from tanji.accounts.limits import address_of, forget, limit, take
from tanji.accounts.models import Bucket
from tanji.accounts.refusals import TooMany

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_after_the_burst_a_caller_waits_and_others_do_not(db):
    bounds = limit("reset_password")
    for _ in range(bounds.burst):
        take("reset_password", "203.0.113.5", now=NOW)
    with pytest.raises(TooMany) as refused:
        take("reset_password", "203.0.113.5", now=NOW)
    assert refused.value.seconds == bounds.seconds // bounds.burst
    take("reset_password", "203.0.113.6", now=NOW)
    take("sign_in", "203.0.113.5", now=NOW)


def test_tokens_come_again_evenly(db):
    bounds = limit("reset_password")
    for _ in range(bounds.burst):
        take("reset_password", "x", now=NOW)
    later = NOW + timedelta(seconds=bounds.seconds / bounds.burst)
    take("reset_password", "x", now=later)
    with pytest.raises(TooMany):
        take("reset_password", "x", now=later)


def test_a_clock_that_goes_back_gives_no_tokens(db):
    for _ in range(limit("reset_password").burst):
        take("reset_password", "x", now=NOW)
    with pytest.raises(TooMany):
        take("reset_password", "x", now=NOW - timedelta(days=1))


def test_the_caller_is_not_kept_in_clear_and_full_buckets_are_forgotten(db):
    take("sign_in", "203.0.113.5", now=NOW)
    assert "203.0.113.5" not in Bucket.objects.get().name
    assert forget(now=NOW) == 0
    assert forget(now=NOW + timedelta(hours=2)) == 1


@pytest.mark.parametrize(
    ("nearest", "told", "address"),
    [
        ("127.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("198.51.100.1", "203.0.113.5", "198.51.100.1"),
        ("127.0.0.1", "not an address", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_only_our_own_proxy_is_believed(nearest, told, address):
    request = RequestFactory().get("/", REMOTE_ADDR=nearest, headers={"X-Real-IP": told})
    assert address_of(request) == address
