"""Logs tell what went wrong and where, and nothing of people."""

from __future__ import annotations

import io
import json
import logging

import pytest
import structlog

from tanji.config.logs import places, without_addresses


def line(logger: str, message: str, *words: object, **more: object) -> dict[str, object]:
    """What the handler of Tanji writes for a record."""
    handler = next(each for each in logging.getLogger().handlers if getattr(each, "tanji", False))
    assert isinstance(handler, logging.StreamHandler)
    stream, handler.stream = handler.stream, io.StringIO()
    try:
        logging.getLogger(logger).error(message, *words, **more)  # type: ignore[arg-type]
        return dict(json.loads(handler.stream.getvalue()))
    finally:
        handler.stream = stream


def test_an_exception_is_told_by_type_and_place_without_its_message() -> None:
    try:
        int("Key (email)=(li.wei@example.com) already exists")
    except ValueError:
        found = line("django.request", "Internal Server Error", exc_info=True)
    assert found["exception"] == "builtins.ValueError"
    assert any("test_logs.py" in str(place) for place in found["places"])  # type: ignore[union-attr]
    assert "li.wei" not in json.dumps(found)


def test_an_address_of_a_person_is_taken_out_of_any_text() -> None:
    assert line("anything", "mail to %s failed", "li.wei+x@mail.example.com")["event"] == "mail to …@… failed"
    assert without_addresses(None, "info", {"event": "x", "n": 3}) == {"event": "x", "n": 3}


def test_what_an_exception_carries_as_an_object_is_told_too() -> None:
    found = places(None, "error", {"event": "x", "exc_info": KeyError("secret")})
    assert found == {"event": "x", "exception": "builtins.KeyError", "places": []}


def test_the_number_of_a_request_stands_on_lines_of_others() -> None:
    with structlog.contextvars.bound_contextvars(request_id="number-of-a-request"):
        assert line("somebody.else", "went by")["request_id"] == "number-of-a-request"


@pytest.mark.parametrize("name", ["axes", "axes.handlers"])
def test_names_of_people_who_fail_to_sign_in_are_not_logged(name: str) -> None:
    assert not logging.getLogger(name).isEnabledFor(logging.WARNING)
