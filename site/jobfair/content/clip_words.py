"""How a recording sounds, in words: what staff should know before the public hears it.

Nothing here refuses: a grandmother who speaks softly is better than silence.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from flask_babel import format_decimal
from flask_babel import gettext as _

from jobfair.lib.loudness import Loudness
from jobfair.limits import get_number

TARGET_KEY, TARGET = "audio.target_lufs", 18
"""Loudness to aim at, minus LUFS: speech by AES TD1008 (2021)."""
QUIET_KEY, QUIET = "audio.quiet_lufs", 23
"""Warned below this, minus LUFS: EBU R 128's level for broadcasting, which the small loudspeaker
of a phone, held in the open, cannot lift any more."""
CLIPPED: Final = 0.0002
"""Share of samples at full scale that is heard as crackling: ours, ten in a second at 48 kHz."""
MOSTLY: Final = 0.5
"""Share of silence from which a recording is mostly that: ours; reading aloud pauses a quarter."""


class Remark(NamedTuple):
    """A short word for the list, a sentence with what to do for the page."""

    short: str
    sentence: str


def lufs_of(value: float) -> str:
    """-19.5 LUFS, with the reader's decimal sign."""
    return f"{format_decimal(value)} LUFS"


def remarks(heard: Loudness | None) -> list[Remark]:
    """What is to be said about how a recording sounds; nothing when it is good."""
    if heard is None:
        sentence = _("The machine could not listen to it. Hear all of it before it is published.")
        return [Remark(_("not measured"), sentence)]
    target, quiet = get_number(TARGET_KEY, TARGET), get_number(QUIET_KEY, QUIET)
    found = []
    if heard.silent >= MOSTLY:
        sentence = _(
            "Mostly silence: nobody speaks in %(share)s%% of it. Is the microphone on?",
            share=round(100 * heard.silent),
        )
        found.append(Remark(_("mostly silence"), sentence))
    if heard.lufs < -quiet and heard.silent < 1:
        sentence = _(
            "Too quiet: %(lufs)s, should be about -%(target)s. Speak closer to the microphone.",
            lufs=lufs_of(heard.lufs),
            target=target,
        )
        found.append(Remark(_("too quiet"), sentence))
    if heard.clipped > CLIPPED:
        sentence = _("It crackles: too loud for the microphone. Move a hand further away.")
        found.append(Remark(_("crackles"), sentence))
    return found
