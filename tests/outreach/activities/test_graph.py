"""Measures of the network equal NetworkX's on generated graphs; suggestions never name who opted out."""

from random import Random

import networkx as nx
import pytest

from outreach.activities.graph import (
    Came,
    Known,
    bridges,
    components,
    density,
    graph_of,
    growth,
    hanging_links,
    suggestions,
    transitivity,
)


def generated(seed, *, agencies=40, activities=25, most=4):
    rng = Random(seed)
    return [
        Came(activity, agency, rng.randrange(1, 3), frozenset({agency * 100 + rng.randrange(2)}))
        for activity in range(activities)
        for agency in rng.sample(range(agencies), rng.randrange(most + 1))
    ]


def theirs(came):
    """Return the same graph as NetworkX makes it: the agencies of a bipartite graph, projected."""
    both = nx.Graph()
    for each in came:
        both.add_edge(("agency", each.agency), ("activity", each.activity))
    nodes = [node for node in both if node[0] == "agency"]
    projected = nx.bipartite.weighted_projected_graph(both, nodes)
    return nx.relabel_nodes(projected, {node: node[1] for node in nodes})


@pytest.mark.parametrize("seed", range(30))
def test_measures_equal_networkx(seed):
    came = generated(seed, most=2 + seed % 4)
    graph, other = graph_of(came), theirs(came)
    assert graph.nodes == set(other)
    assert graph.edges == {(min(a, b), max(a, b)): w for a, b, w in other.edges(data="weight")}
    assert {frozenset(each) for each in nx.connected_components(other)} == set(components(graph))
    assert density(graph) == pytest.approx(nx.density(other))
    assert transitivity(graph) == pytest.approx(nx.transitivity(other))
    assert bridges(graph) == sorted((min(edge), max(edge)) for edge in nx.bridges(other))


def test_a_long_chain_needs_no_deep_stack():
    came = [Came(number, agency, 1) for number in range(5_000) for agency in (number, number + 1)]
    assert len(bridges(graph_of(came))) == 5_000


def test_nothing_at_all_has_measures_too():
    graph = graph_of([])
    assert (density(graph), transitivity(graph), components(graph), bridges(graph)) == (0, 0, [], [])
    assert growth([], []).agencies == 0


def test_a_link_hangs_on_one_person_until_somebody_else_comes_along():
    came = [Came(1, 1, 1, frozenset({11})), Came(1, 2, 2, frozenset({21}))]
    [only] = hanging_links(came, graph_of(came))
    assert (only.edge, only.agency, only.person, only.is_bridge) == ((1, 2), 1, 11, True)
    came += [Came(2, 1, 1, frozenset({12})), Came(2, 2, 2)]
    assert hanging_links(came, graph_of(came)) == []


def test_growth_tells_first_timers_repeaters_and_new_pairs():
    before = [Came(1, 1, 1), Came(1, 2, 1)]
    within = [Came(2, 1, 1), Came(2, 3, 1), Came(3, 4, 1), Came(4, 3, 1), Came(4, 1, 1)]
    told = growth(before, within)
    assert (told.agencies, told.first_timers, told.repeaters) == (3, 2, 2)
    assert (told.pairs, told.new_pairs, told.groups, told.isolated) == (1, 1, 2, 1)


def known(key, *, came=0, area="東部", sector="elderly", corporation=None, days_since=None):
    return Known(key, sector, area, corporation, came, days_since)


def test_whom_to_invite_next_and_why():
    agencies = [
        known(1, came=2, corporation=7, days_since=400),
        known(2, corporation=7),
        known(3, area="西部"),
        known(4, came=1, days_since=10),
        known(5, area="西部", sector="medical"),
        known(6),
    ]
    found = suggestions(agencies, opted_out={5}, alone={4}, most=10)
    assert [(each.key, each.weight) for each in found] == [(3, 5), (2, 3), (1, 2), (4, 2)]
    assert all(each.reasons for each in found)
    assert [each.key for each in suggestions(agencies, opted_out=(), alone=(), most=1)] == [3]


@pytest.mark.parametrize("seed", range(20))
def test_suggestions_never_name_who_opted_out(seed):
    rng = Random(seed)
    agencies = [
        known(
            key,
            came=rng.randrange(2),
            area=rng.choice(["東部", "西部", ""]),
            sector=rng.choice(["elderly", "medical"]),
            corporation=rng.choice([None, 1, 2]),
            days_since=rng.choice([None, 10, 500]),
        )
        for key in range(60)
    ]
    out = set(rng.sample(range(60), 20))
    found = {each.key for each in suggestions(agencies, opted_out=out, alone=range(60), most=60)}
    assert found
    assert not found & out
