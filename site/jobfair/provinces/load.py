"""Load a province pack into the database: the same call for the first and every later time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair import audit, public_version
from jobfair.models import Commune, Office, OfficeKind, Province
from jobfair.provinces.checks import check_pack
from jobfair.provinces.parsing import parse
from jobfair.provinces.reading import PACKS, Pack, PackError, open_pack
from jobfair.provinces.tables import TableFacts, tables_of
from jobfair.provinces.writing import Count, write

_CONTACT_ALSO = ("landline_prefix",)
_KINDS = (OfficeKind.DEPARTMENT, OfficeKind.CENTRE, OfficeKind.COMMUNE)


@dataclass
class LoadReport:
    """What loading a pack did, table by table."""

    name: str
    tables: dict[str, Count] = field(default_factory=dict)

    @property
    def added(self) -> int:
        """Rows that are new."""
        return sum(count.added for count in self.tables.values())

    @property
    def changed(self) -> int:
        """Rows that were there and now say something else."""
        return sum(count.changed for count in self.tables.values())

    @property
    def ended(self) -> int:
        """Rows whose validity ended because the pack no longer has them."""
        return sum(count.ended for count in self.tables.values())

    def __str__(self) -> str:
        """Give one line a table that changed, and the sum."""
        lines = [
            f"  {table}: {c.added} added, {c.changed} changed, {c.ended} ended"
            for table, c in self.tables.items()
            if c.added or c.changed or c.ended
        ]
        total = f"{self.name}: {self.added} added, {self.changed} changed, {self.ended} ended"
        return "\n".join([total, *lines])


def load_pack(
    session: Session,
    name: str,
    *,
    base: Path = PACKS,
    national: Path | None = None,
    today: date,
) -> LoadReport:
    """Bring the database in line with the pack ``base/name`` and give what changed.

    ``national`` is the folder of the facts all provinces share (``base/_national``, else this
    project's own); ``today`` is the day on which rows end that the pack no longer has. A second
    call changes nothing. The caller commits, or rolls back when PackError is raised: the pack is
    wrong, a consent text of the same version changed, or this database belongs to another
    province.
    """
    pack = open_pack(name, base, national)
    tables = read_pack(pack)
    report = LoadReport(name)
    report.tables["province"] = _write_province(session, pack)
    for table in tables:
        report.tables[str(table.model.__tablename__)] = write(session, table, today)
    report.tables["office"] = _write_offices(session, pack)
    if report.added or report.changed or report.ended:
        _tell(session, report)
    return report


def read_pack(pack: Pack) -> list[TableFacts]:
    """Read and check everything in an opened pack. Raises PackError at the first wrong line."""
    tables = tables_of(pack)
    check_pack(pack, tables)
    _province_values(pack)
    return tables


def _tell(session: Session, report: LoadReport) -> None:
    """Write the act to the audit and let every cached public page go."""
    touched = [name for name, c in report.tables.items() if c.added or c.changed or c.ended]
    audit.record(
        "system", "province.load", "province", report.name, fields=touched, session=session
    )
    for section in ("guide", "conferences", "agencies", "orders"):
        public_version.raise_version(section, session)
    session.flush()


def _province_values(pack: Pack) -> dict[str, Any]:
    """The one row of ``province``. Any: the columns' own types."""
    province, contact = pack.section("province"), pack.section("contact")
    both = contact.plus(**province.cells)
    return parse(both, Province, _CONTACT_ALSO)


def _write_province(session: Session, pack: Pack) -> Count:
    values = _province_values(pack)
    for other in session.scalars(sa.select(Province).where(Province.code != pack.name)):
        raise PackError(
            pack.name, 0, f"this database belongs to {other.name}; one instance is one province"
        )
    row = session.get(Province, pack.name)
    if row is None:
        session.add(Province(**values))
        session.flush()
        return Count(added=1)
    return _set(row, values)


def _write_offices(session: Session, pack: Pack) -> Count:
    """The department, the centre, and a People's Committee office for each commune in force.

    An office whose commune ended goes on as the office of a new commune of the same name.
    """
    wanted = _offices_wanted(session, pack)
    codes = {values["commune_code"] for values in wanted}
    stored = session.scalars(sa.select(Office).where(Office.kind.in_(_KINDS))).all()
    rows = {(office.kind, office.commune_code): office for office in stored}
    free = {(o.kind, o.name): o for o in stored if o.commune_code not in codes}
    count = Count()
    for values in wanted:
        kind = values["kind"]
        row = rows.get((kind, values["commune_code"])) or free.get((kind, values["name"]))
        if row is None:
            session.add(Office(**values))
            count.added += 1
        else:
            done = _set(row, values)
            count.changed, count.same = count.changed + done.changed, count.same + done.same
    session.flush()
    return count


def _offices_wanted(session: Session, pack: Pack) -> list[dict[str, Any]]:
    """The values of every office of the pack. Any: the columns' own types."""
    contact, own = pack.section("contact"), pack.section("offices")
    wanted: list[dict[str, Any]] = [
        {
            "kind": kind,
            "commune_code": None,
            "name": contact[f"{kind}_vi"],
            "name_en": contact[f"{kind}_en"],
            "phone": own[f"{kind}_phone"],
        }
        for kind in (OfficeKind.DEPARTMENT, OfficeKind.CENTRE)
    ]
    in_force = sa.select(Commune).where(Commune.valid_to.is_(None)).order_by(Commune.code)
    wanted.extend(
        {
            "kind": OfficeKind.COMMUNE,
            "commune_code": commune.code,
            "name": f"UBND {commune.name[:1].lower()}{commune.name[1:]}",
            "name_en": f"People's Committee of {commune.short_name} {commune.kind}",
        }
        for commune in session.scalars(in_force)
    )
    return wanted


def _set(row: Province | Office, values: dict[str, Any]) -> Count:
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return Count(changed=1) if differing else Count(same=1)
