"""The description of the API: every route, every kind of mutation, the batch that carries them."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.sync.kinds import KINDS

CONTRACT_KINDS = {
    "visit.start", "visit.end", "visit.void", "segment.start", "segment.stop", "segment.correct",
    "intervention.record", "intervention.remove", "response.record", "measure.record", "section.edit",
    "visit.sign", "addendum.add", "claim.attest", "choice.make", "comment.answer",
}  # fmt: skip


@pytest.fixture
def described(client: FlaskClient) -> Any:
    """The description, as anybody may read it."""
    return client.get("/api/openapi.json").get_json()


def test_every_route_is_described(app: Flask, described: Any) -> None:
    routes = {
        (method.lower(), rule.rule.replace("<", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD"}
        if rule.rule.startswith(("/api/", "/healthz")) and rule.endpoint != "api-docs.openapi_json"
    }
    found = {
        (method, path)
        for path, methods in described["paths"].items()
        for method in methods
        if method != "parameters"
    }

    assert {(method, path.rpartition(":")[2]) for method, path in routes if ":" not in path} <= found
    assert len(found) == len(routes)


def test_every_kind_of_mutation_is_described_with_its_fields(described: Any) -> None:
    schemas = described["components"]["schemas"]
    named = [ref["$ref"].rpartition("/")[2] for ref in schemas["Mutation"]["oneOf"]]
    kinds = {schemas[name]["properties"]["kind"]["enum"][0]: schemas[name] for name in named}

    assert kinds.keys() == KINDS.keys() >= CONTRACT_KINDS
    for name, kind in kinds.items():
        data = schemas[kind["properties"]["data"]["$ref"].rpartition("/")[2]]
        assert data["properties"].keys() == KINDS[name].schema_class().fields.keys()


def test_the_batch_is_described_as_the_contract_words_it(described: Any) -> None:
    schemas = described["components"]["schemas"]

    assert schemas["Push"]["properties"].keys() == {"protocol", "device_id", "epoch", "mutations"}
    assert schemas["SectionEdit"]["properties"].keys() == {
        "id", "n", "kind", "schema", "entity", "base_version", "depends_on", "made_at", "clock_offset_ms",
        "data",
    }  # fmt: skip
    assert schemas["SectionEdit"]["additionalProperties"] is False


def test_what_a_tablet_may_ask_and_is_told_is_described(described: Any) -> None:
    asked = described["paths"]["/api/sync/pull"]["get"]["parameters"]

    assert {one["name"] for one in asked} == {"cursor", "limit", "device_id"}
    assert described["components"]["schemas"]["PushAnswer"]["properties"].keys() == {
        "epoch", "server_time", "acked_n", "seq", "verdicts",
    }  # fmt: skip


def test_errors_are_described_as_problems(described: Any) -> None:
    default = described["components"]["responses"]["DEFAULT_ERROR"]["content"]

    assert default == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def test_health_names_version_database_and_revision(client: FlaskClient) -> None:
    answer = client.get("/healthz").get_json()

    assert answer.keys() == {"status", "version", "database", "revision"}
    assert (answer["status"], answer["database"]) == ("ok", "sqlite")
    assert answer["revision"].isdigit()
