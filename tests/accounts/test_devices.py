import pytest

from accounts.templatetags.accounts import device, in_fours

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (WINDOWS, "Windows の Chrome"),
        (f"{WINDOWS} Edg/142.0", "Windows の Edge"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit Version/18.4 Safari/605.1",
            "Mac の Safari",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) CriOS/142 Safari/604.1", "iPhone の Chrome"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko Firefox/140.0", "Android の Firefox"),
        ("curl/8.5", "わからない端末"),
        ("", "わからない端末"),
    ],
)
def test_a_device_is_called_by_what_people_see_on_it(user_agent, name):
    assert device(user_agent) == name


def test_long_codes_are_shown_in_groups_of_four():
    assert in_fours("123456789") == "1234 5678 9"
