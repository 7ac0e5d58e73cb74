"""The public pages that every page check opens: Vietnamese and English."""

from __future__ import annotations

PUBLIC = [
    "/",
    "/hoi-nghi",
    "/hoi-nghi?xa=03808",
    "/hoi-nghi?xa=04240",
    "/hoi-nghi/muong-la-1",
    "/hoi-nghi/chieng-lao-day",
    "/hoi-nghi/muong-la-huy",
    "/hoi-nghi/muong-la-truoc",
    "/hoi-nghi/truc-tuyen-1",
    "/hoi-nghi/muong-la-1/dang-ky",
    "/phieu",
    "/goi-lai",
    "/doanh-nghiep",
    "/doanh-nghiep/cong-ty-mau-canh-chim-nui",
    "/thi-truong",
    "/thi-truong/JP",
    "/thi-truong/JP-TITP",
    "/thi-truong/TW-MID",
    "/thi-truong/LA",
    "/gioi-thieu",
    "/quyen-rieng-tu",
    "/khong-co-trang-nay",
    "/can-bo/dang-nhap",
]
BOTH_LANGUAGES = [*PUBLIC, *(f"/en{p}" for p in PUBLIC if not p.startswith("/can-bo"))]
