"""Facts for search engines."""

from __future__ import annotations

from collections.abc import Sequence

from jobfair.models import BodyContact, SendingBody


def organization(
    body: SendingBody, phones: Sequence[BodyContact], address: str
) -> dict[str, object]:
    """schema.org Organization of a body, without empty parts; ``address`` is that of its page."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": body.name,
        "alternateName": [name for name in (body.short_name, body.name_en) if name],
        "url": body.website or address,
        "mainEntityOfPage": address,
        "taxID": body.tax_code,
        "telephone": [phone.value_normalised for phone in phones],
        "address": body.head_office,
    }
    if body.licence_number:
        data["identifier"] = {
            "@type": "PropertyValue",
            "propertyID": "licence",
            "value": body.licence_number,
        }
    return {key: value for key, value in data.items() if value}
