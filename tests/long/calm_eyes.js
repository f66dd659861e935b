// Looks at a page in every frame that the browser draws, and keeps what was not calm. Runs in the page itself.
(kind) => {
  const seen = (window.calm = { frames: 0, shifts: [], missing: 0, blank: 0, skeletons: 0, faded: 0, scrolled: 0, closed: 0, moved: [], focus: 0 });
  const all = (what, where = document) => Array.from(where.querySelectorAll(what));
  const main = document.querySelector("[data-testid=stMain]") ?? document.documentElement;
  const charts = () => all("[data-testid=stVegaLiteChart]");
  const isThere = (chart) => chart.querySelector("svg.marks, canvas") !== null;
  const isBlank = (chart) => isThere(chart) && !chart.querySelector(".marks path:not(.background), .marks text, canvas");
  const wanted = charts().filter(isThere).length, top = main.scrollTop, open = all("details[open]").length;
  const focused = document.activeElement?.tagName;
  const places = new Map();

  // a heading that is where it was, or went there because the browser's window changed
  function place(one, name) {
    const box = one.getBoundingClientRect();
    const now = `${Math.round(box.left)} ${Math.round(box.top + main.scrollTop)}`;
    const was = places.get(name);
    if (was !== undefined && was !== now) seen.moved.push(`${name}: ${was} → ${now}`);
    places.set(name, now);
  }

  function dashboard() {
    if (charts().filter(isThere).length < wanted) seen.missing++;
    if (charts().some(isBlank)) seen.blank++;
    if (document.querySelector("[data-testid=stMain] [data-testid=stSkeleton]")) seen.skeletons++;
    if (main.scrollTop !== top) seen.scrolled++;
    if (all("details[open]").length < open) seen.closed++;
    if (document.activeElement?.tagName !== focused) seen.focus++;
    if (seen.frames % 12) return;
    if (all("[data-stale=true]").some((one) => getComputedStyle(one).opacity < 0.95)) seen.faded++;
    all("[class*=st-key-tile-]").forEach((one) => place(one, one.className.match(/st-key-tile-[\w-]+/)[0]));
  }

  function wall() {
    const shown = all(".slide.shown");
    if (shown.length !== 1) seen.missing++;
    else if (!shown[0].querySelector("svg path, svg rect")) seen.blank++;
    else place(shown[0].querySelector("h2"), shown[0].id);
    if (document.documentElement.scrollTop) seen.scrolled++;
  }

  const look = kind === "wall" ? wall : dashboard;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      const what = (one.sources ?? []).map((source) => (source.node?.className ?? source.node?.nodeName ?? "").toString());
      if (!one.hadRecentInput) seen.shifts.push([one.startTime / 1000, one.value, what.slice(0, 2).join(" | ").slice(0, 160)]);
    }
  }).observe({ type: "layout-shift" });
  const frame = () => {
    seen.frames++;
    look();
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
};
