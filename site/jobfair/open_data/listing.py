"""The files and feeds that /du-lieu lists, and the same list for search engines."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from jobfair.filters import province
from jobfair.machine_files import licence_note


@dataclass(frozen=True)
class DataFile:
    """One thing in its formats: endpoint -> what a link to it says; ``key``: its stable id."""

    name: object
    about: object
    key: str
    formats: dict[str, str]
    narrowed: bool = False  # takes ``xa`` and ``thi-truong``
    by_market: bool = False  # takes ``thi-truong``


FILES: tuple[DataFile, ...] = (
    DataFile(
        _l("Conferences"),
        _l("Open conferences from now on, with free seats."),
        "slug",
        {
            "conferences.feed_ics": "iCalendar",
            "conferences.feed_atom": "Atom",
            "conferences.feed_csv": "CSV",
            "conferences.feed_json": "JSON",
        },
        narrowed=True,
    ),
    DataFile(
        _l("Sending bodies"),
        _l("The whole register: licence, state, markets, phones."),
        "slug",
        {"agencies.register_csv": "CSV", "agencies.register_json": "JSON"},
    ),
    DataFile(
        _l("Job orders"),
        _l("Open orders: wage, fee, places left, deadline."),
        "code",
        {"orders.orders_csv": "CSV", "orders.orders_json": "JSON"},
        by_market=True,
    ),
    DataFile(
        _l("Warnings"),
        _l("Published warnings with numbers and accounts, the newest first."),
        "slug",
        {"warnings.feed": "Atom"},
    ),
    DataFile(
        _l("Figures"),
        _l("Targets and departures; small numbers are not shown."),
        "kind, period, area, market, indicator",
        {"figures.figures_csv": "CSV", "figures.figures_json": "JSON"},
    ),
)


def data_set() -> dict[str, object]:
    """The list as schema.org DataCatalog."""
    publisher = {"@type": "GovernmentOrganization", "name": province().department_vi}
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "name": f"Lên Đường, {province().short_name}",
        "url": request.base_url,
        "publisher": publisher,
        "dataset": [
            {
                "@type": "Dataset",
                "name": str(file.name),
                "description": str(file.about),
                "license": request.base_url,
                "usageInfo": licence_note(),
                "isAccessibleForFree": True,
                "creator": publisher,
                "distribution": [
                    {
                        "@type": "DataDownload",
                        "encodingFormat": words,
                        "contentUrl": url_for(endpoint, _external=True),
                    }
                    for endpoint, words in file.formats.items()
                ],
            }
            for file in FILES
        ],
    }
