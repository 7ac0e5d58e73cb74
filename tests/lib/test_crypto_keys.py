"""The key file: made once, kept for good, never half written."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from jobfair.lib import crypto
from jobfair.lib.crypto import CryptoError, load_or_make_keys


def test_the_first_start_makes_the_keys_and_later_starts_read_them(tmp_path: Path) -> None:
    path = tmp_path / "instance" / "keys.json"
    made = load_or_make_keys(path)
    assert load_or_make_keys(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["keys.json"]


def test_a_wide_umask_does_not_open_the_file(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        load_or_make_keys(tmp_path / "keys.json")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


def test_all_keys_differ_and_have_32_bytes(tmp_path: Path) -> None:
    ring = load_or_make_keys(tmp_path / "keys.json")
    other = load_or_make_keys(tmp_path / "other.json")
    keys = [
        key
        for one in (ring, other)
        for key in (*one.field_keys.values(), one.hmac_key, one.receipt_key, one.audit_key)
    ]
    assert len(set(keys)) == len(keys) == 8
    assert {len(key) for key in keys} == {32}


def test_the_ring_seals_and_opens(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    sealed = load_or_make_keys(path).cipher().seal("Lò Thị Ọi", "a.b.c")
    assert load_or_make_keys(path).cipher().open(sealed, "a.b.c") == "Lò Thị Ọi"


def test_printing_the_ring_shows_no_key(tmp_path: Path) -> None:
    assert repr(load_or_make_keys(tmp_path / "keys.json")) == "KeyRing(current='k1')"


def test_processes_that_start_together_get_the_same_keys(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        for attempt in range(10):
            rings = list(pool.map(load_or_make_keys, [tmp_path / f"{attempt}.json"] * 8))
            assert all(ring == rings[0] for ring in rings)
    assert len(list(tmp_path.iterdir())) == 10


def test_the_one_that_comes_second_takes_the_keys_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "keys.json"
    write_once = crypto._write_once

    def beaten(target: Path, text: str) -> None:
        write_once(target, crypto._new_ring_text())
        write_once(target, text)

    monkeypatch.setattr(crypto, "_write_once", beaten)
    ring = load_or_make_keys(path)
    monkeypatch.undo()
    assert load_or_make_keys(path) == ring
    assert [file.name for file in tmp_path.iterdir()] == ["keys.json"]


def test_a_failed_write_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        load_or_make_keys(tmp_path / "keys.json")
    assert list(tmp_path.iterdir()) == []


def test_an_added_key_seals_from_then_on_and_the_old_one_still_opens(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    sealed = load_or_make_keys(path).cipher().seal("cũ", "a.b.c")
    ring = json.loads(path.read_text())
    ring["field"]["k2"] = crypto._new_key()
    path.write_text(json.dumps(ring | {"current": "k2"}))
    cipher = load_or_make_keys(path).cipher()
    assert cipher.open(sealed, "a.b.c") == "cũ"
    assert crypto.key_id_of(cipher.seal("mới", "a.b.c")) == "k2"


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o660, 0o666])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "keys.json"
    load_or_make_keys(path)
    path.chmod(mode)
    with pytest.raises(CryptoError, match="600"):
        load_or_make_keys(path)


def test_the_group_of_the_service_may_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    ring = load_or_make_keys(path)
    path.chmod(0o640)
    assert load_or_make_keys(path) == ring


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"current": "k1", "field": [], "hmac": "", "receipt": "", "audit": ""}',
        '{"current": "k1", "field": {"k1": "AAAA"}, "hmac": "", "receipt": "", "audit": ""}',
        '{"current": "k1", "field": {"k1": 5}, "hmac": "", "receipt": "", "audit": ""}',
        "\u00e9",
    ],
)
def test_a_damaged_file_is_refused_and_never_overwritten(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.json"
    path.touch(0o600)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CryptoError, match="backup"):
        load_or_make_keys(path)
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("current", ["k9", "", 5, None, []])
def test_a_file_whose_current_key_is_missing_is_refused(tmp_path: Path, current: object) -> None:
    path = tmp_path / "keys.json"
    load_or_make_keys(path)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"current": current}))
    with pytest.raises(CryptoError, match=r"current|backup"):
        load_or_make_keys(path)
