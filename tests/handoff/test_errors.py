import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.views.defaults import permission_denied, server_error


@pytest.mark.django_db
def test_a_forbidden_deed_is_answered_in_plain_words(rf):
    answer = permission_denied(rf.get("/"), PermissionDenied())
    assert (answer.status_code, "この操作はできません" in answer.text) == (403, True)


def test_a_failure_is_told_without_asking_the_database():
    answer = server_error(RequestFactory().get("/handoff/"))
    assert (answer.status_code, "うまく動きませんでした" in answer.text) == (500, True)
