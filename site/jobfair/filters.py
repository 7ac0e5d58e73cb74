"""How moments, money, phones and names of the field are shown in templates."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask, current_app, request
from flask_wtf.csrf import generate_csrf

from jobfair import access
from jobfair.database import db
from jobfair.kept import kept
from jobfair.language import current_language, other_language_path, translate
from jobfair.lib import clock
from jobfair.lib.money import show_million, show_vnd
from jobfair.lib.phones import mask_phone, show_phone
from jobfair.menu import PUBLIC_MENU, SHORT_MENU, staff_menu
from jobfair.models import Province
from jobfair.templating import init_templating


def in_language(row: object, name: str) -> str:
    """``row.<name>_<language>``, else the Vietnamese text.

    Takes a model row and the field's stem: ``programme|text("cost")``.
    """
    value = getattr(row, f"{name}_{current_language()}", None) or getattr(row, f"{name}_vi", "")
    return str(value or "")


def show_day(value: date | datetime | None) -> str:
    """25/11/2026; an empty text for nothing."""
    if value is None:
        return ""
    return clock.show_date(clock.to_local(value).date() if isinstance(value, datetime) else value)


def show_day_short(value: date | datetime | None) -> str:
    """25/11."""
    if value is None:
        return ""
    return clock.show_short(clock.to_local(value).date() if isinstance(value, datetime) else value)


def show_time(value: datetime) -> str:
    """8:00, in Viet Nam."""
    local = clock.to_local(value)
    return f"{local.hour}:{local.minute:02d}"


def show_moment(value: datetime | None) -> str:
    """25/11/2026, 8:00."""
    return f"{show_day(value)}, {show_time(value)}" if value else ""


def show_weekday(value: date | datetime) -> str:
    """Thứ Tư, or Wednesday."""
    day = clock.to_local(value).date() if isinstance(value, datetime) else value
    return clock.weekday_en(day) if current_language() == "en" else clock.weekday_vi(day)


def keep_together(text: str) -> str:
    """The same words, which no line breaks apart: Thứ Tư, or a word of two syllables."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def show_month(value: date | datetime) -> str:
    """tháng 11, or November."""
    day = clock.to_local(value).date() if isinstance(value, datetime) else value
    return day.strftime("%B") if current_language() == "en" else f"tháng {day.month}"


def show_weekday_tile(value: date | datetime) -> str:
    """Thứ Tư, or Wed: the long English names do not fit the tile."""
    name = show_weekday(value)
    return name[:3] if current_language() == "en" else name


def show_month_tile(value: date | datetime) -> str:
    """tháng 11, or Nov."""
    name = show_month(value)
    return name[:3] if current_language() == "en" else name


def show_number(value: int | float | Decimal | None) -> str:
    """12.345 in Vietnamese, 12,345 in English."""
    if value is None:
        return ""
    text = f"{value:,.0f}"
    return text if current_language() == "en" else text.replace(",", ".")


@kept("guide")
def province() -> Province:
    """The province of this instance. Raises Unavailable before a pack is loaded."""
    row = db.session.get(Province, current_app.config["PROVINCE"])
    if row is None:
        raise RuntimeError("no province pack is loaded: flask --app wsgi province load <name>")
    return row


class Place:
    """The province as the layouts read it, in the reader's language."""

    def __init__(self, row: Province) -> None:
        english = current_language() == "en"
        self.code = row.code
        self.name = row.name_en if english else row.name
        self.short_name = row.short_name
        self.hotline, self.hotline_tel = row.hotline, row.hotline_tel
        self.hours = row.hours_en if english else row.hours_vi
        self.department = row.department_en if english else row.department_vi
        self.centre = row.centre_en if english else row.centre_vi
        self.row = row


def _context() -> dict[str, Any]:  # Any: Flask's own type
    """What every template may use; see docs/ui.md."""
    actor = access.current_actor()
    failed = request.routing_exception is not None
    return {
        "lang": current_language(),
        "other_lang_url": None if failed else other_language_path(),
        "canonical_url": None if failed else request.base_url,
        "current_path": request.path,
        "demo_mode": current_app.config["DEMO_LOADED"](),
        "province": Place(province()),
        "staff_menu": staff_menu(),
        "staff_user": actor,
        "may": access.may,
        "Permission": access.Permission,
        "today": clock.today(),
    }


def init_filters(app: Flask) -> None:
    """Set up Jinja; register filters, globals and the context of every template."""
    init_templating(app)
    app.jinja_env.filters.update(
        text=in_language,
        day=show_day,
        day_short=show_day_short,
        time=show_time,
        moment=show_moment,
        weekday=show_weekday,
        unbroken=keep_together,
        weekday_tile=show_weekday_tile,
        month_tile=show_month_tile,
        number=show_number,
        vnd=show_vnd,
        million=show_million,
        phone=show_phone,
        phone_masked=mask_phone,
    )
    app.jinja_env.globals["_"] = translate
    app.jinja_env.globals["public_menu"] = PUBLIC_MENU
    app.jinja_env.globals["short_menu"] = SHORT_MENU
    app.jinja_env.globals["csrf_token"] = generate_csrf
    app.context_processor(_context)
