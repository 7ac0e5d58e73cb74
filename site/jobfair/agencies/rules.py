"""What may be done with a sending body: licence, entry, history, contacts, introductions."""

from __future__ import annotations

from jobfair.agencies.licence import LicenceStatus, body_ok, licence_status

__all__ = ["LicenceStatus", "body_ok", "licence_status"]
