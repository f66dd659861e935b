// Streamlit keeps the scroll position when the content of a page is exchanged. When somebody goes to another section,
// this brings them to its heading, with the focus there, so that eyes, keyboard and screen reader arrive together.
(function () {
  "use strict";
  let last = null;
  let place = "arrival"; // the key of the container whose heading it is
  let into = false; // whether the focus goes into the first field under the heading, where somebody works by keyboard

  function send(message) {
    window.parent.postMessage(Object.assign({ isStreamlitMessage: true }, message), window.location.origin);
  }

  // Of several radio buttons that belong together, the one that is chosen has the place in the keyboard's order.
  function firstField(under) {
    const first = under.querySelector("input, textarea");
    if (!first || first.type !== "radio") return first;
    return under.querySelector('input[name="' + CSS.escape(first.name) + '"]:checked') || first;
  }

  function arrive(tries) {
    const page = window.parent.document;
    const main = page.querySelector('[data-testid="stMain"]');
    const heading = page.querySelector(".st-key-" + place + " h2");
    if (!main || !heading) {
      if (tries > 0) window.setTimeout(function () { arrive(tries - 1); }, 60);
      return;
    }
    main.scrollTo(0, Math.max(0, heading.getBoundingClientRect().top + main.scrollTop - 90));
    heading.setAttribute("tabindex", "-1");
    const field = into && firstField(heading.closest(".st-key-" + place));
    (field || heading).focus({ preventScroll: true });
  }

  // While somebody is on one of the answers of a question, a number chooses that answer of it; where several may be
  // chosen, it takes the answer back, too.
  function choose(event) {
    const at = event.target;
    if (event.altKey || event.ctrlKey || event.metaKey || !/^[1-9]$/.test(event.key) || !at.closest) return;
    const several = at.matches("button") && '[data-testid="stButtonGroup"]';
    const answers = at.closest('[class*="st-key-q-"]') && (at.type === "radio" || several) &&
      at.closest(several || '[role="radiogroup"]');
    const wanted = answers && answers.querySelectorAll(several ? "button" : 'input[type="radio"]')[Number(event.key) - 1];
    if (!wanted || wanted.disabled) return;
    event.preventDefault();
    wanted.focus();
    if (several || !wanted.checked) wanted.click();
  }
  const outside = window.parent.document;
  outside.addEventListener("keydown", choose);
  window.addEventListener("pagehide", function () { outside.removeEventListener("keydown", choose); });

  // The browser may know first that it is offline: the house's style sheet then says so. What it says of being online
  // is not believed, because some take a network of this machine alone for none: a sign of life is.
  function line(isLost) {
    if (isLost) outside.documentElement.dataset.line = "lost";
    else delete outside.documentElement.dataset.line;
  }
  window.addEventListener("offline", function () { line(true); touched(); });
  window.addEventListener("online", listen);

  // Streamlit's own dialog about it would lie over what somebody typed, and speak of a terminal.
  const dialogs = new MutationObserver(function () {
    const dialog = outside.querySelector('[data-testid="stDialog"]');
    const away = dialog && dialog.textContent.indexOf("Connection error") >= 0;
    if (away) dialog.querySelector('button[aria-label="Close"]').click();
  });
  dialogs.observe(outside.body, { childList: true });
  window.addEventListener("pagehide", function () { dialogs.disconnect(); });

  // A line that falls silent without being cut tells nobody. So after somebody gave something, ask for a sign of life;
  // while there is none, the page says so and goes on asking.
  let due = 0;
  function touched() {
    if (!due) due = window.setTimeout(listen, 5000);
  }
  function listen() {
    window.clearTimeout(due);
    due = 0;
    window.parent.fetch("/health", { cache: "no-store", signal: AbortSignal.timeout(8000) }).then(
      function () { line(false); },
      function () { line(true); touched(); }
    );
  }
  outside.addEventListener("change", touched);
  window.addEventListener("pagehide", function () {
    outside.removeEventListener("change", touched);
    window.clearTimeout(due);
  });

  window.addEventListener("message", function (event) {
    if (event.origin !== window.location.origin || event.data.type !== "streamlit:render") return;
    const at = event.data.args.at;
    into = event.data.args.into === true;
    place = event.data.args.place || "arrival";
    if (last === null ? event.data.args.fresh === true : at !== last) arrive(10);
    last = at;
  });
  send({ type: "streamlit:componentReady", apiVersion: 1 });
  send({ type: "streamlit:setFrameHeight", height: 0 });
})();
