"""The addresses that everybody may open, listed by hand."""

from __future__ import annotations

from tests.house.route import PUBLIC, Route


def _public(endpoint: str, methods: str = "GET", kind: str = "", *gives: int) -> Route:
    return Route(endpoint, methods, PUBLIC, kind, gives or (200,))


OPEN_TO_ALL = [
    _public("ops.health"),
    _public("ops.ready"),
    _public("ops.metrics"),
    _public("guide.home"),
    _public("guide.about"),
    _public("guide.costs"),
    _public("guide.markets"),
    _public("guide.market", "GET", "market"),
    _public("guide.compare"),
    _public("guide.paper_sheet", "GET", "programme"),
    _public("guide.self_check"),
    _public("guide.support"),
    _public("guide.family"),
    _public("guide.abroad"),
    _public("guide.back"),
    _public("guide.manifest"),
    _public("guide.sound", "GET", "clip"),
    _public("guide.offline"),
    _public("guide.worker"),
    _public("guide.robots"),
    _public("guide.sitemap"),
    _public("search.index"),
    _public("figures.index"),
    _public("figures.figures_csv"),
    _public("figures.figures_json"),
    _public("open_data.index"),
    _public("open_data.conferences"),
    _public("conferences.index"),
    _public("conferences.show", "GET", "slug"),
    _public("conferences.calendar", "GET", "slug"),
    _public("conferences.card", "GET", "slug"),
    _public("conferences.feed_atom"),
    _public("conferences.feed_ics"),
    _public("conferences.feed_json"),
    _public("conferences.feed_csv"),
    _public("agencies.index"),
    _public("agencies.show", "GET", "body slug"),
    _public("agencies.register_csv"),
    _public("agencies.register_json"),
    _public("agencies.check_it"),
    _public("orders.index"),
    _public("orders.orders_csv"),
    _public("orders.orders_json"),
    _public("orders.show", "GET", "order code"),
    _public("privacy.notice"),
    _public("registration.start", "GET POST", "slug"),
    _public("registration.offline", "GET", "slug"),
    _public("registration.step", "GET POST", "draft"),
    # 303: a question is still open; nothing is written then
    Route("registration.send", "GET POST", PUBLIC, "draft", (303,), answers=(303,)),
    *(_public(f"registration.{what}", "POST", "draft") for what in ("leave_out", "ask_day")),
    # 303: there are seats, so nobody has to wait
    _public("registration.line_start", "GET POST", "slug", 303),
    _public("registration.line_join", "GET POST", "draft", 303),
    _public("registration.receipt", "GET", "receipt"),
    _public("registration.receipt_print", "GET", "receipt"),
    _public("registration.call_back", "GET POST"),
    _public("registration.slip_entry", "GET POST"),
    _public("registration.slip", "GET", "slip", 303),  # not opened in this browser
    *(
        Route(f"registration.slip_{what}", methods, PUBLIC, "slip", (404,), answers=(404,))
        for what, methods in (
            ("cancel", "GET POST"),
            ("withdraw", "GET POST"),
            ("phone", "GET POST"),
            ("back", "GET POST"),
            ("fine", "POST"),
            ("help", "GET POST"),
            ("rate", "GET POST"),
            ("rate_withdraw", "POST"),
            ("move", "GET"),
            ("move_to", "GET POST"),
            ("consent", "POST"),
            ("profile", "GET POST"),
            ("profile_back", "POST"),
        )
    ),
    _public("registration.slip_close", "POST"),
    # without a gateway's secret there is no such address
    Route("registration.text_message", "POST", PUBLIC, answers=(404,)),
    _public("accounts.sign_in", "GET POST", "", 200, 303),  # 303: signed in already
    _public("accounts.confirm", "GET POST", "", 303),  # a password must come before the code
    _public("accounts.language", "POST"),
    _public("door.shell"),  # the lock of a phone without signal: nobody's data
]
