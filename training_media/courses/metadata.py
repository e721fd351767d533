"""What machines read of a course's page: schema.org's Course with a VideoObject for each part."""

from content.structured_data import CONTEXT, Data
from foundation.centre.queries import Centre
from training_media.times import as_duration

from . import links
from .queries import CourseRow, PartRow


def course_data(row: CourseRow, *, centre: Centre, address: str) -> list[Data]:
    """Return the course with its parts; `address` is this door's scheme and host.

    Where a film itself lies stands nowhere: it is for those who were let in.
    """
    course = row.course
    url = address + links.course_path(course)
    provider = {"@type": "Organization", "name": centre.name, "url": f"{address}/"}
    found: Data = {
        "@context": CONTEXT,
        "@type": "Course",
        "name": course.title,
        "description": course.summary,
        "url": url,
        "provider": provider,
        "teaches": row.aims,
        "audience": {"@type": "Audience", "audienceType": course.audience_text}
        if course.audience_text
        else None,
        "timeRequired": as_duration(row.length) if row.length else "",
        "inLanguage": [language.tag for language in row.languages],
        "hasPart": [_video(row, part, url=url) for part in row.parts if part.length],
    }
    return [{name: value for name, value in found.items() if value}]


def _video(row: CourseRow, part: PartRow, *, url: str) -> Data:
    seconds = 1000
    return {
        "@type": "VideoObject",
        "name": f"{row.course.title}　{part.part.title}",
        "description": row.course.summary or row.course.title,
        "uploadDate": row.course.created_at.isoformat(),
        "duration": as_duration(part.length or 0),
        "isFamilyFriendly": True,
        "hasPart": [
            {
                "@type": "Clip",
                "name": each.chapter.title,
                "startOffset": each.chapter.start // seconds,
                **({"endOffset": each.end // seconds} if each.end else {}),
                "url": f"{url}#chapter-{each.chapter.pk}",
            }
            for each in part.chapters
        ],
    }
