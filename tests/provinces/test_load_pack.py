from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.models import (
    AuditEvent,
    Base,
    Commune,
    CommuneSuccessor,
    Office,
    OfficeKind,
    Programme,
    Province,
    PublicVersion,
    Statistic,
    Target,
)
from jobfair.provinces.load import load_pack
from jobfair.provinces.reading import PackError
from tests.provinces.conftest import TEST_PACKS

pytestmark = pytest.mark.both

TODAY = date(2026, 11, 22)


def count(session: Session, model: type[Base]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


@pytest.mark.parametrize(
    ("name", "units", "wards", "admin"), [("son_la", 75, 8, "14"), ("lao_cai", 99, 10, "15")]
)
def test_a_province_has_its_communes_and_their_offices(
    empty: Session, name: str, units: int, wards: int, admin: str
) -> None:
    load_pack(empty, name, today=TODAY)
    communes = empty.scalars(sa.select(Commune)).all()
    assert len(communes) == units
    assert sum(commune.kind == "ward" for commune in communes) == wards
    assert len({(c.tile_q, c.tile_r) for c in communes}) == units
    assert {c.valid_from for c in communes} == {date(2025, 7, 1)}
    offices = empty.scalars(sa.select(Office)).all()
    assert {o.commune_code for o in offices if o.kind is OfficeKind.COMMUNE} == {
        c.code for c in communes
    }
    assert len(offices) == units + 2
    province = empty.scalars(sa.select(Province)).one()
    assert (province.code, province.admin_code, province.mark) == (name, admin, "U")


@pytest.mark.parametrize("name", ["son_la", "lao_cai"])
def test_every_commune_is_found_by_each_of_its_former_districts(empty: Session, name: str) -> None:
    load_pack(empty, name, today=TODAY)
    links = empty.scalars(sa.select(CommuneSuccessor)).all()
    communes = {c.code: c for c in empty.scalars(sa.select(Commune))}
    assert {link.new_code for link in links} == set(communes)
    for link in links:
        commune = communes[link.new_code]
        assert link.old_name in commune.former_districts_all.split("; ")
        assert link.old_code in commune.folded
    linked = {(link.new_code, link.old_name) for link in links}
    for commune in communes.values():
        for district in commune.former_districts_all.split("; "):
            assert (commune.code, district) in linked


def test_a_second_load_changes_nothing(empty: Session) -> None:
    first = load_pack(empty, "son_la", today=TODAY)
    empty.commit()
    empty.expire_all()
    again = load_pack(empty, "son_la", today=TODAY + timedelta(days=400))
    assert first.added > 800
    assert (again.added, again.changed, again.ended) == (0, 0, 0)
    assert str(again) == "son_la: 0 added, 0 changed, 0 ended"
    assert not empty.dirty
    assert not empty.new


def test_a_load_is_one_audit_row_and_raises_the_public_version(empty: Session) -> None:
    load_pack(empty, "mini", base=TEST_PACKS, today=TODAY)
    load_pack(empty, "mini", base=TEST_PACKS, today=TODAY)
    event = empty.scalars(sa.select(AuditEvent)).one()
    assert (event.actor, event.action, event.object_id) == ("system", "province.load", "mini")
    assert "commune" in event.fields.split(",")
    versions = {v.section: v.n for v in empty.scalars(sa.select(PublicVersion))}
    assert versions == {"guide": 1, "conferences": 1, "agencies": 1, "orders": 1}


def test_a_third_province_needs_no_code(empty: Session) -> None:
    load_pack(empty, "mini", base=TEST_PACKS, today=TODAY)
    assert count(empty, Commune) == 3
    assert count(empty, Programme) == 25
    ward = empty.scalars(sa.select(Office).filter_by(commune_code="99001")).one()
    assert (ward.name, ward.name_en) == (
        "UBND phường Mẫu Một",
        "People's Committee of Mẫu Một ward",
    )
    targets = {
        (t.unit, t.market_code): t.value for t in empty.scalars(sa.select(Target).order_by("unit"))
    }
    assert targets == {
        ("province", "*"): 30,
        ("99001", "*"): None,
        ("99004", "*"): None,
        ("99007", "*"): None,
        ("99004", "JP"): 7,
    }
    areas = set(empty.scalars(sa.select(Statistic.area)))
    assert "Sơn La" not in areas


def test_a_database_belongs_to_one_province(empty: Session) -> None:
    load_pack(empty, "mini", base=TEST_PACKS, today=TODAY)
    with pytest.raises(PackError, match="belongs to Tỉnh Mẫu"):
        load_pack(empty, "son_la", today=TODAY)


def test_a_target_that_staff_filled_in_stays(empty: Session) -> None:
    load_pack(empty, "mini", base=TEST_PACKS, today=TODAY)
    given = empty.scalars(sa.select(Target).filter_by(unit="99001")).one()
    given.value, given.source, given.mark = 12, "QĐ 5/QĐ-UBND", "V"  # type: ignore[assignment]
    empty.flush()
    report = load_pack(empty, "mini", base=TEST_PACKS, today=TODAY)
    empty.refresh(given)
    assert (given.value, given.source, given.mark) == (12, "QĐ 5/QĐ-UBND", "V")
    assert report.changed == 0


def test_a_commune_that_leaves_the_pack_ends_and_stays(
    empty: Session, packs: Path, change: Callable[[str, str, str], int]
) -> None:
    load_pack(empty, "mini", base=packs, today=TODAY)
    change("mini/communes.csv", "99001,Phường Mẫu Một,", "99010,Phường Mẫu Mới,")
    change("mini/communes.csv", ",2025-07-01,\n", ",2026-12-01,\n")
    report = load_pack(empty, "mini", base=packs, today=date(2026, 12, 1))
    assert (report.tables["commune"].added, report.ended) == (1, 1)
    rows = {c.code: c for c in empty.scalars(sa.select(Commune))}
    assert rows["99001"].valid_to == date(2026, 11, 30)
    assert rows["99010"].valid_to is None
    assert empty.scalars(sa.select(Office).filter_by(commune_code="99001")).one()
    again = load_pack(empty, "mini", base=packs, today=date(2026, 12, 5))
    assert (again.added, again.changed, again.ended) == (0, 0, 0)


def test_an_office_goes_on_when_its_commune_gets_a_new_code(
    empty: Session, packs: Path, change: Callable[[str, str, str], int]
) -> None:
    load_pack(empty, "mini", base=packs, today=TODAY)
    before = empty.scalars(sa.select(Office).filter_by(commune_code="99001")).one().id
    empty.commit()
    change("mini/communes.csv", "99001,", "99010,")
    with pytest.raises(PackError, match="line 2: the hexagon is Phường Mẫu Một's"):
        load_pack(empty, "mini", base=packs, today=TODAY)
    empty.rollback()
    change("mini/communes.csv", ",2025-07-01,\n", ",2026-11-22,\n")
    load_pack(empty, "mini", base=packs, today=TODAY)
    assert empty.scalars(sa.select(Office).filter_by(commune_code="99010")).one().id == before


def test_two_communes_change_places_on_the_map(
    empty: Session, packs: Path, change: Callable[[str, str, str], int]
) -> None:
    load_pack(empty, "mini", base=packs, today=TODAY)
    change("mini/communes.csv", ",104.1,0,0,", ",104.1,1,0,")
    change("mini/communes.csv", ",104.2,1,0,", ",104.2,0,0,")
    assert load_pack(empty, "mini", base=packs, today=TODAY).tables["commune"].changed == 2
    tiles = {c.code: (c.tile_q, c.tile_r) for c in empty.scalars(sa.select(Commune))}
    assert tiles == {"99001": (1, 0), "99004": (0, 0), "99007": (0, 1)}


def test_a_consent_text_that_was_shown_does_not_change(
    empty: Session, packs: Path, change: Callable[[str, str, str], int]
) -> None:
    load_pack(empty, "mini", base=packs, today=TODAY)
    line = change("_national/consent_texts.csv", "Cần có để đăng ký.", "Bắt buộc.")
    with pytest.raises(PackError, match=f"consent_texts.csv, line {line}: .*raise its version"):
        load_pack(empty, "mini", base=packs, today=TODAY)
