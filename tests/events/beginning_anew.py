"""The waiting rule once more, written from its words and not from its code: an oracle."""

from dataclasses import replace

from events.line import Seating, Settlement

MOST_PASSES = 3


class BeginningAnew:
    """Serves one group at a time and begins again at the head: slow, and told from the words of the rule."""

    def __init__(self, line, free, kept=(), holding=True):
        self.free, self.kept = dict(free), {each.key: each for each in kept}
        self.waiting, self.passes = list(line), {each.key: each.passes for each in line}
        self.holding, self.seated, self.passed, self.held = holding, [], [], {}

    def all(self):
        while self.serve_one():
            pass
        return Settlement(tuple(self.seated), tuple(self.passed), self.held)

    def serve_one(self):
        saved, self.held = (dict(self.free), dict(self.kept)), {}
        for place, each in enumerate(self.waiting):
            chosen = {way: min(people, self.may_take(each, way)) for way, people in each.needs.items()}
            wanted = sum(each.needs.values()) if each.least is None else each.least
            if sum(chosen.values()) and sum(chosen.values()) >= wanted:
                self.free, self.kept = saved
                self.sit(place, {way: count for way, count in chosen.items() if count})
                return True
            if self.holding and self.passes[each.key] >= MOST_PASSES:
                for way, people in each.needs.items():
                    count = min(people, self.may_take(each, way))
                    self.use(each, way, count)
                    self.held[way] = self.held.get(way, 0) + count
        return False

    def sit(self, place, people):
        each = self.waiting[place]
        self.seated.append(Seating(each.key, people))
        taken = {way for way, count in people.items() if self.use(each, way, count)}
        for earlier in self.waiting[:place]:
            # Whoever has been passed often enough keeps its own seats: nobody overtakes it any more.
            is_held = self.holding and self.passes[earlier.key] >= MOST_PASSES
            if taken & earlier.needs.keys() and not is_held:
                self.passes[earlier.key] += 1
                self.passed.append(earlier.key)
        rest = some({way: count - people.get(way, 0) for way, count in each.needs.items()})
        self.waiting[place : place + 1] = [replace(each, needs=rest, least=1)] if rest else []

    def may_take(self, each, way):
        others = sum(k.seats for k in self.kept.values() if k.way == way and k.key not in each.kept)
        return max(0, self.free[way] - others)

    def use(self, each, way, count):
        """Take seats; returns how many of them are kept for nobody."""
        self.free[way] -= count
        for key, k in self.kept.items():
            if k.way == way and key in each.kept:
                used = min(count, k.seats)
                self.kept[key], count = replace(k, seats=k.seats - used), count - used
        return count


def some(seats):
    return {way: count for way, count in seats.items() if count}
