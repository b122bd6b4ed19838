// Says what could be clearer while a decision is typed. Without this file, "Check" says the same.
const form = document.querySelector("form[data-advice]");
const shown = document.getElementById("advice");
let waiting = 0;
let asked = 0;
let last = "";

async function ask() {
  const own = ++asked;
  const typed = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.dataset.advice, { method: "POST", body: typed, redirect: "error" });
    // What was typed meanwhile is asked about again; a page that says no is not shown here.
    if (!answer.ok || own !== asked) { return; }
    const said = await answer.text();
    // The same again would be read aloud again.
    if (said !== last) { shown.innerHTML = last = said; }
  } catch {
    // Nothing is lost: it is only advice.
  }
}

form.addEventListener("input", () => {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(ask, 800);
});
