/* One person of the hall as she is drawn: the button that says she came, and the four questions
   after listening, of which each has its own heading. */
(() => {
  "use strict";
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all);
  const clock = new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit", hour12: false });

  function line(hall, row) {
    return [
      row.year || "", row.tail ? "…" + row.tail : "", hall.words.states[row.state] || "", row.unread ? hall.words.unread : "",
      row.here && row.at ? fill(hall.words.came_at, { time: clock.format(row.at).replace(/^0/, "") }) : ""
    ].filter(Boolean).join(" · ");
  }

  /* The questions and their answers; the summary says what was told. */
  function chips(hall, row, after) {
    const given = row.name.trim().split(/\s+/).pop(), told = [], words = hall.words;
    const group = (name, choices, chosen, kind, label) => {
      const place = after.querySelector(`[data-of=${name}]`), answers = place.querySelector(".chips");
      place.hidden = !choices.length;
      place.querySelector("p").textContent = fill(label, { name: given });
      answers.setAttribute("aria-label", fill(label, { name: row.name }));
      choices.forEach(([code, text]) => {
        const on = chosen(code), chip = hall.part("chip").content.firstElementChild.cloneNode(true);
        chip.dataset.kind = kind;
        chip.dataset.code = code;
        chip.setAttribute("aria-pressed", String(on));
        chip.querySelector(".ic").toggleAttribute("hidden", !on);
        chip.appendChild(document.createTextNode(text));
        answers.appendChild(chip);
        if (on) { told.push(text); }
      });
    };
    const tables = hall.deck.tables.map(([n, who]) => [n, fill(words.table, { n: n, who: who })]);
    group("said", hall.deck.said, code => row.said === code, "said", words.ask_said);
    group("markets", hall.deck.markets, code => row.markets.includes(code), "market", words.ask_market);
    group("tables", tables, code => row.tables.includes(code), "table", words.ask_table);
    group("doubts", hall.deck.doubts, code => row.doubt === code, "doubt", words.ask_doubt);
    const agrees = after.querySelector("[data-of=agreed]");
    agrees.hidden = !row.asks;
    agrees.querySelector("p").textContent = fill(words.ask_agreed, { name: given });
    after.querySelector("summary").textContent = told.join(" · ") || words.untold;
    after.open = hall.open === row.ref;
  }

  /* Opened: the keyboard of the phone goes, the top of the list comes, and that is what is read. */
  window.hallStart = root => {
    root.querySelector("[data-title]").focus({ preventScroll: true });
    if (innerHeight < 720) { root.scrollIntoView({ block: "start" }); }
  };
  window.hallFill = fill;
  window.hallRow = (hall, row) => {
    const one = hall.part("row").content.firstElementChild.cloneNode(true), tap = one.querySelector(".tap");
    one.dataset.ref = row.ref;
    tap.setAttribute("aria-pressed", String(row.here));
    tap.querySelector("b").textContent = row.name;
    tap.querySelector("small").textContent = line(hall, row);
    tap.querySelector(".ic").toggleAttribute("hidden", !row.here);
    const after = one.querySelector("details");
    if (row.here) { chips(hall, row, after); } else { after.remove(); }
    return one;
  };
})();
