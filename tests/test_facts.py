"""Facts age: a check holds for exactly one value and for a term, and then every item that shows the fact is a draft again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest
from conftest import ROOT

from generator.build.inputs import Inputs, read_inputs
from generator.checks.content import Content, address_renewal, fact_expired, fact_expires_soon, phone_unverified
from generator.facts import CHANGED, EXPIRED, GOOD, SOON, UNVERIFIED, Fact, facts, used_services
from generator.model.office import Expiry, FactCheck, Person, SignOff
from generator.signoff import SignOffs

RUNG = dt.date(2026, 1, 10)
ADA = Person(id="ada", name="Ada Fictional", rings="true")
NUMBER = "+448000121700"


@cache
def real() -> Inputs:
    return read_inputs(ROOT, dt.date(2026, 11, 21))


def office(today: dt.date, value: str = NUMBER, on: dt.date = RUNG, days: int = 183) -> Inputs:
    """The real content, with one check by somebody who rings, looked at on a day."""
    check = FactCheck(service="helpline", fact="phone", value=value, on=on.isoformat(), by="ada")
    signoffs = SignOffs({"facts": SignOff(id="facts", facts=(check,))}, {"ada": ADA},
                        {"phone": Expiry(id="phone", days=str(days), notice_days="30")}, today)
    return replace(real(), signoffs=signoffs, today=today)


def helpline(inputs: Inputs) -> Fact:
    return next(f for f in facts(inputs.library, inputs.signoffs, inputs.today) if f.key == "helpline.phone")


def drafts(inputs: Inputs) -> tuple[str, ...]:
    """Why the number card is a draft."""
    library = inputs.library
    return inputs.join.edition(library.materials["number-card"], library.locales["ro"], library.areas["wiltshire"])[0].draft_because


@pytest.mark.parametrize("day, state", [
    (RUNG, GOOD), (RUNG + dt.timedelta(days=153), GOOD), (RUNG + dt.timedelta(days=154), SOON),
    (RUNG + dt.timedelta(days=183), SOON), (RUNG + dt.timedelta(days=184), EXPIRED), (RUNG + dt.timedelta(days=4000), EXPIRED)])
def test_a_check_holds_until_its_last_day_and_is_told_thirty_days_before(day, state):
    inputs = office(day)
    assert helpline(inputs).state == state and helpline(inputs).last_day == RUNG + dt.timedelta(days=183)
    content = Content(inputs.library, {}, inputs.signoffs, day)
    told = {code: [p for p in module.check(content) if "helpline" in p.path] for code, module in (
        ("F201", phone_unverified), ("F202", fact_expired), ("F203", fact_expires_soon))}
    assert {code for code, found in told.items() if found} == {EXPIRED: {"F202"}, SOON: {"F203"}, GOOD: set()}[state]
    assert all("make verified SERVICE=helpline BY=you" in p.remedy and p.line > 1 for found in told.values() for p in found)


def test_an_item_is_a_draft_again_when_the_check_of_its_number_has_run_out():
    last = RUNG + dt.timedelta(days=183)
    assert not [why for why in drafts(office(last)) if "121 700" in why]
    assert [why for why in drafts(office(last + dt.timedelta(days=1))) if "121 700" in why] == [f"the check of 08000 121 700 ran out on {last}"]


def test_a_check_of_another_digit_or_of_a_day_to_come_is_none():
    changed = office(RUNG, value="+448000121701")
    assert helpline(changed).state == CHANGED and "nobody has verified 08000 121 700" in drafts(changed)
    # with the clock set back a year, a check is of the future, and cannot be judged
    assert helpline(office(RUNG - dt.timedelta(days=365))).state == CHANGED
    assert helpline(real()).state == UNVERIFIED


def test_between_two_last_days_nothing_depends_on_the_day():
    inputs = [office(day) for day in (RUNG, RUNG + dt.timedelta(days=100), RUNG + dt.timedelta(days=183))]
    assert len({drafts(one) for one in inputs}) == 1 and len({one.source_date for one in inputs}) == 1


def test_what_to_ring_next_comes_first():
    found = facts(*(lambda i: (i.library, i.signoffs, i.today))(office(RUNG)))
    assert [f.state for f in found] == sorted((f.state for f in found), key=(CHANGED, UNVERIFIED, EXPIRED, SOON, GOOD).index)
    assert found[-1].key == "helpline.phone" and found[-1].checked_by == "ada"


def test_every_fact_has_a_source_and_only_what_is_printed_is_asked_for():
    found = facts(real().library, real().signoffs, real().today)
    assert all(f.source and f.read_on for f in found) and {f.owner for f in found} <= used_services(real().library)
    assert set(real().library.expiry) == {"phone", "hours", "web", "address"}


@pytest.mark.parametrize("day, state, code", [("2027-03-01", GOOD, ""), ("2027-05-01", SOON, "F203"), ("2027-06-02", EXPIRED, "F202")])
def test_an_address_is_a_fact_that_expires(day, state, code):
    today = dt.date.fromisoformat(day)
    area = real().library.areas["wiltshire"].model_copy(update={
        "address": "https://day.example.org/w/", "address_renews_on": dt.date(2027, 6, 1)})
    library = replace(real().library, areas={"wiltshire": area})
    signoffs = replace(real().signoffs, today=today)
    assert [f.state for f in facts(library, signoffs, today) if f.kind == "address"] == [state]
    content = Content(library, {}, signoffs, today)
    assert [p.code for module in (fact_expired, fact_expires_soon) for p in module.check(content) if "areas" in p.path] == ([code] if code else [])
    why = drafts(replace(real(), library=library, signoffs=signoffs, today=today))
    assert ("the area's address was to be renewed on 2027-06-01" in why) == (state == EXPIRED)


def test_an_address_without_its_last_day_is_told():
    area = real().library.areas["wiltshire"].model_copy(update={"address": "https://day.example.org/w/"})
    content = Content(replace(real().library, areas={"wiltshire": area}), {}, real().signoffs, real().today)
    assert [p.code for p in address_renewal.check(content)] == ["F204"]
    assert not list(address_renewal.check(Content(real().library, {}, real().signoffs, real().today)))
