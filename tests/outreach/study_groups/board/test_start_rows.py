"""What waits on boards stands on the staff's start page until somebody has seen to it."""

import pytest
from django.test import RequestFactory
from django.utils import timezone

from outreach.study_groups.board.enums import ReportOutcome, TopicKind, TopicState
from outreach.study_groups.board.models import Post, Report, Topic
from outreach.study_groups.board.start_rows import QUESTIONS, REPORTS, board_rows
from tests.factories.accounts import make_user
from tests.factories.groups import make_community

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def shown(user):
    request = RequestFactory().get("/cms/")
    request.user = user
    return {row.text: (row.count, row.url) for row in board_rows(request) if row.count}


def a_topic(community, kind):
    person = make_user().person
    topic = Topic.objects.create(
        community=community, kind=kind, title="題", writer=person, began_at=NOW, last_at=NOW
    )
    return topic, Post.objects.create(topic=topic, writer=person, text="どうしますか。", written_at=NOW)


def test_questions_to_the_centre_and_reports_wait_there_until_they_are_seen_to(staff):
    first, second = make_community(), make_community(slug="seibu", name="西部の会")
    a_topic(first, TopicKind.PRIVATE)
    a_topic(first, TopicKind.QUESTION)
    _, post = a_topic(first, TopicKind.TALK)
    report = Report.objects.create(post=post, reporter=make_user().person, reason="hurts", reported_at=NOW)
    assert shown(staff) == {
        QUESTIONS: (1, "/groups/tobu/board/"),
        REPORTS: (1, "/groups/tobu/board/reports/"),
    }
    a_topic(second, TopicKind.PRIVATE)
    assert shown(staff)[QUESTIONS] == (2, "/groups/")
    Topic.objects.filter(kind=TopicKind.PRIVATE).update(state=TopicState.ANSWERED)
    Report.objects.filter(pk=report.pk).update(outcome=ReportOutcome.KEPT, settled_at=NOW)
    assert shown(staff) == {}


def test_partners_are_shown_nothing_and_nothing_is_asked(django_assert_num_queries):
    community, user = make_community(), make_user(roles=["partner"])
    a_topic(community, TopicKind.PRIVATE)
    assert user.role_names
    with django_assert_num_queries(0):
        assert shown(user) == {}
