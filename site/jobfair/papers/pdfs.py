"""A PDF that may be kept: whole, without scripts, attachments or a password."""

from __future__ import annotations

import re
from typing import Final

from flask_babel import gettext as _

from jobfair.errors import Invalid
from jobfair.papers.pictures import FOREIGN, MARKUP

MOST_BYTES: Final = 5 * 1024 * 1024
_ACTIVE: Final = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|OpenAction|AA|RichMedia|XFA|Encrypt)\b"
)
_STREAM: Final = re.compile(rb"\bstream\r?\n.*?endstream", re.DOTALL)
_ZIP_END: Final = b"PK\x05\x06"
_NAME_CODE: Final = re.compile(rb"#([0-9a-fA-F]{2})")


def safe_pdf(content: bytes) -> bytes:
    """Give the PDF as it came. Raises Invalid with the sentence to show.

    What hides inside packed parts is not seen: it is only handed out as a download.
    """
    if len(content) > MOST_BYTES:
        raise Invalid(_("The PDF is larger than 5 MB. Send photos of its pages."))
    end = content.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in content[-2048:]:
        raise Invalid(_("The PDF is damaged or was cut off. Send it again."))
    tail = content[end + 5 :]
    bare = _STREAM.sub(b"", content)
    others = [sign for sign in FOREIGN if sign != b"%PDF-"]
    odd = any(sign in bare for sign in others) or _ZIP_END in content[-66_000:]
    if odd or tail.strip():
        raise Invalid(_("This file is two kinds of files in one. Send photos of its pages."))
    plain = _NAME_CODE.sub(lambda found: bytes([int(found[1], 16)]), bare)
    if _ACTIVE.search(plain) or any(sign in bare.lower() for sign in MARKUP):
        raise Invalid(
            _("The PDF has a password, scripts or attachments. Send photos of its pages.")
        )
    return content
