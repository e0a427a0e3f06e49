"""The application factory: the one place that knows all parts."""

from importlib.metadata import PackageNotFoundError, version

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from server.access import guard
from server.accounts import views as accounts
from server.audit.denials import note_denials
from server.audit.pace import keep_pace
from server.claims import views as claims
from server.claims.amounts import views as amounts
from server.config import Config
from server.db import connect_database
from server.devices import views as devices
from server.episodes import views as episodes
from server.logs import log_as_json, log_requests
from server.notifications import views as notifications
from server.organizations.activities import views as activities
from server.patients import operations as patients
from server.patients import views as patients_views
from server.problems import handle_errors
from server.reception import views as reception
from server.reviews import views as reviews
from server.schedule import views as schedule
from server.sync import views as sync
from server.sync.checksum import views as checksum
from server.sync.kinds import KINDS
from server.sync.quarantine import views as quarantine
from server.sync.watch import views as watch
from server.visits import views as visits
from server.web.bodies import read_bodies_strictly
from server.web.compression import compress_answers
from server.web.headers import secure
from server.web.health import report_health
from server.web.openapi import describe, describe_kinds
from server.web.tablet_app import built_app, serve_tablet_app

# Whose routes there are; each also has a row in access.POLICY.
VIEWS = (
    accounts,
    devices,
    patients_views,
    episodes,
    schedule,
    visits,
    sync,
    checksum,
    quarantine,
    watch,
    claims,
    amounts,
    activities,
    reviews,
    reception,
    notifications,
)


def create_app(config: Config | None = None) -> Flask:
    """Build the application; without a configuration, from the environment."""
    config = config or Config.from_environment()
    if not config.testing:
        log_as_json()
    app = Flask("server", static_folder=None, template_folder=None)
    app.testing = config.testing
    app.config["PROPAGATE_EXCEPTIONS"] = False  # a test sees the same 500 as a client
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.json.sort_keys = False  # type: ignore[attr-defined]  # a response shows its fields in our order
    app.extensions["kinesync_config"] = config
    connect_database(app, config.database_url, config.data_folder)
    log_requests(app)
    guard(app, identify=accounts.identify, origin=config.public_origin, caseload=patients)
    keep_pace(app, config.requests_a_second)
    read_bodies_strictly(app)
    _add_routes(app)
    note_denials(app)
    handle_errors(app)
    compress_answers(app)
    secure(app, config)
    if config.proxy_hops:
        hops = config.proxy_hops
        # As Flask documents it; for mypy it is a method.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def running_version() -> str:
    """Return the version of the installed package."""
    try:
        return version("kinesync")
    except PackageNotFoundError:
        return "0"


def _add_routes(app: Flask) -> None:
    api = describe(app, running_version())
    for views in VIEWS:
        api.register_blueprint(views.blueprint)
    describe_kinds(api, KINDS.values())
    report_health(app, running_version())
    serve_tablet_app(app, built_app())
