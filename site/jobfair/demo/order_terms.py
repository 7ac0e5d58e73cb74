"""What the invented orders say of age, schooling, language, hours; one leaves it to its text.

Chosen by the work and the order's code alone: no die is thrown, so nothing else moves.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Final

from jobfair.agencies.order_terms import OrderTerms
from jobfair.demo.works import BREAD, CARE, CLOTH, DAM, FARM, FOOD, FRUIT, PARTS, WARD
from jobfair.models import InterviewForm, LanguageLevel, Occupation, Schooling

_DAY: Final = "8 giờ một ngày, 5 ngày một tuần"
_SHIFT: Final = "8 giờ một ngày, 6 ngày một tuần, có làm ca"
_OVER: Final = "20 đến 40 giờ một tháng, trả theo luật nước đến"
_COVERED: Final = "Bảo hiểm y tế, tai nạn lao động theo luật nước đến"
_ROOM: Final = "Ký túc xá, tiền phòng trừ vào lương; tự nấu ăn"
_FREE: Final = "Chỗ ở miễn phí, một bữa ăn một ngày"
_ONLINE: Final = OrderTerms(
    hours=_DAY,
    overtime=_OVER,
    insurance=_COVERED,
    lodging=_ROOM,
    interview_form=InterviewForm.ONLINE,
)
_HALL: Final = replace(
    _ONLINE,
    interview_form=InterviewForm.IN_PERSON,
    interview_place="Trung tâm Dịch vụ việc làm tỉnh",
)

TERMS: Final[dict[str, OrderTerms]] = {
    FOOD.title_vi: replace(
        _HALL,
        occupation=Occupation.FOOD,
        age_from=18,
        age_to=32,
        schooling=Schooling.LOWER,
        language_level=LanguageLevel.NONE,
        physical="Đứng lâu được, chịu được lạnh",
    ),
    FARM.title_vi: replace(
        _ONLINE,
        occupation=Occupation.FARM,
        age_from=18,
        age_to=35,
        schooling=Schooling.PRIMARY,
        language_level=LanguageLevel.NONE,
        physical="Mang vác đến 20 kg",
    ),
    CARE.title_vi: replace(
        _ONLINE,
        occupation=Occupation.CARE,
        age_from=18,
        age_to=40,
        schooling=Schooling.UPPER,
        language_level=LanguageLevel.EVERYDAY,
        language_note="JLPT N4",
        hours=_SHIFT,
    ),
    PARTS.title_vi: replace(
        _HALL,
        occupation=Occupation.ELECTRONICS,
        age_from=18,
        age_to=38,
        schooling=Schooling.LOWER,
        language_level=LanguageLevel.BASIC,
        physical="Mắt từ 8/10",
        hours=_SHIFT,
    ),
    CLOTH.title_vi: replace(
        _HALL,
        occupation=Occupation.GARMENT,
        age_from=18,
        age_to=40,
        language_level=LanguageLevel.NONE,
        hours=_SHIFT,
    ),
    WARD.title_vi: replace(
        _ONLINE,
        occupation=Occupation.CARE,
        age_from=20,
        age_to=40,
        schooling=Schooling.INTERMEDIATE,
        language_level=LanguageLevel.BASIC,
        hours=_SHIFT,
        lodging=_FREE,
    ),
    FRUIT.title_vi: replace(
        _HALL,
        occupation=Occupation.FARM,
        age_from=25,
        age_to=50,
        schooling=Schooling.NONE,
        language_level=LanguageLevel.NONE,
        physical="Quen việc đồng áng",
        lodging=_FREE,
    ),
    BREAD.title_vi: replace(
        _ONLINE,
        occupation=Occupation.FOOD,
        age_from=18,
        age_to=45,
    ),
    DAM.title_vi: replace(
        _HALL,
        occupation=Occupation.BUILDING,
        age_from=18,
        age_to=50,
        schooling=Schooling.NONE,
        hours="8 giờ một ngày, 6 ngày một tuần",
        lodging=_FREE,
    ),
}
"""By the work's title; the work that is missing has its text alone, as older orders do."""


def term_columns(title: str, registered: date, deadline: date) -> dict[str, object]:
    """The columns of an order's terms; registered some days before it was approved."""
    terms = asdict(TERMS.get(title, OrderTerms()))
    departs = deadline + timedelta(days=120) if title in TERMS else None
    return terms | {"departs_on": departs, "registration_on": registered}
