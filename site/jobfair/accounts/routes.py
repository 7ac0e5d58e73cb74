"""Sign-in, own account, administration, audit log: all pages hang on one blueprint."""

from __future__ import annotations

from jobfair.accounts import account_routes as account_routes
from jobfair.accounts import admin_routes as admin_routes
from jobfair.accounts import audit_routes as audit_routes
from jobfair.accounts import office_routes as office_routes
from jobfair.accounts import set_up_routes as set_up_routes
from jobfair.accounts import sign_in_routes as sign_in_routes
from jobfair.accounts.blueprint import bp as bp
