"use strict";
/* On the page of an article: words selected in the text are bound to facts by a key, and what is
   typed is saved every ten seconds. Without this script the words are copied into the boxes, and
   the draft is saved by its button. */
(() => {
  const form = document.getElementById("desk-form");
  const text = document.querySelector("[data-text]");
  if (!form || !text) return;
  const said = document.getElementById("desk-said");
  const saved = document.getElementById("desk-saved");
  const EVERY = 10000;
  let lastBox = null;
  let lastSent = null;
  let stopped = false;
  let sending = null; // one save at a time: each needs the version that the last one made

  const tell = (words) => { said.textContent = words; };

  // --- binding ---------------------------------------------------------------------------------
  const selected = () => {
    const selection = window.getSelection();
    if (!selection.rangeCount || !text.contains(selection.anchorNode)) return "";
    return selection.toString().replace(/\s+/g, " ").trim();
  };

  const card = () => {
    const near = lastBox && lastBox.closest("[data-card]");
    return near || form.querySelector("[data-card]");
  };

  const named = (name) => {
    const place = card();
    return place && place.querySelector(`[name="${place.dataset.card}-${name}"]`);
  };

  const put = (box, words, label) => {
    if (!box) return;
    box.value = words.slice(0, box.maxLength > 0 ? box.maxLength : undefined);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    lastBox = box;
    tell(`${label}: “${words.slice(0, 60)}”. Save the draft to see it marked.`);
  };

  const exemptNames = (place) => (
    [...place.querySelectorAll(`[name^="${place.dataset.card}-x-"][name$="-name"]`)]
  );

  // One more row for an exempt party: the last one again, empty, under the next number.
  const addExemption = (place) => {
    const total = place.querySelector(`[name="${place.dataset.card}-x-TOTAL_FORMS"]`);
    const names = exemptNames(place);
    if (names.length >= Number(form.dataset.mostExempt)) return null;
    const last = names[names.length - 1].closest(".exempt");
    const row = last.cloneNode(true);
    const number = Number(total.value);
    row.classList.remove("desk-wrong");
    row.querySelectorAll(".errorlist").forEach((words) => words.remove());
    row.querySelectorAll("[name], [for]").forEach((node) => {
      for (const name of ["name", "id", "for"]) {
        const old = node.getAttribute(name);
        if (old) node.setAttribute(name, old.replace(/-x-\d+-/, `-x-${number}-`));
      }
      if (node.matches("input")) node.value = "";
      else if (node.matches("select")) node.selectedIndex = 0;
      else if (!node.matches(".visually-hidden")) {
        node.textContent = node.textContent.replace(/\d+/, String(number + 1));
      }
    });
    total.value = String(number + 1);
    last.after(row);
    return row.querySelector('[name$="-name"]');
  };

  const emptyExemption = () => {
    const place = card();
    return exemptNames(place).find((box) => !box.value) || addExemption(place);
  };

  const bindings = {
    b: (words) => {
      const field = lastBox && lastBox.closest(".desk-field, .exempt");
      const box = field && field.querySelector("[data-words]");
      if (box) put(box, words, "Bound");
      else tell("Go to a fact first: the words are bound to the one you were in last.");
    },
    x: (words) => {
      const box = emptyExemption();
      if (!box) { tell("There is no room for more exempt parties."); return; }
      put(box, words, "Exempt");
      put(box.closest(".exempt").querySelector("[data-words]"), words, "Exempt");
    },
    c: (words) => { put(named("condition"), words, "Condition"); put(named("words_condition"), words, "Condition"); },
    q: (words) => put(named("said"), words, "The company's words"),
    e: (words) => put(named("e-term_words"), words, "Words of the event"),
  };

  document.addEventListener("focusin", (event) => {
    if (event.target.closest("#desk-form") && event.target.matches("input, select, textarea")) {
      lastBox = event.target;
    }
  });

  const typing = (target) => target.closest("input:not([type=checkbox],[type=radio]), textarea, select");

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[value=save]"));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const words = selected();
    if (event.key === "p" && !words) {
      form.requestSubmit(form.querySelector("[value=add_card]"));
    } else if (words && bindings[event.key]) {
      event.preventDefault();
      bindings[event.key](words);
    }
  });

  // A button beside every box of words does what the key "b" does.
  form.querySelectorAll("[data-words]").forEach((box) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "desk-bind";
    button.textContent = "Use selected";
    button.setAttribute("aria-label", "Use the words selected in the article");
    box.after(button);
  });
  form.addEventListener("mousedown", (event) => {
    if (event.target.closest(".desk-bind")) event.preventDefault(); // keeps the selection
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && button.matches(".desk-bind")) {
      const words = selected();
      if (words) put(button.previousElementSibling, words, "Bound");
      else tell("Select words in the article first.");
    } else if (button && button.value.startsWith("more:")) { // without a reload, and in its place
      const box = addExemption(button.closest("[data-card]"));
      if (box) { event.preventDefault(); box.focus(); }
    }
  });

  // --- how dates and terms are read --------------------------------------------------------------
  const ask = async (query) => {
    const answer = await fetch(`${form.dataset.read}?${new URLSearchParams(query)}`);
    return answer.ok ? answer.json() : null;
  };

  const readDate = async (box) => {
    const told = await ask({ date: box.value });
    if (!told) return;
    let place = box.parentElement.querySelector("span.reading");
    if (!place) {
      place = document.createElement("span");
      place.className = "reading";
      box.after(place);
    }
    place.textContent = told.text;
  };

  const readTerm = async (place) => {
    const value = (name) => place.querySelector(`[name="${place.dataset.card}-${name}"]`).value;
    const told = await ask({
      words: value("term_words"), start: value("announced"), effective: value("in_force_from"),
    });
    // The answer is a part of a page made, and escaped, by our own server.
    if (told) place.querySelector("[data-term]").innerHTML = told.html;
  };

  let waiting = null;
  form.addEventListener("input", (event) => {
    const box = event.target;
    const place = box.closest("[data-card]");
    if (!place) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (box.dataset.reads === "date") readDate(box);
      if (/-(announced|in_force_from|term_words)$/.test(box.name)) readTerm(place);
    }, 350);
  });

  // --- saving by itself ------------------------------------------------------------------------
  const now = () => {
    const data = new FormData(form);
    data.delete("version");
    return new URLSearchParams(data).toString();
  };
  lastSent = now();

  const send = async (state) => {
    const version = form.elements.namedItem("version");
    lastSent = state;
    const data = new FormData(form);
    data.set("action", "autosave");
    try {
      const answer = await fetch(location.pathname, {
        method: "POST", body: data, headers: { Accept: "application/json" },
      });
      const told = await answer.json();
      if (told.conflict) {
        stopped = true;
        tell(told.conflict);
        saved.textContent = told.conflict;
        return;
      }
      version.value = told.version;
      saved.textContent = `Draft saved by itself at ${told.saved}.`;
    } catch {
      lastSent = "";
      saved.textContent = "The draft could not be saved just now; it is tried again.";
    }
  };

  const autosave = () => {
    const state = now();
    if (stopped || sending || state === lastSent) return;
    sending = send(state).finally(() => { sending = null; });
  };

  setInterval(autosave, EVERY);
  form.addEventListener("focusout", () => setTimeout(autosave, 0));
  form.addEventListener("submit", (event) => {
    if (sending) { // wait for the save that is on its way, and send then what was pressed
      event.preventDefault();
      const button = event.submitter;
      sending.then(() => form.requestSubmit(button));
      return;
    }
    if (event.submitter && event.submitter.formTarget !== "_blank") stopped = true;
  });

  const first = document.getElementById("desk-errors") || document.getElementById("preview");
  if (first) first.focus();
})();
