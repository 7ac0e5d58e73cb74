"""The rooms with a door to the web."""

from __future__ import annotations

from flask import Flask

from jobfair.abroad.routes import bp as abroad
from jobfair.accounts import init_accounts
from jobfair.accounts.routes import bp as accounts
from jobfair.agencies.order_public_routes import bp as orders
from jobfair.agencies.routes import bp as agencies
from jobfair.agencies.staff_routes import bp as agencies_staff
from jobfair.agencies.warning_routes import bp as warnings
from jobfair.agencies.warning_staff_routes import bp as warnings_staff
from jobfair.cases.routes import bp as cases
from jobfair.complaints.blueprint import staff as complaints_staff
from jobfair.complaints.routes import bp as complaints
from jobfair.conferences.blueprint import staff as conferences_staff
from jobfair.conferences.kit_routes import bp as kit
from jobfair.conferences.routes import bp as conferences
from jobfair.content.routes import bp as content
from jobfair.counselling.routes import bp as counselling
from jobfair.door.booth_routes import bp as booth
from jobfair.door.routes import bp as door
from jobfair.guide.routes import bp as guide
from jobfair.intake.routes import bp as intake
from jobfair.money.routes import bp as money
from jobfair.open_data.routes import bp as open_data
from jobfair.papers.routes import bp as papers
from jobfair.privacy.routes import bp as privacy
from jobfair.profiles.routes import bp as profiles
from jobfair.ratings.routes import bp as ratings
from jobfair.registration.routes import bp as registration
from jobfair.reports.public_routes import bp as figures
from jobfair.reports.routes import bp as reports
from jobfair.search.routes import bp as search
from jobfair.training.routes import bp as training

ROOMS = (
    guide,
    conferences,
    conferences_staff,
    kit,
    registration,
    agencies,
    orders,
    agencies_staff,
    warnings,
    warnings_staff,
    privacy,
    accounts,
    cases,
    papers,
    abroad,
    money,
    training,
    counselling,
    content,
    profiles,
    ratings,
    door,
    booth,
    intake,
    reports,
    figures,
    open_data,
    search,
    complaints,
    complaints_staff,
)


def init_rooms(app: Flask) -> None:
    """Register every room's routes and the way the signed-in actor is found."""
    for room in ROOMS:
        app.register_blueprint(room)
    init_accounts(app)
