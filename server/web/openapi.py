"""`/api/openapi.json`: every route, and every kind of mutation with its fields."""

from collections.abc import Iterable
from typing import Any

from flask import Flask
from flask_smorest import Api
from marshmallow import Schema, fields
from werkzeug.routing import Rule

from server.mutation import Kind

_UUID = {"type": "string", "format": "uuid"}
_WHOLE = {"type": "integer"}
_HEALTH = {
    "summary": "Say that all is well, or answer 503",
    "responses": {
        "200": {
            "description": "ready",
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "properties": {"status": {"type": "string", "enum": ["ok"]}},
                        "required": ["status"],
                    }
                }
            },
        }
    },
}


class ProblemSchema(Schema):
    """An error (RFC 9457). Branch on `type`; words may change."""

    type = fields.String(required=True, metadata={"description": "stable, such as /problems/not-found"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(metadata={"description": "what to do"})
    pointer = fields.String(metadata={"description": "JSON pointer to what is wrong"})
    errors = fields.Raw(metadata={"description": "faults by field"})


class ProblemApi(Api):
    """flask-smorest's description, with this server's errors in place of its own."""

    ERROR_SCHEMA = ProblemSchema

    def _register_responses(self) -> None:
        self.DEFAULT_RESPONSE_CONTENT_TYPE = "application/problem+json"
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE  # successes stay plain JSON


def describe(app: Flask, version: str) -> ProblemApi:
    """Prepare the description; blueprints registered with what this returns appear in it."""
    app.config.update(
        API_TITLE="Kinesync",
        API_VERSION=version,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = ProblemApi(app)
    api.spec.components.security_scheme("session", {"type": "apiKey", "in": "cookie", "name": "sid"})
    api.spec.path(rule=Rule("/healthz"), operations={"get": _HEALTH})
    return api


def describe_kinds(api: ProblemApi, kinds: Iterable[Kind]) -> None:
    """Add each kind's data, the mutation that carries it, and the batch that a push sends."""
    names = []
    for kind in sorted(kinds, key=lambda each: each.name):
        name = "".join(part.title() for part in kind.name.split("."))
        api.spec.components.schema(f"{name}Data", schema=kind.schema_class)
        api.spec.components.schema(name, _mutation(kind, f"{name}Data"))
        names.append(name)
    one_of = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    api.spec.components.schema("Mutation", {"oneOf": one_of, "discriminator": {"propertyName": "kind"}})
    api.spec.components.schema("Push", _push())


def _mutation(kind: Kind, data: str) -> dict[str, Any]:
    return _closed(
        {
            "id": {**_UUID, "description": "UUIDv7, made by the tablet"},
            "n": {**_WHOLE, "minimum": 1, "description": "gap-free per device and clinician"},
            "kind": {"type": "string", "enum": [kind.name]},
            "schema": {**_WHOLE, "minimum": 1, "maximum": kind.version},
            "entity": _UUID,
            "base_version": {"type": ["integer", "null"]},
            "depends_on": {"type": "array", "items": _UUID},
            "made_at": {"type": "string", "format": "date-time"},
            "clock_offset_ms": _WHOLE,
            "data": {"$ref": f"#/components/schemas/{data}"},
        }
    )


def _push() -> dict[str, Any]:
    return _closed(
        {
            "protocol": {"type": "integer", "enum": [1]},
            "device_id": _UUID,
            "epoch": {"type": ["string", "null"], "format": "uuid"},
            "mutations": {
                "type": "array",
                "maxItems": 100,
                "items": {"$ref": "#/components/schemas/Mutation"},
            },
        }
    )


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
