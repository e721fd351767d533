from datetime import date

from directory.enums import Answer, FieldGroup, Level
from directory.finding.profile import (
    Acceptance,
    Address,
    Contact,
    Free,
    Introduction,
    Place,
    Profile,
    Service,
    Word,
    views,
)

EVERYBODY = frozenset(Level)
HOME = Profile(
    key=1,
    public_id="AB12CD34",
    name="グループホームみなも",
    name_kana="グループホームミナモ",
    kind=Word("group_home", "グループホーム"),
    group="住まい",
    sector="disability",
    place=Place(1, "172014", "金沢市", "石川県"),
    address=Address("920-0001", "石川県金沢市見本町1番地", 36.5, 136.6),
    contact=Contact(phone="000-001-0001"),
    introduction=Introduction(summary="静かな家です。"),
    contact_point="受け入れ係",
    services=(
        Service(
            Word("group_home", "グループホーム"),
            "共同生活援助",
            capacity=6,
            free=Free(1, date(2026, 11, 1)),
            conditions={"from_facility": Answer.YES},
            note="お気軽に",
        ),
    ),
    acceptance=Acceptance("has_accepted", 2020),
)


def levels_of_views(found):
    return [levels for _, levels in found]


def test_by_default_only_staff_see_anything_about_taking_people_in():
    everybody, partners, staff = views(HOME, {}, kind_level=Level.PUBLIC)
    assert levels_of_views([everybody, partners, staff]) == [
        frozenset({Level.PUBLIC}),
        frozenset({Level.PARTNERS}),
        frozenset({Level.STAFF}),
    ]
    assert (everybody[0].acceptance, everybody[0].contact_point) == (None, "")
    assert [(each.free, each.conditions) for each in everybody[0].services] == [(None, {})]
    assert [(each.free, each.conditions) for each in partners[0].services] == [
        (Free(1, date(2026, 11, 1)), {})
    ]
    assert staff[0] == HOME


def test_who_looks_alike_to_all_readers_has_one_view():
    plain = Profile(
        key=2,
        public_id="X",
        name="市役所",
        name_kana="",
        kind=Word("municipality", "市町村"),
        group="行政",
        sector="government",
    )
    assert views(plain, {}, kind_level=Level.PUBLIC) == [(plain, EVERYBODY)]


def test_nobody_below_the_level_of_the_listing_knows_of_the_agency_whatever_else_was_agreed():
    agreed = {FieldGroup.LISTING: Level.STAFF, FieldGroup.CONDITIONS: Level.PUBLIC}
    assert levels_of_views(views(HOME, agreed, kind_level=Level.PUBLIC)) == [frozenset({Level.STAFF})]


def test_a_kind_that_is_nobodys_business_is_hidden_until_something_is_agreed():
    assert levels_of_views(views(HOME, {}, kind_level=Level.STAFF)) == [frozenset({Level.STAFF})]
    open_home = views(HOME, {FieldGroup.LISTING: Level.PUBLIC}, kind_level=Level.STAFF)
    assert levels_of_views(open_home)[0] == frozenset({Level.PUBLIC})


def test_a_hidden_address_takes_its_pin_along_and_leaves_the_municipality():
    everybody = views(HOME, {FieldGroup.ADDRESS: Level.STAFF}, kind_level=Level.PUBLIC)[0][0]
    assert (everybody.address, everybody.place.name) == (None, "金沢市")


def test_hidden_services_take_free_places_and_conditions_along():
    agreed = {
        FieldGroup.SERVICES: Level.STAFF,
        FieldGroup.VACANCY: Level.PUBLIC,
        FieldGroup.CONDITIONS: Level.PUBLIC,
    }
    everybody = views(HOME, agreed, kind_level=Level.PUBLIC)[0][0]
    assert (everybody.services, everybody.free) == ((), None)
