"""Recordings over the wire: kept by the phone for a year, sent in parts where asked for."""

from __future__ import annotations

import io

from flask import Response, request, send_file

from jobfair.guide.clips import get_published
from jobfair.models import AudioClip

YEAR_SECONDS = 365 * 24 * 3600


def sound_of(clip: AudioClip) -> Response:
    """The recording as audio/ogg; 206 for a Range (RFC 9110, 14)."""
    response = send_file(
        io.BytesIO(clip.opus),
        mimetype="audio/ogg",
        etag=clip.id,
        last_modified=clip.made_at,
        conditional=False,
    )
    response.headers["Accept-Ranges"] = "bytes"
    response.make_conditional(request, accept_ranges=True, complete_length=clip.size)
    return response


def sound_file(clip_id: str) -> Response:
    """A recording for the public. Raises NotFound.

    What an id stands for never changes, so nobody needs to ask again.
    """
    response = sound_of(get_published(clip_id))
    response.cache_control.public = True
    response.cache_control.max_age = YEAR_SECONDS
    response.cache_control.immutable = True
    return response
