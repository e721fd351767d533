"""Reads of official records."""

from collections.abc import Mapping

from directory.finding.truths import OfficialService, Truths

from .models import OfficialRecord

_COLUMNS = (
    *("agency_id", "service_id", "office_number", "capacity", "hours", "url"),
    *("latitude", "longitude", "last_period", "missing_since", "source"),
)


def fill_truths(truths: Mapping[int, Truths]) -> None:
    """Say what national data sets publish of these agencies."""
    rows = OfficialRecord.objects.filter(agency__in=truths).order_by("pk").values_list(*_COLUMNS)
    for (
        agency,
        code,
        number,
        capacity,
        hours,
        url,
        latitude,
        longitude,
        period,
        missing_since,
        source,
    ) in rows:
        truths[agency].official.append(
            OfficialService(
                code=code,
                office_number=number,
                capacity=capacity,
                hours=hours,
                url=url,
                latitude=latitude,
                longitude=longitude,
                last_period=period,
                is_missing=missing_since is not None,
                source=source,
            )
        )
