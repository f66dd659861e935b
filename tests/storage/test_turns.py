"""Writers take their turns in the order in which they came, and one who gives up leaves the queue whole."""

import threading
import time

from maap.storage.turns import Turns


def _waits(turns: Turns, name: int, order: list[int], patience: float = 10) -> threading.Thread:
    def wait() -> None:
        if turns.acquire(patience):
            order.append(name)
            turns.release()

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.03)
    return thread


def test_whoever_has_waited_longest_is_next() -> None:
    turns, order = Turns(), list[int]()
    assert turns.acquire(1)
    waiting = [_waits(turns, n, order) for n in range(8)]
    turns.release()
    for thread in waiting:
        thread.join()
    assert order == list(range(8))


def test_one_who_gave_up_does_not_keep_the_others() -> None:
    turns, order = Turns(), list[int]()
    assert turns.acquire(1)
    gone, stays = _waits(turns, 1, order, patience=0.01), _waits(turns, 2, order)
    gone.join()
    turns.release()
    stays.join()
    assert order == [2]
    assert turns.acquire(0.1), "and the turn is free again"


def test_never_two_at_once() -> None:
    turns, inside, most = Turns(), [0], [0]

    def act() -> None:
        for _ in range(200):
            assert turns.acquire(10)
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            inside[0] -= 1
            turns.release()

    threads = [threading.Thread(target=act) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
