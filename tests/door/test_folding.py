"""Acts add up to the same whatever their order; two phones that differ are a clash."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jobfair.door.folding import DOUBT, MARKET, PRESENT, SAID, TABLE, Act, fold

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def act(number: int, kind: str, value: str, minute: int = 0, was: str | None = "", device="a"):
    """The n-th act, so many minutes after eight."""
    at = START + timedelta(minutes=minute)
    return Act(f"{number:020}", "ref", kind, value, at, was, device)


@st.composite
def days(draw):
    """Some acts of two phones about one person."""
    taps = st.one_of(
        st.tuples(st.just(PRESENT), st.sampled_from("01")),
        st.tuples(st.just(MARKET), st.sampled_from(("+JP", "-JP", "+KR"))),
        st.tuples(st.just(TABLE), st.sampled_from(("+1", "-1"))),
        st.tuples(st.just(DOUBT), st.sampled_from(("", "debt", "parents"))),
        st.tuples(st.just(SAID), st.sampled_from(("counsel", "later"))),
    )
    chosen = draw(st.lists(st.tuples(taps, st.integers(0, 5), st.sampled_from("ab")), max_size=12))
    return [act(n, *tap, minute, device=device) for n, (tap, minute, device) in enumerate(chosen)]


def _shown(acts):
    state = fold(acts)
    clashes = {kind: (c.before.id, c.holds.id) for kind, c in state.clashes.items()}
    return (
        state.present,
        state.came.at if state.present else None,
        state.value(DOUBT),
        state.value(SAID),
        state.chosen,
        {table: one.value for table, one in state.tables.items()},
        clashes,
    )


@given(days().flatmap(lambda acts: st.tuples(st.just(acts), st.permutations(acts + acts))))
def test_any_order_and_any_repeats_give_the_same(both) -> None:
    acts, shuffled = both
    assert _shown(acts) == _shown(shuffled)


def test_the_later_one_holds_and_a_blind_one_is_a_clash() -> None:
    state = fold([act(1, DOUBT, "debt", 1), act(2, DOUBT, "parents", 2, device="b")])
    assert state.value(DOUBT) == "parents"
    assert state.clashes[DOUBT].before.value == "debt"


def test_who_saw_the_answer_before_changes_it_without_a_clash() -> None:
    told = [act(1, DOUBT, "debt", 1), act(2, DOUBT, "parents", 2, was="debt", device="b")]
    assert fold(told).clashes == {}


def test_a_clash_ends_when_somebody_who_saw_it_decides() -> None:
    told = [act(1, DOUBT, "debt", 1), act(2, DOUBT, "parents", 2, device="b")]
    assert fold([*told, act(3, DOUBT, "wage", 3, was="parents")]).clashes == {}


def test_the_same_answer_twice_is_no_clash() -> None:
    state = fold([act(1, PRESENT, "1", 1, was="0"), act(2, PRESENT, "1", 2, was="0", device="b")])
    assert (state.present, state.clashes) == (True, {})


def test_whoever_says_something_was_there_until_it_is_taken_back() -> None:
    said = act(1, SAID, "later", 1)
    assert fold([said]).present
    assert not fold([said, act(2, PRESENT, "0", 2, was="1")]).present
