"""Who may ask for what: one table, and one place that asks it before every request.

Each row of POLICY is a method and a path; a path without a row is refused. Roles are
decided here, and so is everything a browser must prove about where a changing
request comes from. Which patients a clinician may see is asked with
`require_patient`; what is not theirs is answered like what does not exist.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from server.db import utc_now
from server.problems import Forbidden, NotFound, Problem

THERAPIST = "therapist"  # PT or OT
ASSISTANT = "assistant"  # PTA or OTA
SUPERVISOR = "supervisor"
BILLER = "biller"
ADMINISTRATOR = "administrator"
ROLES = frozenset({THERAPIST, ASSISTANT, SUPERVISOR, BILLER, ADMINISTRATOR})

CLINICAL = frozenset({THERAPIST, ASSISTANT})
SEES_WHOLE_ORGANIZATION = frozenset({SUPERVISOR, BILLER})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is signed in, for this request."""

    clinician_id: str
    organization_id: str
    roles: frozenset[str]
    device_id: str | None
    session_id: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Which roles may call a route, and whose things it reaches.

    `of` is "public", "self" (the asker's own), "caseload" (patients of the asker),
    or "organization". `roles` is None where nobody needs to be signed in.
    """

    roles: frozenset[str] | None
    of: str


PUBLIC = Rule(None, "public")


def _self() -> Rule:
    return Rule(ROLES, "self")


def _organization(*roles: str) -> Rule:
    return Rule(frozenset(roles), "organization")


POLICY: dict[str, Rule] = {
    "GET /healthz": PUBLIC,
    "GET /api/openapi.json": PUBLIC,
    "GET /": PUBLIC,
    "GET /<>": PUBLIC,
    "POST /api/session": PUBLIC,
    "GET /api/session": _self(),
    "DELETE /api/session": _self(),
    "POST /api/devices": _self(),
    "GET /api/devices": _organization(ADMINISTRATOR, SUPERVISOR),
    "POST /api/devices/<>/revoke": _organization(ADMINISTRATOR, SUPERVISOR),
    "POST /api/devices/health": Rule(CLINICAL, "self"),
    "POST /api/devices/<>/missing/<>/settle": _organization(ADMINISTRATOR, SUPERVISOR),
    "GET /api/patients": Rule(CLINICAL | SEES_WHOLE_ORGANIZATION, "caseload"),
    "GET /api/patients/<>": Rule(CLINICAL | SEES_WHOLE_ORGANIZATION, "caseload"),
    "GET /api/patients/<>/episodes": Rule(CLINICAL | SEES_WHOLE_ORGANIZATION, "caseload"),
    "GET /api/appointments": Rule(CLINICAL | SEES_WHOLE_ORGANIZATION, "caseload"),
    "POST /api/appointments/<>/close": Rule(CLINICAL | {SUPERVISOR}, "caseload"),
    "POST /api/sync/push": Rule(CLINICAL, "caseload"),
    "GET /api/sync/pull": Rule(CLINICAL, "caseload"),
    "POST /api/sync/checksum": Rule(CLINICAL, "caseload"),
    "POST /api/sync/rows": Rule(CLINICAL, "caseload"),
    "POST /api/sync/sealed": PUBLIC,  # a locked tablet has no session; it shows its device's upload token
    "GET /api/quarantine": Rule(CLINICAL | {SUPERVISOR}, "organization"),
    "GET /api/quarantine/<>": Rule(CLINICAL | {SUPERVISOR}, "organization"),
    "POST /api/quarantine/<>/confirm": Rule(CLINICAL, "self"),
    "POST /api/quarantine/<>/settle": Rule(CLINICAL | {SUPERVISOR}, "organization"),
    "POST /api/quarantine/<>/answer": _organization(SUPERVISOR),
    "POST /api/quarantine/ask": Rule(CLINICAL, "self"),
    "POST /api/quarantine/rescue": _organization(SUPERVISOR),
    "GET /api/reviews": _organization(SUPERVISOR),
    "GET /api/reviews/<>": _organization(SUPERVISOR),
    "POST /api/reviews/<>/accept": _organization(SUPERVISOR),
    "POST /api/reviews/<>/return": _organization(SUPERVISOR),
    "GET /api/service-days": _organization(BILLER, SUPERVISOR),
    "GET /api/service-days/<>": _organization(BILLER, SUPERVISOR),
    "GET /api/service-days/<>/print": _organization(BILLER, SUPERVISOR),
    "POST /api/service-days/<>/submitted": _organization(BILLER),
    "POST /api/service-days/<>/procedures": Rule(CLINICAL | SEES_WHOLE_ORGANIZATION, "caseload"),
    "POST /api/service-days/<>/procedures/<>/remove": Rule(CLINICAL | SEES_WHOLE_ORGANIZATION, "caseload"),
    "GET /api/policies": _organization(ADMINISTRATOR, BILLER, SUPERVISOR),
    "GET /api/rule-packs": _organization(ADMINISTRATOR, BILLER, SUPERVISOR),
    "POST /api/policies": _organization(ADMINISTRATOR),
    "GET /api/thresholds": _organization(BILLER, SUPERVISOR),
    "GET /api/thresholds/<>": _organization(BILLER, SUPERVISOR),
    "POST /api/thresholds/<>": _organization(BILLER),
    "GET /api/fees": _organization(ADMINISTRATOR, BILLER),
    "POST /api/fees": _organization(ADMINISTRATOR, BILLER),
    "GET /api/reception": _organization(ADMINISTRATOR, SUPERVISOR),
    "POST /api/reception/patients": _organization(ADMINISTRATOR, SUPERVISOR),
    "POST /api/reception/patients/<>/precautions": _organization(ADMINISTRATOR, SUPERVISOR),
    "GET /api/reception/patients/<>/appointments": _organization(ADMINISTRATOR, SUPERVISOR),
    "POST /api/reception/patients/<>/appointments": _organization(ADMINISTRATOR, SUPERVISOR),
    "GET /api/activities": _organization(ADMINISTRATOR),
    "POST /api/activities": _organization(ADMINISTRATOR),
    "POST /api/activities/<>": _organization(ADMINISTRATOR),
    "POST /api/activities/<>/retire": _organization(ADMINISTRATOR),
    "POST /api/activities/<>/take-back": _organization(ADMINISTRATOR),
    "GET /api/notifications": _self(),
    "GET /api/notifications/key": _self(),
    "POST /api/notifications/read": _self(),
    "POST /api/notifications/subscriptions": _self(),
    "DELETE /api/notifications/subscriptions": _self(),
}


class NotSignedIn(Problem):
    """There is no session, or it has ended."""

    status = 401
    type = "/problems/not-signed-in"
    title = "Sign in"


class CrossSite(Problem):
    """A changing request that another site may have caused."""

    status = 403
    type = "/problems/cross-site"
    title = "The request does not come from this application"


class WrongMediaType(Problem):
    """A changing request whose body is not declared as JSON."""

    status = 415
    type = "/problems/media-type"
    title = "Send application/json"


class Caseload(Protocol):
    """What access asks of the patients domain."""

    def in_organization(self, session: Session, organization_id: str, patient_id: str) -> bool:
        """Say whether the patient is one of the organization's."""

    def on_caseload(self, session: Session, clinician_id: str, patient_id: str, now: datetime) -> bool:
        """Say whether the patient is on the clinician's caseload at `now`."""


Identify = Callable[[], Actor]
"""Returns who sent the present request; raises NotSignedIn."""

_CONVERTER = re.compile(r"<[^>]+>")


def guard(app: Flask, *, identify: Identify, origin: str, caseload: Caseload | None) -> None:
    """Ask POLICY before every request of `app`."""
    app.extensions["kinesync_caseload"] = caseload

    @app.before_request
    def ask() -> None:
        if request.url_rule is None:
            return  # no such route: the router's own 404 or 405 follows
        rule = POLICY.get(policy_key(request.method, request.url_rule.rule))
        if rule is None:
            raise RuntimeError(f"No policy for {request.method} {request.url_rule.rule}")
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            refuse_cross_site(origin)
        if rule.roles is None:
            return
        g.actor = identify()
        if not rule.roles & current().roles:
            raise Forbidden


def policy_key(method: str, rule: str) -> str:
    """Return the key in POLICY of a method and a URL rule."""
    readable = "GET" if method in ("HEAD", "OPTIONS") else method
    return f"{readable} {_CONVERTER.sub('<>', rule)}"


def refuse_cross_site(origin: str) -> None:
    """Raise unless the changing request proves that it comes from our own pages."""
    if request.headers.get("X-Kinesync") != "1":
        raise CrossSite("The header X-Kinesync: 1 is missing.")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise CrossSite
    sent = request.headers.get("Origin")
    if sent is not None and not _same_origin(sent, origin):
        raise CrossSite
    if request.mimetype != "application/json" and (request.content_length or request.method != "DELETE"):
        raise WrongMediaType


def _same_origin(sent: str, origin: str) -> bool:
    if sent == origin:
        return True
    ours, theirs = urlsplit(origin), urlsplit(sent)
    loopback = {"localhost", "127.0.0.1"}  # one server under two names
    return (
        {ours.hostname, theirs.hostname} <= loopback
        and theirs.scheme == "http"
        and sent == f"http://{request.host}"
    )


def current() -> Actor:
    """Return who is signed in; only behind a rule that asks for a role."""
    return cast(Actor, g.actor)


def require_patient(session: Session, actor: Actor, patient_id: str, now: datetime | None = None) -> None:
    """Raise NotFound unless the actor may know of the patient."""
    caseload: Caseload | None = current_app.extensions["kinesync_caseload"]
    if caseload is None or not caseload.in_organization(session, actor.organization_id, patient_id):
        raise NotFound
    if actor.roles & SEES_WHOLE_ORGANIZATION:
        return
    if not caseload.on_caseload(session, actor.clinician_id, patient_id, now or utc_now()):
        raise NotFound
