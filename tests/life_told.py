"""What the timeline of a whole life says, and that it says it in this order."""

from __future__ import annotations

from collections.abc import Sequence

CHAPTERS = (
    *("Qua trang web, hội nghị ở", "Đồng ý: Giữ tên", "Đã gửi một tin nhắn: nhắc ngày hội nghị"),
    *("Được hứa: 175.000 JPY", "Ở hội nghị: muốn đi", "Đã đăng ký", "Tư vấn: Thị trường"),
    *("Đã tư vấn", "Đạt sơ tuyển", "Đã giới thiệu doanh nghiệp. Công ty mẫu", "phỏng vấn"),
    *("Trúng tuyển", "Hộ chiếu: Đã nộp đơn", "Hộ chiếu: Đã kiểm tra", "Đã ký hợp đồng đưa đi. 24"),
    *("Đề nghị vay vốn", "Đang học ngoại ngữ", "Vay vốn: được chấp thuận", "Vay vốn: đã giải ngân"),
    *("Đã trả tiền dịch vụ: 24.000.000 đồng", "Đã quyết định hỗ trợ", "Đạt: Tiếng Nhật"),
    *("Đã chi hỗ trợ", "Đang làm thủ tục", "Đạt: Giáo dục định hướng", "Thị thực (visa)"),
    *("Chờ xuất cảnh", "Gọi điện", "Báo người đã xuất cảnh", "Đã xuất cảnh. Nhật Bản"),
    *("Đang làm việc ở nước ngoài", "ngày thứ 7: ổn", "ngày thứ 30: ổn", "đã trả một phần"),
    *("ngày thứ 180: có vấn đề", "chuyển nơi khác", "lương đã về đủ", "ngày thứ 365: ổn"),
    *("Vay vốn: đã trả hết", "Dự định sau hợp đồng: về nước", "Hoàn thành hợp đồng"),
    *("Đã thanh lý hợp đồng", "sau 3 tháng về nước", "Có việc làm ổn định"),
    *("sau 6 tháng về nước", "sau 12 tháng về nước"),
)
"""What her timeline says, in this order."""


def in_order(lines: Sequence[str], chapters: Sequence[str]) -> None:
    """Each chapter stands in some line, none before the one that it follows."""
    at = 0
    for chapter in chapters:
        found = next((n for n in range(at, len(lines)) if chapter in lines[n]), None)
        assert found is not None, f"{chapter!r} does not follow {lines[at]!r}"
        at = found
