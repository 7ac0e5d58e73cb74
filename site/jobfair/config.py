"""Settings from the environment, read once; every name is listed in docs/settings.md."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The project's top level: templates/, static/, provinces/, migrations/, translations/."""

SHORTEST_SECRET = 16


@dataclass(frozen=True)
class Settings:
    """What one installation is told from outside."""

    instance: Path
    database_url: str
    redis_url: str
    secret_key: str
    province: str = "son_la"
    demo: bool = True  # may demonstration data be loaded
    demo_bind_anywhere: bool = False  # JOBFAIR_DEMO=1 set by hand
    demo_2fa: bool = False
    trusted_proxies: int = 0
    page_cache: bool = True
    sms_secret: str = ""  # shared with the gateway that hands text messages in; '' = none does
    sms_number: str = ""  # where people send their text messages, as it is printed
    address: str = ""  # scheme and host under which people know the site; '' = not told
    copy_folder: str = ""  # where the worker writes the nightly copy of the public site
    testing: bool = False
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_sqlite(self) -> bool:
        """Whether the main database is the SQLite file of the instance folder."""
        return self.database_url.startswith("sqlite")


def _kept_secret(path: Path) -> str:
    """The secret key kept in the instance folder; made once, mode 0600, safe under a race."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_hex(32)
        file.write(key)
    return key


def _sqlalchemy_url(url: str) -> str:
    """Give a URL that names the driver this project ships (psycopg 3)."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the environment (names of docs/settings.md) and give the settings.

    Makes the instance folder and the secret key when they are absent. Raises ValueError when
    TRUSTED_PROXIES is not a whole number or JOBFAIR_SMS_SECRET is shorter than 16 characters.
    """
    env = os.environ if environ is None else environ
    instance = Path(env.get("JOBFAIR_INSTANCE") or ROOT / "instance").resolve()
    instance.mkdir(parents=True, exist_ok=True)
    url = _sqlalchemy_url(env.get("DATABASE_URL") or f"sqlite:///{instance / 'jobfair.sqlite3'}")
    return Settings(
        instance=instance,
        database_url=url,
        redis_url=env.get("REDIS_URL", ""),
        secret_key=env.get("SECRET_KEY") or _kept_secret(instance / "secret_key"),
        province=env.get("PROVINCE", "son_la"),
        demo=env.get("JOBFAIR_DEMO", "") != "0",
        demo_bind_anywhere=env.get("JOBFAIR_DEMO") == "1",
        demo_2fa=env.get("JOBFAIR_DEMO_2FA") == "1",
        page_cache=env.get("JOBFAIR_PAGE_CACHE") != "0",
        trusted_proxies=int(env.get("TRUSTED_PROXIES") or 0),
        sms_secret=_long_enough(env.get("JOBFAIR_SMS_SECRET", "")),
        address=env.get("JOBFAIR_ADDRESS", "").strip().rstrip("/"),
        copy_folder=env.get("JOBFAIR_COPY", "").strip(),
        sms_number=env.get("JOBFAIR_SMS_NUMBER", "").strip()[:20],
    )


def _long_enough(secret: str) -> str:
    if 0 < len(secret) < SHORTEST_SECRET:
        raise ValueError("JOBFAIR_SMS_SECRET has fewer than 16 characters")
    return secret
