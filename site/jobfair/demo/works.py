"""What the invented job orders are about, and which bodies recruit for them, wave by wave.

Wages are near what the province pack says of the programme; fees stay below the cap.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Work:
    """What an order is about. ``fee``: months of basic wage asked as service fee."""

    programme: str
    market: str
    title_vi: str
    title_en: str
    employer: str
    wage: int
    currency: str
    rate: int
    months: int
    fee: Decimal
    needs: str
    condition: str = ""


FOOD = Work(
    "JP-TITP",
    "JP",
    "Chế biến thực phẩm",
    "Food processing",
    "Xí nghiệp mẫu Hoa Cúc",
    180_000,
    "JPY",
    170,
    36,
    Decimal("2.4"),
    "18–32 tuổi, tốt nghiệp THCS trở lên.",
)
FARM = Work(
    "JP-TITP",
    "JP",
    "Trồng rau trong nhà kính",
    "Greenhouse vegetables",
    "Nông trại mẫu Đồi Chè",
    178_000,
    "JPY",
    170,
    36,
    Decimal("2.2"),
    "18–35 tuổi, quen việc đồng áng.",
)
CARE = Work(
    "JP-SSW",
    "JP",
    "Chăm sóc người cao tuổi",
    "Care of the elderly",
    "Viện dưỡng lão mẫu Hồ Xanh",
    205_000,
    "JPY",
    170,
    60,
    Decimal("2.5"),
    "18–40 tuổi, tiếng Nhật N4.",
)
PARTS = Work(
    "TW-FACTORY",
    "TW",
    "Lắp ráp linh kiện điện tử",
    "Electronics assembly",
    "Nhà máy mẫu Trăng Rằm",
    29_500,
    "TWD",
    800,
    36,
    Decimal("2.0"),
    "18–38 tuổi, mắt từ 8/10.",
)
CLOTH = Work(
    "TW-FACTORY",
    "TW",
    "Dệt nhuộm",
    "Weaving and dyeing",
    "Nhà máy mẫu Sợi Chàm",
    29_500,
    "TWD",
    800,
    36,
    Decimal("1.8"),
    "18–40 tuổi, làm ca đêm được.",
)
WARD = Work(
    "TW-CARE-INST",
    "TW",
    "Hộ lý viện dưỡng lão",
    "Nursing home care",
    "Viện dưỡng lão mẫu Hoa Sim",
    29_500,
    "TWD",
    800,
    36,
    Decimal("1.5"),
    "20–40 tuổi, đã học sơ cấp điều dưỡng.",
)
FRUIT = Work(
    "KR-E8",
    "KR",
    "Thu hoạch quýt theo mùa",
    "Seasonal orange picking",
    "Hợp tác xã mẫu Vườn Quýt",
    2_100_000,
    "KRW",
    18,
    5,
    Decimal(0),
    "25–50 tuổi, quen việc đồng áng.",
)
PRESS = Work(
    "KR-E9",
    "KR",
    "Ép nhựa, chương trình EPS",
    "Plastic pressing, EPS",
    "Xưởng mẫu Suối Bạc",
    2_100_000,
    "KRW",
    18,
    36,
    Decimal(0),
    "18–39 tuổi, đã đạt EPS-TOPIK.",
)
BREAD = Work(
    "HU",
    "HU",
    "Làm bánh công nghiệp",
    "Industrial bakery",
    "Lò bánh mẫu Bông Lúa",
    900,
    "USD",
    26_000,
    24,
    Decimal("1.5"),
    "18–45 tuổi.",
)
DAM = Work("LA", "LA", "Xây dựng thủy điện", "Hydropower construction",
           "Công trường mẫu Nậm Xanh", 12_000_000, "VND", 1, 12, Decimal(0),
           "18–50 tuổi.", "investor")  # fmt: skip

Wave = tuple[int, tuple[tuple[Work, tuple[str, ...]], ...]]
"""Days since publishing; the works with the bodies that take turns."""

ONE, TWO, SUN = "Cánh Chim Núi", "Suối Xanh", "Nắng Bản Mường"
PASS, BRIDGE, FIELD = "Đèo Gió", "Cầu Treo", "Ruộng Bậc Thang"
CLOUD, LEAF = "Mây Trắng", "Bến Lá"
UNIT, ORCHARD, DAM_BUILDER = "Việc Làm Xanh", "Vườn Quýt Ven Biển", "Thủy Điện Nậm Xanh"

WAVES: tuple[Wave, ...] = (
    (495, ((FOOD, (ONE,)), (FARM, (FIELD,)), (PARTS, (TWO,)), (FRUIT, (ORCHARD,)))),
    (380, ((FARM, (ONE,)), (FOOD, (ONE,)), (CLOTH, (TWO, LEAF)), (FRUIT, (ORCHARD,)))),
    (265, ((FOOD, (ONE,)), (CARE, (PASS,)), (PARTS, (CLOUD, TWO)), (FRUIT, (ORCHARD,)))),
    (150, ((FOOD, (ONE,)), (FARM, (BRIDGE, FIELD)), (PARTS, (TWO,)), (CLOTH, (SUN,)),
           (FRUIT, (ORCHARD,)), (BREAD, (CLOUD,)))),
)  # fmt: skip
OPEN_NOW: tuple[tuple[Work, str, int], ...] = (
    (FOOD, ONE, 30), (CARE, SUN, 12), (PARTS, TWO, 20), (WARD, CLOUD, 15),
    (FRUIT, ORCHARD, 25), (PRESS, UNIT, 10), (DAM, DAM_BUILDER, 20),
)  # fmt: skip
"""Published a while ago and open today: work, body, how many people."""
