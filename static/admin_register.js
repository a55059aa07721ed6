"use strict";
/* While an editor types a date or the words of a term, shows how the server reads it.
   The page says the same after saving or a preview; without this script nothing is lost. */
(() => {
  const address = new URL("/admin/moratoriums/pledge/read/", location.href);
  const wait = 350;
  const timers = new WeakMap();

  const box = (scope, name) => scope.querySelector(`[name$="${name}"]`);
  const ask = async (query) => {
    const url = new URL(address);
    url.search = new URLSearchParams(query);
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    return answer.ok ? answer.json() : null;
  };

  const readDate = async (input) => {
    const answer = await ask({ date: input.value });
    const place = input.parentElement.querySelector("span.reading");
    if (answer && place) place.textContent = answer.text;
  };

  const place = (words) => {
    const row = words.closest(".fieldBox, .form-row").parentElement;
    let help = row.querySelector(".help");
    if (!help) {
      help = document.createElement("div");
      help.className = "help";
      row.append(help);
    }
    return help;
  };

  const readTerm = async (scope) => {
    const words = box(scope, "lasts_words");
    if (!words) return;
    const start = box(scope, "announced_on") || box(scope, "happened_on");
    const effective = box(scope, "effective_on");
    const answer = await ask({
      words: words.value,
      start: start ? start.value : "",
      effective: effective ? effective.value : "",
    });
    // The answer is a part of a page made, and escaped, by our own server.
    if (answer) place(words).innerHTML = answer.html;
  };

  // Whoever types the words of a term means the term to follow them.
  const followWords = (words, scope) => {
    const goesOn = scope.querySelector('[name$="lasts_from"][value="same"]');
    if (words.value && goesOn && goesOn.checked) {
      scope.querySelector('[name$="lasts_from"][value="words"]').checked = true;
    }
  };

  const later = (input, work) => {
    clearTimeout(timers.get(input));
    timers.set(input, setTimeout(work, wait));
  };

  document.addEventListener("input", (event) => {
    const input = event.target;
    const kind = input.dataset ? input.dataset.reads : undefined;
    if (!kind) return;
    const inline = input.closest(".inline-related");
    const scope = inline || input.form.querySelector("fieldset.module").parentElement;
    if (kind === "term") followWords(input, scope);
    later(input, () => {
      if (kind === "date") readDate(input);
      if (kind === "term" || /(announced_on|effective_on|happened_on)$/.test(input.name)) {
        readTerm(inline || scope);
      }
    });
  });
})();
