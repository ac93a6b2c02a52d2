"""Whatever the description of the API allows, and much that it does not, is answered in order: never with a fault.

TANJI_API_EXAMPLES=200 runs the long form.
"""

import json
import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode

from tanji.accounts.models import Bucket
from tanji.api.application import api

EXAMPLES = int(os.environ.get("TANJI_API_EXAMPLES", "2"))
DESCRIPTION = "/api/v1/openapi.json"


def _described():
    with override_settings(ROOT_URLCONF="tests.api.addresses"):
        return json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))


schema = schemathesis.openapi.from_dict(_described())
schema.app = get_wsgi_application()
schema.config.generation.update(modes=list(GenerationMode))


@pytest.fixture
def one_connection(db):
    """Requests in this thread share the connection of the test, whose transaction is taken back afterwards."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_operation_is_described_and_asks_who_comes():
    operations = [op for path in _described()["paths"].values() for op in path.values()]
    assert len(operations) > 40
    for operation in operations:
        assert operation["security"]
        assert any("\u4e00" <= letter <= "\u9fff" for letter in operation["description"])


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_request_makes_the_server_fail(case, maker, one_connection):
    Bucket.objects.all().delete()
    answer = case.call(headers={"Authorization": f"Bearer {maker.key}"})
    assert answer.status_code < 500, (answer.status_code, answer.content[:500], case.as_curl_command())
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == ["application/problem+json"]
