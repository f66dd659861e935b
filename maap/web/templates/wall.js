// A screen on a wall: turns its pages, asks for news, and keeps what it last showed when the line is down.
"use strict";
(() => {
  const TURN = 15000, ASK = 1500, ANSWER = 10000, AFRESH = 600000, NEVER = 2147483647;
  const body = document.body, line = document.getElementById("line"), place = document.getElementById("place");
  const hold = document.getElementById("hold");
  let at = 0, lost = null, heard = Date.now(), turned = Date.now(), drawn = Date.now();

  const pages = () => Array.from(document.querySelectorAll(".slide"));
  const clock = (when) => new Date(when).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

  function show(next) {
    const all = pages();
    if (!all.length) return;
    at = (next + all.length) % all.length;
    all.forEach((one, n) => one.classList.toggle("shown", n === at));
    place.textContent = `${at + 1} of ${all.length}`;
  }

  function turn(by) {
    show(at + by);
    turned = Date.now();
  }

  function say(words) {
    if (line.textContent !== words) line.textContent = words;
  }

  function replace(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("slides");
    if (!fresh) return;
    const open = pages()[at]?.id;
    document.getElementById("slides").replaceWith(document.importNode(fresh, true));
    const same = pages().findIndex((one) => one.id === open);
    show(same < 0 ? at : same);
    drawn = Date.now();
  }

  function end() {
    document.getElementById("slides").remove();
    location.reload();
  }

  async function ask() {
    // once in ten minutes whatever the pulse says: a return may have become late meanwhile
    const seen = Date.now() - drawn > AFRESH ? NEVER : document.getElementById("slides").dataset.pulse;
    try {
      const answer = await fetch(body.dataset.news + seen, { cache: "no-store", signal: AbortSignal.timeout(ANSWER) });
      if (answer.status === 410) return end();
      if (answer.status === 200) replace(await answer.text());
      else if (answer.status !== 204) throw new Error(String(answer.status));
      heard = Date.now();
      lost = null;
      say("");
    } catch {
      lost = lost ?? heard;
      say(`No connection since ${clock(lost)}. These are the last figures; the screen keeps trying.`);
    }
    setTimeout(ask, ASK);
  }

  function press() {
    const held = hold.getAttribute("aria-pressed") !== "true";
    hold.setAttribute("aria-pressed", String(held));
    turned = Date.now();
  }

  document.getElementById("back").addEventListener("click", () => turn(-1));
  document.getElementById("on").addEventListener("click", () => turn(1));
  hold.addEventListener("click", press);
  document.addEventListener("keydown", (key) => {
    if (key.key === "ArrowRight") turn(1);
    if (key.key === "ArrowLeft") turn(-1);
  });
  document.querySelector("nav").hidden = false;
  body.classList.add("turning");
  show(0);
  setInterval(() => {
    if (hold.getAttribute("aria-pressed") !== "true" && Date.now() - turned >= TURN) turn(1);
  }, 500);
  setTimeout(ask, ASK);
})();
