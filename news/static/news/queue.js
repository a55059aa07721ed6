"use strict";
/* The keys of the queue. Every key presses a button or follows a link that stands on the page;
   without this script the same buttons send the same forms. */
(() => {
  const list = document.querySelector("[data-rows]");
  if (!list) return;
  const said = document.getElementById("queue-said");
  const bulk = document.getElementById("bulk");
  const rows = () => [...list.querySelectorAll("[data-story]")];
  const current = () => document.activeElement.closest("[data-story]");
  let waitsFor = null; // an open menu of the current row, or "g"

  const tell = (text) => { said.textContent = text; };

  const focusRow = (row) => {
    if (!row) return;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };

  const move = (step) => {
    const all = rows();
    const at = all.indexOf(current());
    focusRow(all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))]);
  };

  const chosen = () => [...list.querySelectorAll("input[form=bulk]:checked")];

  const count = () => {
    const number = chosen().length;
    document.querySelectorAll("[data-selected]").forEach((place) => {
      place.textContent = number ? String(number) : "";
    });
  };

  const closeMenus = (row) => {
    row.querySelectorAll(".menu[open]").forEach((menu) => menu.removeAttribute("open"));
    waitsFor = null;
  };

  const showUndo = (press) => {
    const old = document.querySelector(".queue-undo");
    if (old) old.remove();
    if (!press) return;
    const form = document.createElement("form");
    form.method = "post";
    form.className = "queue-undo";
    const token = bulk.querySelector("[name=csrfmiddlewaretoken]").cloneNode();
    const back = bulk.querySelector("[name=back]").cloneNode();
    const button = document.createElement("button");
    button.type = "submit";
    button.name = "do";
    button.value = `undo:${press}`;
    button.dataset.key = "u";
    button.textContent = "Undo";
    form.append(token, back, button);
    bulk.before(form);
  };

  const settle = (answer) => {
    if (answer.failed) { tell(answer.message); return; }
    if (answer.go) { location.assign(answer.go); return; }
    const words = `${answer.message} ${answer.left} left.`;
    const gone = new Set(answer.gone);
    const still = rows().filter((row) => !gone.has(Number(row.dataset.story)));
    if (!gone.size || !still.length) { // what is left of it, or what comes next, is fetched
      sessionStorage.setItem("queue-said", words);
      location.reload();
      return;
    }
    const all = rows();
    const last = Math.max(...all.map((row, at) => (gone.has(Number(row.dataset.story)) ? at : -1)));
    const after = all.slice(last + 1).find((row) => !gone.has(Number(row.dataset.story)));
    const before = all.slice(0, Math.max(last, 0)).reverse()
      .find((row) => !gone.has(Number(row.dataset.story)));
    all.forEach((row) => { if (gone.has(Number(row.dataset.story))) row.remove(); });
    document.querySelectorAll("[data-left]").forEach((place) => { place.textContent = answer.left; });
    tell(words);
    showUndo(answer.press);
    count();
    focusRow(after || before);
  };

  const send = async (form, button) => {
    const data = new FormData(form);
    data.set(button.name, button.value);
    try {
      const answer = await fetch(location.pathname, {
        method: "POST", body: data, headers: { Accept: "application/json" },
      });
      if (!(answer.headers.get("Content-Type") || "").includes("json")) throw new Error("no answer");
      settle(await answer.json());
    } catch {
      tell("This could not be sent. Reload the page; you may have to log in again.");
    }
  };

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.name !== "do") return;
    const [step] = button.value.split(":");
    // An undo and an assignment change what the page shows: it is loaded anew.
    if (step === "undo" || step === "assign") return;
    event.preventDefault();
    send(event.target, button);
  });

  list.addEventListener("change", count);

  const pressChoice = (row, menu, key) => {
    const button = menu.querySelector(`[data-choice="${key}"]`);
    if (!button) return;
    closeMenus(row);
    const many = chosen();
    const reason = button.value.split(":")[1];
    if (many.length && button.value.startsWith("dismiss")) {
      bulk.querySelector("[name=reason]").value = reason;
      bulk.requestSubmit(bulk.querySelector("[value=dismiss]"));
    } else {
      row.querySelector("form").requestSubmit(button);
    }
  };

  const inRow = (row, key) => {
    const target = row.querySelector(`[data-key="${key}"]`);
    if (key === "x") {
      const box = row.querySelector("input[form=bulk]");
      if (box) { box.checked = !box.checked; count(); }
    } else if (/[1-5]/.test(key)) {
      const choice = row.querySelector(`[data-number="${key}"]`);
      if (choice) { choice.checked = true; tell(choice.parentElement.textContent.trim()); }
    } else if (!target) {
      return false;
    } else if (target.matches(".menu")) {
      target.setAttribute("open", "");
      target.querySelector("div").scrollIntoView({ block: "nearest" });
      waitsFor = target;
      tell(target.innerText);
    } else if (target.matches("details")) {
      target.toggleAttribute("open");
    } else {
      target.click();
    }
    return true;
  };

  const onKey = (key) => {
    const row = current();
    if (waitsFor === "g") {
      waitsFor = null;
      const link = document.querySelector(`[data-jump="${key}"]`);
      if (link) link.click();
      return true;
    }
    if (waitsFor && row) {
      if (key === "Escape") { closeMenus(row); tell(""); }
      else pressChoice(row, waitsFor, key);
      return true;
    }
    switch (key) {
      case "j": move(1); return true;
      case "k": move(-1); return true;
      case "g": waitsFor = "g"; return true;
      case "/": document.getElementById("queue-q").focus(); return true;
      case "?": document.querySelector(".queue-keys").toggleAttribute("open"); return true;
      case "u": {
        const undo = document.querySelector("[data-key=u]");
        if (undo) undo.click();
        return true;
      }
      default: return row ? inRow(row, key) : false;
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.target.closest("input:not([type=checkbox],[type=radio]), select, textarea");
    if (field) {
      if (event.key === "Escape") field.blur();
      return;
    }
    if (event.key === "Enter" || event.key === " " || event.key === "Tab") return;
    if (onKey(event.key)) event.preventDefault();
  });

  count();
  const done = document.querySelector(".messagelist li");
  tell(sessionStorage.getItem("queue-said") || (done ? done.textContent.trim() : ""));
  sessionStorage.removeItem("queue-said");
  focusRow(document.querySelector(":target[data-story]") || rows()[0]);
})();
