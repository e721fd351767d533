"""Who met whom: agencies as nodes, an edge where two were at the same activity. Plain Python, no database."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

type Edge = tuple[int, int]


@dataclass(frozen=True)
class Came:
    """An agency at one activity, with those of its people whom the portal knows."""

    activity: int
    agency: int
    people: int
    persons: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Graph:
    """Agencies that came to anything, and how many activities each two of them shared."""

    nodes: frozenset[int]
    edges: Mapping[Edge, int]

    def neighbours(self) -> dict[int, set[int]]:
        """Return whom each agency met; whoever met nobody has an empty set."""
        found: dict[int, set[int]] = {node: set() for node in self.nodes}
        for one, other in self.edges:
            found[one].add(other)
            found[other].add(one)
        return found


def graph_of(came: Iterable[Came]) -> Graph:
    """Return the graph of these presences; each edge names the smaller id first."""
    present: dict[int, set[int]] = defaultdict(set)
    for each in came:
        present[each.activity].add(each.agency)
    edges = Counter(pair for there in present.values() for pair in combinations(sorted(there), 2))
    return Graph(frozenset().union(*present.values()), dict(edges))


def components(graph: Graph) -> list[frozenset[int]]:
    """Return the groups of agencies that are linked at all, the largest first."""
    near, left, found = graph.neighbours(), set(graph.nodes), []
    while left:
        group, border = set[int](), {min(left)}
        while border:
            group |= border
            border = set().union(*(near[node] for node in border)) - group
        found.append(frozenset(group))
        left -= group
    return sorted(found, key=lambda group: (-len(group), min(group)))


def density(graph: Graph) -> float:
    """Return which share of all pairs has met, from 0 to 1; 0 for fewer than two agencies."""
    count = len(graph.nodes)
    return 2 * len(graph.edges) / (count * (count - 1)) if count > 1 else 0.0


def transitivity(graph: Graph) -> float:
    """Return how often two whom a third one met have met each other as well, from 0 to 1.

    Source: M. E. J. Newman, "Networks", Oxford 2010, section 7.9 (clustering coefficient).
    """
    near = graph.neighbours()
    triples = sum(len(met) * (len(met) - 1) // 2 for met in near.values())
    closed = sum(len(near[one] & near[other]) for one, other in graph.edges)
    return closed / triples if triples else 0.0


def bridges(graph: Graph) -> list[Edge]:
    """Return the links without which two groups would know nothing of each other, in order.

    Source: R. E. Tarjan, "A note on finding the bridges of a graph", Information Processing Letters 2, 1974.
    Without recursion: a network of thousands is deeper than Python's stack.
    """
    near = {node: sorted(met) for node, met in graph.neighbours().items()}
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    found: list[Edge] = []
    for root in sorted(graph.nodes):
        if root not in order:
            order[root] = low[root] = len(order)
            _search(root, near, order, low, found)
    return sorted(found)


def _search(
    root: int,
    near: Mapping[int, Sequence[int]],
    order: dict[int, int],
    low: dict[int, int],
    found: list[Edge],
) -> None:
    stack = [(root, -1, iter(near[root]))]
    while stack:
        node, above, rest = stack[-1]
        step = next((each for each in rest if each != above), None)
        if step is None:
            stack.pop()
            if above >= 0:
                low[above] = min(low[above], low[node])
                if low[node] > order[above]:
                    found.append((min(above, node), max(above, node)))
        elif step in order:
            low[node] = min(low[node], order[step])
        else:
            order[step] = low[step] = len(order)
            stack.append((step, node, iter(near[step])))


@dataclass(frozen=True)
class Hanging:
    """A link that hangs on one person: all that two agencies shared, the same one came for one of them."""

    edge: Edge
    agency: int
    person: int
    is_bridge: bool


def hanging_links(came: Sequence[Came], graph: Graph) -> list[Hanging]:
    """Return the links that end when one person leaves: one known person alone ever came for an agency.

    Where somebody unknown came along, the link does not hang on one. Bridges stand first.
    """
    by_agency: dict[int, dict[int, Came]] = defaultdict(dict)
    for each in came:
        by_agency[each.agency][each.activity] = each
    cut, found = set(bridges(graph)), []
    for edge in graph.edges:
        shared = by_agency[edge[0]].keys() & by_agency[edge[1]].keys()
        for agency in edge:
            there = [by_agency[agency][activity] for activity in shared]
            persons = frozenset().union(*(each.persons for each in there))
            if len(persons) == 1 and all(each.people == 1 for each in there):
                found.append(Hanging(edge, agency, min(persons), edge in cut))
    return sorted(found, key=lambda each: (not each.is_bridge, each.edge, each.agency))


@dataclass(frozen=True)
class Growth:
    """A span in figures: agencies, first-timers, those who came again, pairs, groups, isolated ones."""

    agencies: int
    first_timers: int
    repeaters: int
    pairs: int
    new_pairs: int
    groups: int
    isolated: int
    density: float


def growth(before: Sequence[Came], within: Sequence[Came]) -> Growth:
    """Return what a span added to all that was before it.

    A first-timer never came before; a repeater came to two activities in the span or came before.
    """
    graph, old = graph_of(within), graph_of(before)
    counts = Counter(each.agency for each in within)
    return Growth(
        agencies=len(graph.nodes),
        first_timers=len(graph.nodes - old.nodes),
        repeaters=sum(count > 1 or agency in old.nodes for agency, count in counts.items()),
        pairs=len(graph.edges),
        new_pairs=len(graph.edges.keys() - old.edges.keys()),
        groups=len(components(graph)),
        isolated=sum(not met for met in graph.neighbours().values()),
        density=density(graph),
    )


@dataclass(frozen=True)
class Known:
    """An agency that could be invited; `days_since` it came last, None where it never did."""

    key: int
    sector: str
    area: str
    corporation: int | None
    came: int
    days_since: int | None


@dataclass(frozen=True)
class Suggestion:
    """Whom to invite next, and why; what is more urgent has the greater weight."""

    key: int
    weight: int
    reasons: tuple[str, ...]


LONG_AGO_DAYS = 365
EMPTY, SISTER, LONG_AGO, ALONE = 5, 3, 2, 2


def suggestions(
    agencies: Iterable[Known], *, opted_out: Collection[int], alone: Collection[int], most: int
) -> list[Suggestion]:
    """Return whom to invite next: never who opted out.

    Weighs most what is the only one of its field and area from which nobody came; then sisters of a
    corporation that came, those who came long ago, and those who met nobody when they came.
    """
    known = list(agencies)
    filled = {(each.area, each.sector) for each in known if each.came}
    corporations = {each.corporation for each in known if each.came and each.corporation is not None}
    found = []
    for each in known:
        if each.key in opted_out:
            continue
        reasons = _reasons(each, filled, corporations, alone)
        if reasons:
            weight = sum(weight for weight, _ in reasons)
            found.append(Suggestion(each.key, weight, tuple(words for _, words in reasons)))
    found.sort(key=lambda each: (-each.weight, each.key))
    return found[:most]


def _reasons(
    agency: Known,
    filled: Collection[tuple[str, str]],
    corporations: Collection[int],
    alone: Collection[int],
) -> list[tuple[int, str]]:
    reasons = []
    if not agency.came and agency.area and (agency.area, agency.sector) not in filled:
        reasons.append((EMPTY, "この圏域の、この分野からは、まだだれも来ていません"))
    if not agency.came and agency.corporation in corporations:
        reasons.append((SISTER, "同じ法人のほかの事業所が、来たことがあります"))
    if agency.days_since is not None and agency.days_since > LONG_AGO_DAYS:
        reasons.append((LONG_AGO, "前に来てから、1年より長くたっています"))
    if agency.key in alone:
        reasons.append((ALONE, "来たときに、ほかの機関と会っていません"))
    return reasons
