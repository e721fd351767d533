from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def now():
    with time_machine.travel(NOW, tick=False):
        yield NOW
