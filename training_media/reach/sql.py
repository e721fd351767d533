"""What the database counts of a course: people by how far they have come, chapters and moments by viewers.

Thousands of viewers come back as a few lines; `%(outsiders)s` says whether people of no agency count.
"""

# Of each part of the course: its recording and how long that is.
_PARTS = """
parts AS MATERIALIZED (
  SELECT part.id AS part, part.recording_id AS recording, recording.duration::bigint AS duration
  FROM training_media_part AS part
  JOIN training_media_recording AS recording ON recording.id = part.recording_id
  WHERE part.course_id = %(course)s
)
"""
_MEANT = """
(viewer.agency_id = ANY(%(agencies)s) OR (%(outsiders)s AND viewer.agency_id IS NULL))
"""
# Each recording of a part and all that it came in the place of.
_EDITS = """
edits AS (
  SELECT part, recording, true AS is_latest FROM parts
  UNION
  SELECT edits.part, earlier.id, false
  FROM edits JOIN training_media_recording AS earlier ON earlier.replaced_by_id = edits.recording
)
"""
# Everybody who is known by name: whoever has watched, sat there or said so, and whom an agency has named.
_PEOPLE = f"""
{_PARTS},
{_EDITS},
watched AS (
  SELECT coverage.viewer_id AS viewer,
         count(*) FILTER (WHERE coverage.total * 1000 >= parts.duration * %(through)s) AS whole
  FROM viewing_coverage AS coverage JOIN parts ON parts.recording = coverage.recording_id
  WHERE coverage.total > 0
  GROUP BY coverage.viewer_id
),
sat AS (
  SELECT seat.viewer_id AS viewer, max(sitting.began_at) AS last
  FROM edits
  JOIN viewing_sitting AS sitting ON sitting.recording_id = edits.recording
  JOIN viewing_seat AS seat ON seat.sitting_id = sitting.id
  WHERE seat.left_out_at IS NULL
  GROUP BY seat.viewer_id
),
said AS (
  SELECT DISTINCT statement.viewer_id AS viewer
  FROM watching_statement AS statement JOIN parts ON parts.part = statement.part_id
),
seen AS (
  SELECT viewer.id AS viewer, viewer.agency_id AS agency, viewer.folded_name, viewer.name,
         viewer.name_kana, viewer.job, coalesce(watched.whole, 0) AS whole,
         watched.viewer IS NOT NULL AS begun, sat.last, said.viewer IS NOT NULL AS said
  FROM viewing_viewer AS viewer
  LEFT JOIN watched ON watched.viewer = viewer.id
  LEFT JOIN sat ON sat.viewer = viewer.id
  LEFT JOIN said ON said.viewer = viewer.id
  WHERE {_MEANT}
),
named AS (
  SELECT agency_id AS agency, folded_name, name, name_kana, job
  FROM campaigns_rostername WHERE agency_id = ANY(%(agencies)s)
),
people AS (
  SELECT coalesce(seen.agency, named.agency) AS agency, seen.viewer,
         coalesce(seen.name, named.name) AS name,
         coalesce(nullif(seen.name_kana, ''), named.name_kana, '') AS name_kana,
         coalesce(nullif(seen.job, ''), named.job, '') AS job,
         coalesce(seen.begun, false) AS begun,
         coalesce(seen.whole = (SELECT count(*) FROM parts) AND seen.whole > 0, false) AS through,
         seen.last IS NULL OR seen.last < %(silent_since)s AS silent,
         coalesce(seen.begun AND (seen.last IS NULL OR seen.last < %(since)s), false) AS only_before,
         coalesce(seen.said, false) AS said, seen.last
  FROM seen
  FULL JOIN named
    ON named.agency = seen.agency AND named.folded_name = seen.folded_name COLLATE "C"
  WHERE named.agency IS NOT NULL OR seen.begun OR seen.last IS NOT NULL OR seen.said
),
placed AS (
  SELECT people.*, place.part, place.chapter
  FROM people
  LEFT JOIN LATERAL (
    SELECT edits.part, (
      SELECT chapter.id FROM training_media_chapter AS chapter
      WHERE edits.is_latest AND chapter.part_id = edits.part AND chapter.start < piece.media_end
      ORDER BY chapter.start DESC LIMIT 1
    ) AS chapter
    FROM viewing_seat AS seat
    JOIN viewing_sitting AS sitting ON sitting.id = seat.sitting_id
    JOIN edits ON edits.recording = sitting.recording_id
    JOIN LATERAL (
      SELECT media_end, clock_end FROM viewing_playedpiece
      WHERE sitting_id = sitting.id ORDER BY seq DESC LIMIT 1
    ) AS piece ON true
    WHERE people.begun AND people.silent AND NOT people.through
      AND seat.viewer_id = people.viewer AND seat.stayed
    ORDER BY sitting.began_at + piece.clock_end * interval '1 millisecond' DESC, edits.part
    LIMIT 1
  ) AS place ON true
)
"""  # noqa: S608 -- words of ours alone
LINES = f"""
WITH RECURSIVE {_PEOPLE}
SELECT agency, job, through, begun, silent, part, chapter, only_before, said, count(*)
FROM placed
GROUP BY agency, job, through, begun, silent, part, chapter, only_before, said
"""  # noqa: S608 -- words of ours alone
NAMES = f"""
WITH RECURSIVE {_PEOPLE}
SELECT agency, name, name_kana, job, through, begun, silent, part, chapter, only_before, said, last, viewer
FROM placed
ORDER BY name_kana COLLATE "C", name COLLATE "C"
"""  # noqa: S608 -- words of ours alone
# A span of somebody enters at the first middle of a step that it holds, and leaves behind the last.
WATCHED = f"""
WITH {_PARTS},
spans AS MATERIALIZED (
  SELECT parts.part, coverage.viewer_id AS viewer, lower(span) AS start, upper(span) AS stop
  FROM parts
  JOIN viewing_coverage AS coverage ON coverage.recording_id = parts.recording
  JOIN viewing_viewer AS viewer ON viewer.id = coverage.viewer_id
  CROSS JOIN LATERAL unnest(coverage.alone + coverage.together + coverage.carried) AS span
  WHERE {_MEANT}
),
chapters AS (
  SELECT * FROM unnest(
    %(numbers)s::int[], %(chapter_parts)s::bigint[], %(starts)s::bigint[], %(stops)s::bigint[]
  ) AS chapter (number, part, start, stop)
),
middles AS MATERIALIZED (
  SELECT part, (
    SELECT array_agg((2 * step + 1) * duration / (2 * %(steps)s) ORDER BY step)
    FROM generate_series(0, %(steps)s - 1) AS step
  ) AS at
  FROM parts
),
moves AS (
  SELECT spans.part, width_bucket(spans.start - 1, middles.at) AS enters,
         width_bucket(spans.stop - 1, middles.at) AS leaves
  FROM spans JOIN middles USING (part)
)
SELECT 'people', part, 0, count(*) FROM (SELECT DISTINCT part, viewer FROM spans) AS began GROUP BY part
UNION ALL
SELECT 'chapter', chapters.part, chapters.number, count(*) FROM (
  SELECT chapters.number, spans.viewer,
         sum(least(spans.stop, chapters.stop) - greatest(spans.start, chapters.start)) AS seen
  FROM chapters
  JOIN spans ON spans.part = chapters.part AND spans.start < chapters.stop AND spans.stop > chapters.start
  GROUP BY chapters.number, spans.viewer
) AS held
JOIN chapters ON chapters.number = held.number
WHERE held.seen * 1000 >= (chapters.stop - chapters.start) * %(half)s
GROUP BY chapters.part, chapters.number
UNION ALL
SELECT 'step', part, step, sum(change)::bigint FROM (
  SELECT part, enters AS step, 1 AS change FROM moves
  UNION ALL
  SELECT part, leaves, -1 FROM moves
) AS changes GROUP BY part, step
"""  # noqa: S608 -- words of ours alone
