"""The public pages that every page check opens: Vietnamese and English, listings to the slip."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from jobfair.database import db
from jobfair.models import Registration
from tests.browser.world import TOMORROW
from tests.live import Live
from tests.soak.walker import Walker

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
    "/hoi-nghi/chieng-lao-day/dang-ky",
    "/phieu",
    "/goi-lai",
    "/doanh-nghiep",
    "/doanh-nghiep/cong-ty-mau-canh-chim-nui",
    "/kiem-tra",
    "/kiem-tra?q=Công+ty+mẫu+Cánh+Chim+Núi",
    "/kiem-tra?q=canh+chim+nuy",
    "/don-hang",
    "/don-hang/MAU-JP-01",
    "/chi-phi?programme=TW-MID",
    "/chi-phi?programme=JP-TITP&months=36&wage=180000&rate=170&asked=99000000&living=9000000",
    "/thi-truong",
    "/thi-truong/JP",
    "/thi-truong/JP-TITP",
    "/thi-truong/TW-MID",
    "/thi-truong/LA",
    "/tim?q=xuat+khau+lao+dong",
    "/so-lieu",
    "/du-lieu",
    "/nhung/hoi-nghi",
    "/thi-truong/so-sanh",
    "/thi-truong/so-sanh?a=JP-TITP&b=TW-CARE-HOME",
    "/phu-hop",
    "/phu-hop?tuoi=21-24&hoc=lower&tieng=none&viec=factory&thoi-gian=long&tien=loan",
    "/phu-hop?tuoi=51&hoc=primary&tieng=none&viec=sea&thoi-gian=mid&tien=none",
    "/ho-tro",
    "/gia-dinh",
    "/o-nuoc-ngoai",
    "/tro-ve",
    "/canh-bao",
    "/canh-bao/tuyen-dung-gia-bat-dat-coc",
    "/phan-anh",
    "/phan-anh/tra-cuu",
    "/gioi-thieu",
    "/quyen-rieng-tu",
    "/khong-co-trang-nay",
]
STAFF_DOOR = ["/can-bo/dang-nhap"]
OWN = ["ho-ten", "nam-sinh", "dien-thoai", "nho-so", "xa", "xem-lai"]
OWN += ["nhan", "nhan/in", "phieu", "phieu/huy-cho", "phieu/rut", "phieu/doi-so", "phieu/ho-so"]
"""Pages with somebody's answers: the questions, check, done, print, the slip and its forms."""
BOTH_LANGUAGES = [*PUBLIC, *STAFF_DOOR, *(f"/en{path}" for path in PUBLIC)]
EVERY = [*BOTH_LANGUAGES, *(f"own:{name}" for name in OWN), *(f"en:{name}" for name in OWN)]


@dataclass
class Registered:
    """A registration under way, one that was sent, and the cookie that opens its slip."""

    step: str
    receipt: str
    slip: str
    cookie: tuple[str, str]

    def address(self, path: str) -> str:
        """The address of a page of EVERY."""
        lang, _colon, name = path.partition(":")
        if not name:
            return path
        prefix = "/en" if lang == "en" else ""
        first, _slash, rest = name.partition("/")
        own = {"nhan": self.receipt, "phieu": self.slip}.get(first, f"{self.step}/{name}")
        return prefix + own + (f"/{rest}" if rest else "")


def walk(live: Live) -> Registered:
    """Fill one form to its check page, send another, open the slip."""
    under_way = Walker(live.url).walk(TOMORROW, "Hà Thị Mẫu Đang Viết", "0950000801")
    name, phone = "Hà Thị Mẫu Đã Gửi", "0950000802"
    walker = Walker(live.url)
    receipt = walker.send(walker.walk(TOMORROW, name, phone)).location
    with live.app.app_context():
        code = db.session.scalars(
            sa.select(Registration.slip_code).filter_by(typed_name=name)
        ).one()
        db.session.remove()
    walker.open("/phieu")
    slip = walker.post("/phieu", {"phone": phone, "code": code}).location
    cookie = walker.cookie.partition("=")
    return Registered(under_way.rsplit("/", 1)[0], receipt, slip, (cookie[0], cookie[2]))
