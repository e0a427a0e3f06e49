"""`/api/openapi.json`: every route, and every kind of mutation with its fields."""

from collections.abc import Iterable
from typing import Any

from flask import Flask
from flask_smorest import Api

from server.mutation import Kind

_UUID = {"type": "string", "format": "uuid"}
_WHOLE = {"type": "integer"}


def describe(app: Flask, version: str) -> Api:
    """Prepare the description; blueprints registered with what this returns appear in it."""
    app.config.update(
        API_TITLE="Kinesync",
        API_VERSION=version,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = Api(app)
    api.spec.components.security_scheme("session", {"type": "apiKey", "in": "cookie", "name": "sid"})
    api.spec.components.schema("Problem", _problem())
    return api


def describe_kinds(api: Api, kinds: Iterable[Kind]) -> None:
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


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {"type": text, "title": text, "status": _WHOLE, "detail": text, "pointer": text},
    }


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
