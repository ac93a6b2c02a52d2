"""What the surroundings say of this installation: variables that begin with TANJI_, each with a safe default."""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """Settings of one installation. Every one may be given as TANJI_NAME or in a file named by TANJI_ENV_FILE."""

    model_config = SettingsConfigDict(env_prefix="TANJI_", extra="ignore", secrets_dir=None)

    data: Path = Field(default_factory=lambda: user_data_path("tanji") / "server")
    """Folder of the embedded database, evidence files and releases."""
    database_url: str | None = None
    """`postgresql://user:password@host:port/name`; the embedded SQLite where missing."""
    owner_database_url: str | None = None
    """The same database for the role that owns the tables, used by migrations; PostgreSQL only."""
    secret_key: str | None = None
    """Signs sessions. Made once and kept in the data folder where missing."""
    old_secret_keys: tuple[str, ...] = ()
    debug: bool = False
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    origin: str = "http://localhost:8000"
    """Address under which people reach the pages; https switches secure cookies on."""
    proxies: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    """Networks of the web servers in front, which are believed when they tell in X-Real-IP who has come."""
    mail_url: str | None = None
    """`smtp://user:password@host:port`; mails are written into the data folder where missing."""
    mail_from: str = "tanji@localhost"
    oidc_name: str | None = None
    oidc_issuer: str | None = None
    oidc_client: str | None = None
    oidc_secret: str | None = None
    """Sign-in through the organisation's own identity provider, where all four are given."""
    upload_mb: int = Field(default=20, gt=0, le=1000)
    """Largest file that is taken."""
    worker_seconds: float = Field(default=15, gt=0)
    """Lease of a job: after so long without a sign of life another worker takes it."""
    processes: int = Field(default=1, gt=0, le=64)
    """Processes that answer requests."""
    threads: int = Field(default=4, gt=0, le=64)
    """Requests that one process answers at a time."""
    statement_seconds: int = Field(default=0, ge=0)
    """PostgreSQL ends a statement after so long; 0: never. `serve` sets 30 for pages where it is not given."""
    metrics_from: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    """Networks from which /metrics may be read, always without a proxy in between."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    plain_static: bool = False
    """Style sheets and scripts as they lie in the source, without collecting them first; for work on Tanji."""
    demo: bool = False
    """Demo data with known passwords: never on an address that others reach."""

    @property
    def secure(self) -> bool:
        """Whether people come by https."""
        return self.origin.startswith("https://")

    def secret(self) -> str:
        """The key that signs sessions: the given one, or one made once and kept readable for its owner alone."""
        if self.secret_key:
            return self.secret_key
        path = self.data / "secret-key"
        if not path.exists():
            self.data.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f"secret-key.{secrets.token_hex(4)}")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(64), "utf-8")
            try:
                path.hardlink_to(fresh)
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_text("utf-8")


@cache
def environment() -> Environment:
    """The settings of this process, read once."""
    return Environment(_env_file=os.environ.get("TANJI_ENV_FILE"))
