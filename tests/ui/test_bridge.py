"""The bridge keeps order, keeps widgets on the main thread, and ends every job in one of four ways."""

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from consult_desk.base.errors import Cancelled, Obstacle, Refused, Trouble
from ui.bridge import Bridge


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()


def fail(error: BaseException) -> None:
    raise error


def test_answers_come_in_order_on_the_main_thread(bridge: Bridge, qtbot: QtBot) -> None:
    answers: list[tuple[int, str, str]] = []
    main = threading.current_thread().name
    for number in range(20):
        bridge.work(
            lambda n=number: (n, threading.current_thread().name),
            lambda got: answers.append((*got, threading.current_thread().name)),
        )
    qtbot.waitUntil(lambda: len(answers) == 20, timeout=5000)
    assert [a[0] for a in answers] == list(range(20))
    assert {a[1] for a in answers} == {"desk"} and {a[2] for a in answers} == {main}


def test_a_refusal_carries_its_obstacles(bridge: Bridge, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bridge.refused, timeout=5000) as seen:
        bridge.work(lambda: fail(Refused(Obstacle("人数不够", reference="第三十条"))), lambda _n: None)
    assert seen.args is not None and seen.args[0][0].reference == "第三十条"


def test_trouble_can_be_tried_again(bridge: Bridge, qtbot: QtBot) -> None:
    tries: list[int] = []
    done: list[str] = []

    def job() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise Trouble("磁盘满了")
        return "好了"

    with qtbot.waitSignal(bridge.trouble, timeout=5000) as seen:
        bridge.work(job, done.append)
    assert seen.args == ["磁盘满了"]
    bridge.retry()
    qtbot.waitUntil(lambda: done == ["好了"], timeout=5000)
    bridge.retry()
    assert bridge.waiting == 0, "what went well is not tried again"


def test_what_met_with_trouble_in_one_village_is_not_tried_in_the_next(bridge: Bridge, qtbot: QtBot) -> None:
    tries: list[int] = []
    with qtbot.waitSignal(bridge.trouble, timeout=5000):
        bridge.work(lambda: (tries.append(1), fail(Trouble("磁盘满了"))), lambda _n: None)
    bridge.let_go()
    bridge.retry()
    qtbot.waitUntil(lambda: bridge.waiting == 0, timeout=5000)
    assert tries == [1]


def test_a_bug_is_reported_and_the_next_question_still_answered(bridge: Bridge, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bridge.crashed, timeout=5000) as seen:
        bridge.work(lambda: fail(ValueError("糟了")), lambda _n: None)
    assert seen.args is not None and "ValueError: 糟了" in seen.args[0]
    answers: list[int] = []
    bridge.work(lambda: 7, answers.append)
    qtbot.waitUntil(lambda: answers == [7], timeout=5000)


def test_cancelling_says_nothing(bridge: Bridge, qtbot: QtBot) -> None:
    said: list[object] = []
    for signal in (bridge.refused, bridge.trouble, bridge.crashed):
        signal.connect(said.append)
    bridge.work(lambda: fail(Cancelled()), said.append)
    qtbot.waitUntil(lambda: bridge.waiting == 0, timeout=5000)
    assert said == []


def test_asking_before_a_village_is_open_is_a_trouble(bridge: Bridge, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bridge.trouble, timeout=5000) as seen:
        bridge.ask(lambda _look: 1, lambda _n: None)
    assert seen.args is not None and "还没有打开" in seen.args[0]


def test_the_collector_does_not_run_on_the_worker(bridge: Bridge, qtbot: QtBot) -> None:
    where: list[str] = []

    def watch(phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            where.append(threading.current_thread().name)

    gc.callbacks.append(watch)
    try:
        answers: list[int] = []
        kept: list[list[int]] = []
        bridge.work(lambda: kept.extend([i] for i in range(200_000)) or len(kept), answers.append)
        qtbot.waitUntil(lambda: bool(answers), timeout=5000)
        bridge._sweep.timeout.emit()
    finally:
        gc.callbacks.remove(watch)
    assert answers == [200_000] and "desk" not in where and where
    bridge.close()
    assert gc.isenabled()
