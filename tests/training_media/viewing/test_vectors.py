"""The ten situations in which systems of this kind go wrong, as they are published."""

import csv
from pathlib import Path

import pytest

from training_media import viewing
from training_media.viewing.rules import SECOND, Beacon, settled
from training_media.viewing.spans import length

FOLDER = Path(viewing.__path__[0])
BEGAN = 1_790_000_000_000
ALONE = (1, False)


def rows(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ms(seconds):
    return round(float(seconds) * SECOND)


def beacons(number):
    """Return what arrives, the first of each beacon, as the ledger keeps it."""
    kept = {}
    for row in rows("ten_vectors_beacons.csv"):
        if row["vector"] == number:
            kept.setdefault((row["sitting"], row["seq"]), row)
    return [
        Beacon(
            began_at=BEGAN + ms(row["began"]),
            sitting=int(row["sitting"]),
            seq=int(row["seq"]),
            account=ALONE,
            media=(ms(row["media_start"]), ms(row["media_end"])),
            clock=(ms(row["clock_start"]), ms(row["clock_end"])),
            rate=ms(row["rate"]),
            received_at=BEGAN + ms(row["arrives"]),
        )
        for row in kept.values()
    ]


def test_there_are_ten():
    assert [row["number"] for row in rows("ten_vectors.csv")] == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize("vector", rows("ten_vectors.csv"), ids=lambda row: row["name"])
def test_a_vector_is_credited_to_the_second(vector):
    found = settled(beacons(vector["number"])).credit
    assert abs(length(found[ALONE]) - ms(vector["truth"])) < SECOND
