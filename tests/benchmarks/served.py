"""What a server spends on a page: the run of its script, not what the test's own browser does with the result."""

import gc
import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.testing.v1 import AppTest, app_test, local_script_runner


@dataclass
class Served:
    """Times every run of a script. As with a server, compiled scripts and its list of pages are kept, and a touch asks for the part of the
    page that it is in, if the page has such parts."""

    wall: list[float] = field(default_factory=list)
    computing: list[float] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    """The part of the page in which each widget was last drawn."""
    asked: list[str] = field(default_factory=list)
    drawn: set[str] = field(default_factory=set)
    """The parts of the page that were drawn last."""

    def begin(self) -> None:
        """From now on, for every page of this process. What was read by then is left alone, as `maap serve` leaves it."""
        gc.collect()
        gc.freeze()
        kept, run = ScriptCache(), ScriptRunner._run_script
        request, parse = local_script_runner.RerunData, local_script_runner.parse_tree_from_messages

        def timed(runner: Any, data: Any) -> None:
            wall, computing = time.perf_counter(), time.thread_time()
            run(runner, data)
            self.wall.append(time.perf_counter() - wall)
            self.computing.append(time.thread_time() - computing)

        def noted(messages: Any) -> Any:
            self.drawn = {message.delta.fragment_id for message in messages if message.delta.fragment_id}
            for message in messages:
                drawn = message.delta.new_element
                widget = getattr(drawn, drawn.WhichOneof("type") or "", None)
                if identity := getattr(widget, "id", ""):
                    self.parts[identity] = message.delta.fragment_id
            return parse(messages)

        ScriptRunner._run_script = timed  # type: ignore[method-assign]
        pages: dict[Any, Any] = {}

        def known(path: Any, cache: Any, setup_watcher: bool) -> PagesManager:
            return pages.setdefault(path, PagesManager(path, cache, setup_watcher=setup_watcher))

        app_test.PagesManager = known  # type: ignore[assignment,misc]
        app_test.ScriptCache = local_script_runner.ScriptCache = lambda: kept  # type: ignore[assignment,misc]
        local_script_runner.RerunData = lambda **given: request(**given, fragment_id_queue=self.asked)  # type: ignore[assignment,misc]
        local_script_runner.parse_tree_from_messages = noted

    def touch(self, page: AppTest, key: str, turn: int) -> tuple[float, float]:
        """Choose another option of a radio; of a list of several, one and none by turns. Returns what `answer` does."""
        widget = next(one for one in (*page.radio, *page.multiselect) if one.key == key)
        option = widget.options[turn % 2 if widget.type == "radio" else 0]
        return self.answer(page, widget, option if widget.type == "radio" else [option][: (turn + 1) % 2])

    def answer(self, page: AppTest, widget: Any, value: object) -> tuple[float, float]:
        """Touch a widget. Returns seconds by the clock and of computing until all of it is drawn."""
        whole, part = page._tree, self.parts.get(widget.id, "")
        self.asked = [part] if part else []
        self.wall.clear()
        self.computing.clear()
        widget.set_value(value).run()
        self.asked = []
        assert not page.exception, page.exception
        if part:
            page._tree = whole
        return sum(self.wall), sum(self.computing)
