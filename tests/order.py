"""The order of all tests: what takes longest begins each process's share, small change ends it.

`--dist worksteal` gives each process an equal run of the list; who has done with it takes from another's end.
"""

# The start of a demo needs no test database: the first process runs it while the second makes the template.
LONGEST = (("tests/portal/test_processes.py", "tests/journeys/"), ("tests/public_site/",))


def turns(tests, processes):
    """Return the tests in shares, one for each process, each beginning with its part of what takes longest.

    What is made once for a folder is thus made by one process, unless the other is far ahead.
    """
    if processes < len(LONGEST):
        return tests
    starts = [[test for name in names for test in tests if test.nodeid.startswith(name)] for names in LONGEST]
    begun = {test.nodeid for start in starts for test in start}
    rest = [test for test in tests if test.nodeid not in begun]
    share = len(tests) // processes
    ordered = []
    for number, start in enumerate(starts, start=1):
        room = max(0, number * share - len(ordered) - len(start))
        ordered += start + rest[:room]
        rest = rest[room:]
    return ordered + rest
