"""Pairs of worlds: a common history, and per pair what one of them has in secret besides."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from kunci.models.viewer import Principal
from tests.secrecy.happenings import SECRETS, VERBS
from tests.secrecy.knowledge import Knowledge, knowledge
from tests.secrecy.snapshot import Browser, Look, Snapshot, absent, all_ids, compare, hidden_and_absent, snapshot
from tests.secrecy.stage import Clockwork
from tests.secrecy.verbs import Secret
from tests.secrecy.viewers import STAGES, VIEWERS, Viewer
from tests.secrecy.worlds import Call, Pick, Undo, World

PAIRS = 5  # for each common history
Step = tuple[str, int]


@dataclass(frozen=True)
class Plan:
    """All that a few pairs are made of."""

    viewer: str
    seed: int
    stage: int
    look: Look
    common: tuple[Step, ...]
    secrets: tuple[tuple[Step, ...], ...]
    tail: tuple[Step, ...]
    story: str = ""  # its name, where it was not drawn
    parts: int = 1  # each pair looks at one of so many parts of all routes, the next at the next

    def __str__(self) -> str:
        drawn = f"replace(plan({self.viewer!r}, {self.seed}, {len(self.secrets)}), parts={self.parts})"
        return self.story or drawn


class Differs(AssertionError):
    """Two worlds that the viewer can tell apart: how, and all that happened."""

    def __init__(self, apart: list[str], story: list[str]) -> None:
        super().__init__("\n".join([*apart[:8], f"({len(apart)} differences)", *story]))
        self.first = apart[0]


@dataclass
class Tally:
    """How much was really compared."""

    pairs: int = 0
    acts: int = 0
    parted: int = 0
    answers: int = 0
    kept: Counter[str] = field(default_factory=Counter)


def plan(viewer: str, seed: int, pairs: int = PAIRS) -> Plan:
    """The plan that a number stands for."""
    draw = Random(f"{viewer}/{seed}")

    def steps(verbs: tuple[str, ...], least: int, most: int) -> tuple[Step, ...]:
        return tuple((draw.choice(verbs), draw.getrandbits(40)) for _ in range(draw.randint(least, most)))

    return Plan(
        viewer=viewer,
        seed=seed,
        stage=draw.randrange(STAGES),
        look=Look(size=draw.choice((1, 3, 50)), turn=draw.randrange(20)),
        common=steps(tuple(VERBS), 2, 16),
        secrets=tuple(steps(SECRETS, 4, 9) for _ in range(pairs)),
        tail=steps(tuple(VERBS), 0, 4),
    )


def check(plan: Plan, work: Clockwork, tally: Tally) -> None:
    """Raises Differs where the viewer can tell two worlds of a plan apart."""
    try:
        with transaction.atomic():
            _check(plan, work, tally)
            raise Undo
    except Undo:
        pass


def _check(plan: Plan, work: Clockwork, tally: Tally) -> None:
    world = World(work)
    viewer = VIEWERS[plan.viewer](world, plan.stage)
    story = [f"the viewer is {plan.viewer}, stage {plan.stage}"]
    story += [_happen(world, *step) for step in plan.common]
    end = world.now + timedelta(hours=1)
    tail: list[Call] = []
    with world.branch():
        world.work.now = end
        for step in plan.tail:
            if (call := VERBS[step[0]](world, Pick(step[1]), None)) is not None:
                tail.append(call)
                world.run(call)
    with world.branch():
        plain = _go_on(world, viewer, end, tail, plan.look)
        never = absent(plain.browser, plain.known, plan.look)
    before = all_ids()
    for number, steps in enumerate(plan.secrets):
        look = replace(plan.look, part=(number % plan.parts, plan.parts))
        with world.branch():
            kept = _keep_secret(world, viewer.principal, end, steps, tally)
            other = _go_on(world, viewer, end, tail, look)
            if other.known != plain.known:
                tally.parted += 1
                continue
            apart = _apart(replace(plain, looks=plain.looks.at(look)), other)
            apart += hidden_and_absent(other.browser, other.known, look, before, never)
            if apart:
                both = map(world.story, tail)
                told = [*story, "in one world only:", *kept, "in both again:", *both, str(plan)]
                raise Differs(apart, told)
            tally.pairs += 1
            tally.answers += len(other.looks.answers)


@dataclass(frozen=True)
class Course:
    """What the viewer had of a world in the end: how their own acts came out, what they may know, what they see."""

    own: tuple[str, ...]
    known: Knowledge
    looks: Snapshot
    browser: Browser


def _go_on(world: World, viewer: Viewer, end: datetime, tail: list[Call], look: Look) -> Course:
    world.work.now = end
    came = [(call.by, world.run(call)) for call in tail]
    own = tuple(code for by, code in came if by is not None and by == viewer.me)
    known = knowledge(viewer.principal, world.now)
    browser = Browser(world, viewer)
    return Course(own, known, snapshot(browser, known, look), browser)


def _apart(one: Course, other: Course) -> list[str]:
    own = [] if one.own == other.own else [f"their own acts came out as {one.own} | {other.own}"]
    return own + compare(one.looks, other.looks)


def _happen(world: World, verb: str, number: int) -> str:
    call = VERBS[verb](world, Pick(number), None)
    return "" if call is None else f"{world.story(call)} {world.run(call)}"


def _keep_secret(
    world: World, viewer: Principal | None, end: datetime, steps: tuple[Step, ...], tally: Tally
) -> list[str]:
    """Does what can be done without the viewer's knowledge, an act a minute, and says what that was."""
    known = knowledge(viewer, end)
    kept = []
    for verb, number in steps:
        world.later(timedelta(minutes=1))
        call = VERBS[verb](world, Pick(number), Secret(viewer, known))
        if call is None:
            continue
        tally.acts += 1
        if world.run_secret(call, viewer, end, known):
            tally.kept[verb] += 1
            kept.append(world.story(call))
    return kept
