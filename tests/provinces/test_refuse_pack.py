from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jobfair.provinces.load import read_pack
from jobfair.provinces.reading import PackError, open_pack

Change = Callable[[str, str, str], int]

WRONG = [
    ("mini/communes.csv", "99001,", "9901,", "five digits"),
    ("mini/communes.csv", ",104.2,1,0,", ",104.2,0,0,", "hexagon is already taken by .* line 2"),
    ("mini/communes.csv", "99004,", "99001,", "stands already in .*communes.csv, line 2"),
    ("mini/communes.csv", "Xã Mẫu Ba", "Xã Mẫu Hai", "name is already taken"),
    ("mini/communes.csv", "2025-07-01,", "01/07/2025,", "date yyyy-mm-dd, not “01/07/2025”"),
    ("mini/communes.csv", ",2025-07-01,", ",2025-07-01,2020-01-01", "before the date"),
    ("mini/communes.csv", ",commune,", ",village,", "“kind” is commune or ward"),
    ("mini/communes.csv", ",21.2,", ",north,", "“lat” is a number"),
    ("mini/communes.csv", "Xã Mẫu Hai", "X" * 81, "81 characters, at most 80"),
    ("mini/communes.csv", ",0,1,U,", ",0,1,Z,", "V, K or U"),
    ("mini/communes.csv", ",0,1,U,mẫu,", ",0,1,U,,", "“source” is empty"),
    ("mini/communes.csv", ",0,1,U,", ",0,1,U,U,", "cells where"),
    (
        "mini/communes.csv",
        "Huyện Đường Mẫu,Huyện Đường Mẫu,",
        "Huyện Khác,Huyện Đường Mẫu,",
        "not one",
    ),
    ("mini/commune_successors.csv", ",99004,", ",99005,", "no commune “99005”"),
    ("mini/targets.csv", "99004,", "99999,", "“unit” is province"),
    ("mini/targets.csv", ",JP,", ",XX,", "no market “XX”"),
    ("mini/targets.csv", ",about,", ",roughly,", "“qualifier”"),
    (
        "_national/programme_rules.csv",
        "JP-TITP,service_fee,GEN",
        "JP-TITP,service_fee,GONE",
        "rule",
    ),
    ("_national/programme_rules.csv", "JP-IM,service_fee", "JP-XX,service_fee", "no programme"),
    ("_national/programmes.csv", "JP-TITP,JP,", "JP-TITP,JAPAN,", "no market “JAPAN”"),
    ("_national/programme_facts/JP.csv", "JP-TITP,age,", "JP-TITP,ages,", "“topic” is one of"),
    ("_national/programme_papers.csv", ",passport,", ",passprot,", "no paper “passprot”"),
    ("_national/fee_rules.csv", ",0.7,2,", ",0.7,3,", "other numbers than in .*, line"),
    ("_national/milestones.csv", "registered,registered,", "registered,registred,", "no stage"),
    ("_national/reason_codes.csv", "dropped,", "droped,", "no stage “droped”"),
    ("_national/consent_texts.csv", "consent_sms,", "consent_mms,", "is one of consent_seat"),
    ("_national/ethnic_groups.csv", ",no,", ",perhaps,", "“yes” or “no”"),
    ("_national/markets.csv", "Nhật Bản,Japan", "Nhật Bản,", "“name_en” is empty"),
    ("_national/fee_rules.csv", ",Not known,unknown", ",,unknown", "both filled in or both"),
]


@pytest.mark.parametrize(("file", "old", "new", "sentence"), WRONG)
def test_a_wrong_line_is_named_with_its_file(
    packs: Path, change: Change, file: str, old: str, new: str, sentence: str
) -> None:
    line = change(file, old, new)
    with pytest.raises(PackError, match=sentence) as caught:
        read_pack(open_pack("mini", packs))
    if sentence != "other numbers than in .*, line":  # a later line is the one that differs
        assert caught.value.line == line
    assert caught.value.file.endswith(file)
    assert str(caught.value).startswith(caught.value.file)


def test_a_stage_without_a_milestone_is_refused(packs: Path, change: Change) -> None:
    change("_national/milestones.csv", "interviewed,interviewed,", "interviewed,selected,")
    with pytest.raises(PackError, match=r"milestones\.csv: the stage “interviewed” is missing"):
        read_pack(open_pack("mini", packs))


def test_a_column_that_is_missing_or_unknown_is_named(packs: Path, change: Change) -> None:
    change("mini/communes.csv", ",tile_q,", ",tile_x,")
    with pytest.raises(PackError, match="the column “tile_q” is missing"):
        read_pack(open_pack("mini", packs))
    change("mini/communes.csv", ",tile_x,", ",tile_q,")
    change("mini/communes.csv", ",area_km2,", ",area,")
    with pytest.raises(PackError, match="the column “area” is not known"):
        read_pack(open_pack("mini", packs))
    change("mini/communes.csv", ",area,", ",area_km2,")
    change("mini/communes.csv", ",mark,", ",tile_q,")
    with pytest.raises(PackError, match="line 1: a column has no name, or two have the same"):
        read_pack(open_pack("mini", packs))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("nowhere", "no such pack"), ("../mini", "small letters"), ("", "small letters")],
)
def test_a_pack_that_is_not_there_is_refused(packs: Path, name: str, sentence: str) -> None:
    with pytest.raises(PackError, match=sentence):
        open_pack(name, packs)


def test_a_broken_pack_toml_names_its_line(packs: Path, change: Change) -> None:
    line = change("mini/pack.toml", 'code = "mini"', 'code = "mini')
    with pytest.raises(PackError, match=f"pack.toml, line {line}: not TOML"):
        open_pack("mini", packs)


def test_a_pack_toml_that_lacks_a_table_or_a_value_is_refused(packs: Path, change: Change) -> None:
    change("mini/pack.toml", 'hotline = "0212 000 0900"\n', "")
    with pytest.raises(PackError, match="line 12: the column “hotline” is missing"):
        read_pack(open_pack("mini", packs))
    change("mini/pack.toml", "[contact]", "[contacts]")
    with pytest.raises(PackError, match=r"the table \[contact\] is missing"):
        read_pack(open_pack("mini", packs))


def test_a_file_that_is_not_utf8_is_refused(packs: Path) -> None:
    (packs / "mini" / "targets.csv").write_bytes("unit,năm\n".encode("utf-16"))
    with pytest.raises(PackError, match="not a UTF-8 CSV"):
        read_pack(open_pack("mini", packs))
