"""One invented human: name, birth, phone, home; the sealed fields; what was agreed to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from jobfair.demo.dice import Dice, Urn
from jobfair.demo.names import NameBook
from jobfair.demo.places import Place
from jobfair.demo.sink import Sink
from jobfair.lib.crypto import FieldCipher, blind_index
from jobfair.lib.national_id import mask_national_id
from jobfair.lib.text import fold, fold_given
from jobfair.models import Consent, Person, PersonFlag, PersonPhone, Purpose

PHONES: Final = 1000
"""Invented mobile numbers, 095 0000 000 to 999; beyond so many people they are shared."""

OWNERS: Final = Urn.of([("self", 86), ("relative", 11), ("village", 3)])
HOUSEHOLDS: Final = Urn.of([("", 66), ("poor", 14), ("near_poor", 14), ("just_escaped", 6)])
FOR_WHOM: Final = Urn.of([("self", 82), ("child", 11), ("relative", 7)])
YOUNGEST, OLDEST, USUAL = 18, 41, 23


@dataclass
class Human:
    """Who somebody is."""

    id: str
    name: str
    sex: str
    group: str
    born: date
    e164: str
    owner: str
    home: Place | None
    village: str
    seqs: dict[tuple[Purpose, str | None], int] = field(default_factory=dict)

    @property
    def family(self) -> str:
        """The family name."""
        return self.name.split(" ", 1)[0]


@dataclass
class Registry:
    """Makes humans and writes their rows; national ids and phones never repeat by accident."""

    dice: Dice
    sink: Sink
    names: NameBook
    cipher: FieldCipher
    hmac_key: bytes
    text_versions: dict[Purpose, int]
    made: int = 0

    def meet(
        self, home: Place | None, registered: date, ages: tuple[int, int], kin: Human | None = None
    ) -> Human:
        """Somebody new; with ``kin`` of the same family, village and phone."""
        group, sex, name = self.names.draw(self.dice)
        if kin is not None:
            group = kin.group
            sex, name = self.names.sibling(self.dice, group, kin.family)
        low, high = max(YOUNGEST, ages[0]), min(OLDEST, ages[1])
        age = round(self.dice.rng.triangular(low, high, max(low, min(USUAL, high))))
        born = registered - timedelta(days=round(age * 365.25) + self.dice.between(8, 350))
        number = self.made
        self.made += 1
        village = home.village(self.dice) if home else ""
        return Human(
            id=self.dice.id(),
            name=name,
            sex=sex,
            group=group,
            born=born,
            e164=kin.e164 if kin else f"+84950000{number % PHONES:03}",
            owner="relative" if kin else self.dice.draw(OWNERS),
            home=home,
            village=kin.village if kin else village,
        )

    def twin(self, other: Human, registered: date) -> Human:
        """The same human registered a second time, on another phone: nobody has noticed yet."""
        again = self.meet(other.home, registered, (YOUNGEST, OLDEST))
        again.name, again.sex, again.group = other.name, other.sex, other.group
        again.born, again.village = other.born, other.village
        return again

    def write(
        self, human: Human, created: datetime, seen_on: date | None, seen_by: str | None
    ) -> None:
        """The person's rows; ``seen_on`` is the day of the full form, None before it."""
        digits = self._digits(human) if seen_on else ""
        place = f"person.national_id.{human.id}"
        mark = blind_index(self.hmac_key, "national_id", digits) if digits else None
        self.sink.add(
            Person,
            id=human.id,
            name=human.name,
            folded=fold(human.name),
            given_folded=fold_given(human.name),
            birth_year=human.born.year,
            birth_date=human.born if seen_on else None,
            sex=human.sex if seen_on else "",
            commune_code=human.home.code if human.home else None,
            other_province=human.home is None,
            village=human.village,
            national_id_enc=self.cipher.seal(digits, place) if digits else None,
            national_id_hmac=mark,
            national_id_masked=mask_national_id(digits) if digits else "",
            identity_seen_on=seen_on,
            identity_seen_by=seen_by,
            merged_into=None,
            created_at=created,
            version=1,
        )
        self.sink.add(
            PersonPhone,
            id=self.dice.id(),
            person_id=human.id,
            e164=human.e164,
            tail=human.e164[-3:],
            owner=human.owner,
            note="",
            position=0,
        )
        if seen_on:
            self._write_flags(human, created, seen_on, seen_by)

    def _digits(self, human: Human) -> str:
        """A national id of nobody: 000, century and sex, year, six digits that never repeat."""
        century = 2 * (human.born.year // 100 - 19) + (human.sex == "F")
        return f"000{century}{human.born.year % 100:02}{self.made * 7919 % 1_000_000:06}"

    def _write_flags(
        self, human: Human, created: datetime, seen_on: date, seen_by: str | None
    ) -> None:
        household = self.dice.draw(HOUSEHOLDS)
        flags = [("ethnic_group", human.group, 0)]
        if household:
            flags.append(("household", household, seen_on.year))
        for flag, value, year in flags:
            row_id = self.dice.id()
            self.sink.add(
                PersonFlag,
                id=row_id,
                person_id=human.id,
                flag=flag,
                value_enc=self.cipher.seal(value, f"person_flag.value.{row_id}"),
                certificate="",
                year=year,
                recorded_by=seen_by,
                recorded_at=max(created, self.dice.at(seen_on)),
            )

    def agree(
        self,
        human: Human,
        purpose: Purpose,
        at: datetime,
        how: str,
        *,
        by: str = "",
        body_id: str | None = None,
        provisional: bool = False,
        note: str = "",
    ) -> None:
        """Write one consent that was given."""
        key = (purpose, body_id)
        human.seqs[key] = human.seqs.get(key, 0) + 1
        self.sink.add(
            Consent,
            id=self.dice.id(),
            person_id=human.id,
            purpose=purpose,
            body_id=body_id,
            given=True,
            provisional=provisional,
            text_version=self.text_versions.get(purpose, 1),
            lang="vi",
            how=how,
            by=by,
            note=note,
            at=at,
            seq=human.seqs[key],
        )
