"""The configuration: every fault names its variable, and secrets stay where they belong."""

import stat
from pathlib import Path

import pytest

from server.config import Config, ConfigFault


def read(folder: Path, **environment: str) -> Config:
    return Config.from_environment({"DATA": str(folder / "data"), **environment})


def test_without_any_variable_but_the_folder_everything_has_a_value(tmp_path: Path) -> None:
    config = read(tmp_path)

    assert config.database_url == f"sqlite:///{tmp_path / 'data' / 'kinesync.db'}"
    assert (config.port, config.public_origin, config.host) == (8097, "http://localhost:8097", "localhost")
    assert not config.secure_transport


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "８０９７"),
        ("KINESYNC_SECRET", "too short"),
        ("KINESYNC_SECRET", ""),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DATABASE_URL", "sqlite:///relative.db"),
        ("DATABASE_URL", "sqlite://"),
        ("KINESYNC_ORIGIN", "kinesync.example"),
        ("KINESYNC_ORIGIN", "http://kinesync.example"),
        ("KINESYNC_ORIGIN", "https://kinesync.example/app"),
        ("KINESYNC_ORIGIN", "ftp://kinesync.example"),
        ("KINESYNC_IDLE_MINUTES", "0"),
        ("KINESYNC_SESSION_HOURS", "25"),
        ("KINESYNC_PROXY_HOPS", "many"),
    ],
)
def test_a_wrong_value_names_its_variable(tmp_path: Path, variable: str, value: str) -> None:
    with pytest.raises(ConfigFault, match=rf"^{variable}: ") as caught:
        read(tmp_path, **{variable: value})

    assert caught.value.variable == variable


def test_a_folder_that_cannot_be_made_names_its_variable(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")

    with pytest.raises(ConfigFault, match="DATA: "):
        read(tmp_path)


def test_a_damaged_secret_is_not_replaced(tmp_path: Path) -> None:
    read(tmp_path)
    (tmp_path / "data" / "secret").write_text("")

    with pytest.raises(ConfigFault, match="DATA: "):
        read(tmp_path)


def test_the_secret_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    first, again = read(tmp_path), read(tmp_path)
    file = tmp_path / "data" / "secret"

    assert first.secret.sign("test", b"x") == again.secret.sign("test", b"x")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_postgresql_address_gets_its_driver_and_keeps_its_password(tmp_path: Path) -> None:
    config = read(tmp_path, DATABASE_URL="postgresql://kinesync:p%40ss@db.example/kinesync")

    assert config.database_url == "postgresql+psycopg://kinesync:p%40ss@db.example/kinesync"


def test_what_is_secret_is_not_printed(tmp_path: Path) -> None:
    config = read(
        tmp_path,
        KINESYNC_SECRET="a very long secret that nobody knows",
        DATABASE_URL="postgresql://kinesync:hidden@db.example/kinesync",
        KINESYNC_DEMO_PASSWORD="shown to nobody",
    )

    for hidden in ("nobody knows", "hidden", "shown to nobody"):
        assert hidden not in repr(config)


def test_over_tls_the_transport_is_secure(tmp_path: Path) -> None:
    config = read(tmp_path, KINESYNC_ORIGIN="https://kinesync.example/")

    assert config.secure_transport
    assert config.public_origin == "https://kinesync.example"
