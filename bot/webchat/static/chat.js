// Better with this, complete without it: reading aloud, leaving at once, and saying so when a post is lost.
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  function readAloud(button) {
    if (!("speechSynthesis" in window)) { return; }
    var screen = button.closest("form");
    var parts = screen.querySelectorAll("h1, .line, .pick span, .tile span, .hint");
    var words = Array.prototype.map.call(parts, function (part) { return part.textContent.trim(); });
    var speech = new SpeechSynthesisUtterance(words.join(". "));
    speech.lang = document.documentElement.lang;
    speech.rate = 0.9;
    speechSynthesis.cancel();
    speechSynthesis.speak(speech);
  }

  function offerReading() {
    if (!("speechSynthesis" in window)) { return; }
    document.querySelectorAll("[data-say]").forEach(function (button) { button.hidden = false; });
  }

  function leave(button) {
    // The page goes first, so that nothing of it is on the screen while the network is asked.
    document.getElementById("chat").replaceChildren();
    document.title = "";
    var form = button.closest("form");
    var gone = function () { window.location.replace(button.dataset.leave); };
    fetch(form.action, { method: "POST", headers: { "Sec-Fetch-Dest": "empty" }, redirect: "manual", keepalive: true }).then(gone, gone);
    window.setTimeout(gone, 800);
  }

  document.addEventListener("click", function (event) {
    // For the youngest the question itself speaks when it is touched.
    var button = event.target.closest("[data-say], [data-leave], .young .ask h1");
    if (!button) { return; }
    event.preventDefault();
    if (button.hasAttribute("data-leave")) { leave(button); } else { readAloud(button); }
  });

  function unsent(show) { document.getElementById("unsent").hidden = !show; }
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function () { unsent(true); });
  });
  document.addEventListener("htmx:beforeRequest", function () {
    unsent(false);
    if ("speechSynthesis" in window) { speechSynthesis.cancel(); }
  });
  document.addEventListener("htmx:afterSettle", function () {
    offerReading();
    var heading = document.querySelector("#chat h1");
    if (heading) { heading.focus(); }
  });
  // A page kept by the browser for "back" is fetched again: it may be old, or somebody else may look.
  window.addEventListener("pageshow", function (event) { if (event.persisted) { window.location.reload(); } });
  offerReading();
})();
