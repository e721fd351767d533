"""The list of those who know much and a question to them in a real browser: everybody can read them."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from outreach.study_groups.board.enums import TopicKind
from outreach.study_groups.board.services.experts import name_expert
from outreach.study_groups.board.services.writing import Written, begin_topic
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import join, make_agency
from tests.factories.first_site import place_first_site
from tests.factories.groups import make_community, make_delegate, make_member_of

pytestmark = pytest.mark.django_db(transaction=True)

BOARD = "/groups/tobu/board/"


def test_every_screen_can_be_read_by_everybody(live_server, staff, page, axe):
    place_first_site()
    community, now, agency = make_community(), timezone.now(), make_agency(name="法律の家")
    lawyer = make_user(name="法律の人", roles=["partner"])
    join(lawyer.person, agency)
    make_delegate(make_member_of(community, agency), lawyer.person, is_shown=True)
    row = name_expert(community=community, person=lawyer.person, field="法律", actor=staff, now=now)
    question = {"kind": TopicKind.EXPERT, "title": "家賃", "written": Written("どこに？", asked=row.pk)}
    topic = begin_topic(community=community, actor=staff, now=now, **question)
    cookie = sign_in(Client(), staff).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    for end in ("experts/", "new/", f"{topic.pk}/"):
        assert page.goto(f"{BOARD}{end}").status == 200
        axe(page)
