"""Money: fee caps as exact decimals, đồng as whole numbers.

Law 69/2020/QH14 Art. 23(4) and Circular 02/2024/TT-BLĐTBXH Annex XI count the service fee
in months of the worker's basic wage. The numbers themselves are rows of the province pack
and come in as arguments.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Final, Literal

Lang = Literal["vi", "en"]

_EXACT: Final = Context(prec=60)
_MONTHS_STEP: Final = Decimal("0.000001")
_MILLION: Final = 1_000_000
_TENTH_OF_MILLION: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class FeeRule:
    """What a rule allows, in months of basic wage.

    `per_12m` for each 12 months of contract, None when nobody knows (rule UNKNOWN);
    `max_total` for the whole contract, None when the rule names no maximum (extension).
    """

    per_12m: Decimal | None
    max_total: Decimal | None


@dataclass(frozen=True, slots=True)
class FeeCap:
    """The most that may be asked: months of basic wage (rounded down) and whole đồng."""

    months: Decimal
    vnd: int


def _plain(number: Decimal) -> Decimal:
    """Give the same number without trailing zeros and without an exponent."""
    if number == number.to_integral_value():
        return number.quantize(Decimal(1))
    return number.normalize()


def fee_cap(rule: FeeRule, months: int, basic_wage: Decimal, rate: Decimal) -> FeeCap | None:
    """Give the highest service fee for a contract, or None when the rule is unknown.

    cap = min(per_12m x months / 12, maximum); for an extension `months` are the extra
    months and `rule` is the extension's. `months` are whole months of contract,
    `basic_wage` is a month's wage in the contract's currency, `rate` is đồng for one unit
    of it. The amount in đồng is exact and rounded down only at the end.

    Raises ValueError when months, wage or rate are negative or no finite numbers.
    """
    if months < 0 or not all(n.is_finite() and n >= 0 for n in (basic_wage, rate)):
        raise ValueError("months, wage and rate must not be negative")
    if rule.per_12m is None:
        return None
    with localcontext(_EXACT):
        twelfths = rule.per_12m * months
        if rule.max_total is not None:
            twelfths = min(twelfths, rule.max_total * 12)
        in_months = (twelfths / 12).quantize(_MONTHS_STEP, rounding=ROUND_DOWN)
        return FeeCap(_plain(in_months), int(twelfths * basic_wage * rate // 12))


def _grouped(number: int | Decimal, lang: Lang) -> str:
    """Give digits in groups of three and a true minus sign, as the language writes them."""
    text = f"{number:,}".replace("-", "\u2212")
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))


def show_vnd(amount: int, lang: Lang = "vi") -> str:
    """Give whole đồng in full: "86.700.000 đồng", in English "86,700,000 VND"."""
    return f"{_grouped(amount, lang)} {'đồng' if lang == 'vi' else 'VND'}"


def show_million(amount: int, lang: Lang = "vi") -> str:
    """Give đồng in millions with at most one decimal: "86,7 triệu", "85 triệu".

    Half a step is rounded up. An amount that would read 0 is given in full đồng. English:
    "86.7 million VND".
    """
    millions = (Decimal(amount) / _MILLION).quantize(_TENTH_OF_MILLION, rounding=ROUND_HALF_UP)
    if millions == 0 and amount != 0:
        return show_vnd(amount, lang)
    return f"{_grouped(_plain(millions), lang)} {'triệu' if lang == 'vi' else 'million VND'}"
