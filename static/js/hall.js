/* The hall: a list of people, taps that are acts, and what they add up to on this phone. The
   same on the roster's page and in a saved file; who keeps and sends the acts is told by `hooks`.
   Every act is kept before it is shown. docs/adr/032 */
(() => {
  "use strict";
  const Rows = window.hallRows.Rows, slipCode = window.hallRows.slipCode;
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all);
  const clock = new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit", hour12: false });

  class Hall {
    constructor(root, deck, hooks) {
      this.root = root;
      this.deck = deck;
      this.hooks = hooks;
      this.words = JSON.parse(document.querySelector("[data-words]").textContent);
      this.rows = new Rows(deck);
      this.open = "";
      this.last = 0;
      this.skew = hooks.skew || 0;
      this.part = name => root.querySelector(`[data-${name}]`);
      this.draw();
      this.listen();
    }

    say(text) { this.part("live").textContent = text; }

    /* A tap: kept first, then shown, then on its way. */
    async act(kind, ref, value, was, stranger) {
      this.last = Math.max(Date.now() + this.skew, this.last + 1);
      const act = { i: window.hallStore.random(26), r: ref, k: kind, v: value, w: was, t: this.last };
      if (kind === "walk_in") { act.r = act.i; act.s = stranger; }
      try { await this.hooks.keep(act); } catch (full) { this.trouble(this.words.full); return null; }
      this.rows.apply(act);
      this.hooks.kept(act);
      return act;
    }

    trouble(text) {
      const box = this.part("trouble");
      box.hidden = !text;
      box.querySelector("p").textContent = text;
    }

    // ---- drawing ---------------------------------------------------------------------
    draw() {
      const place = this.part("list"), made = document.createDocumentFragment();
      let last = null;
      this.rows.sorted().forEach(row => {
        const home = row.commune + "|" + row.village;
        if (home !== last) {
          const head = document.createElement("li");
          head.className = "letter";
          head.textContent = this.home(row);
          made.appendChild(head);
          last = home;
        }
        made.appendChild(this.item(row));
      });
      const opened = [...place.querySelectorAll("[data-ref]:has(details[open])")].map(item => item.dataset.ref);
      place.replaceChildren(made);
      opened.forEach(ref => {
        const after = place.querySelector(`[data-ref="${CSS.escape(ref)}"] details`);
        if (after) { after.open = true; }
      });
      this.narrow();
      this.count();
    }

    home(row) {
      const village = row.village || this.words.no_village;
      return row.commune === this.deck.host ? village : `${village}, ${this.rows.places.get(row.commune) || this.words.elsewhere}`;
    }

    item(row) {
      const one = this.part("row").content.firstElementChild.cloneNode(true), tap = one.querySelector(".tap");
      one.dataset.ref = row.ref;
      tap.setAttribute("aria-pressed", String(row.here));
      tap.querySelector("b").textContent = row.name;
      tap.querySelector("small").textContent = [
        row.year || "", row.tail ? "…" + row.tail : "", this.words.states[row.state] || "", row.unread ? this.words.unread : "",
        row.here && row.at ? fill(this.words.came_at, { time: clock.format(row.at) }) : ""
      ].filter(Boolean).join(" · ");
      tap.querySelector(".ic").toggleAttribute("hidden", !row.here);
      const after = one.querySelector("details");
      if (row.here) { this.chips(row, after); } else { after.remove(); }
      return one;
    }

    chips(row, after) {
      const given = row.name.trim().split(/\s+/).pop(), told = [];
      const group = (name, choices, chosen, kind, label) => {
        const place = after.querySelector(`[data-of=${name}]`);
        place.hidden = !choices.length;
        place.querySelector("p").textContent = name === "said" ? "" : fill(label, { name: given });
        const chips = place.querySelector(".chips");
        chips.setAttribute("aria-label", fill(label, { name: row.name }));
        choices.forEach(([code, words]) => {
          const on = chosen(code), chip = this.part("chip").content.firstElementChild.cloneNode(true);
          chip.dataset.kind = kind;
          chip.dataset.code = code;
          chip.setAttribute("aria-pressed", String(on));
          chip.querySelector(".ic").toggleAttribute("hidden", !on);
          chip.appendChild(document.createTextNode(words));
          chips.appendChild(chip);
          if (on) { told.push(words); }
        });
      };
      const tables = this.deck.tables.map(([n, who]) => [n, fill(this.words.table, { n: n, who: who })]);
      group("said", this.deck.said, code => row.said === code, "said", this.words.ask_said);
      group("markets", this.deck.markets, code => row.markets.includes(code), "market", this.words.ask_market);
      group("tables", tables, code => row.tables.includes(code), "table", this.words.ask_table);
      group("doubts", this.deck.doubts, code => row.doubt === code, "doubt", this.words.ask_doubt);
      const agrees = after.querySelector("[data-of=agreed]");
      agrees.hidden = !row.asks;
      agrees.querySelector("p").textContent = fill(this.words.ask_agreed, { name: given });
      after.querySelector("summary").textContent = told.join(" · ") || fill(this.words.ask_said, { name: given });
      after.open = this.open === row.ref;
    }

    /* Only the row that changed, and the keyboard stays where it was. */
    redraw(row) {
      const old = this.part("list").querySelector(`[data-ref="${CSS.escape(row.ref)}"]`);
      if (!old) { this.draw(); return; }
      const focus = old.contains(document.activeElement) ? document.activeElement : null;
      const fresh = this.item(row), after = fresh.querySelector("details");
      fresh.hidden = old.hidden;
      if (after && old.querySelector("details[open]")) { after.open = true; }
      old.replaceWith(fresh);
      if (focus) {
        const code = focus.dataset.code;
        const twin = code === undefined ? fresh.querySelector(focus.tagName === "SUMMARY" ? "summary" : ".tap")
          : fresh.querySelector(`[data-kind="${focus.dataset.kind}"][data-code="${code}"]`);
        (twin || fresh.querySelector(".tap")).focus({ preventScroll: true });
      }
      this.count();
    }

    count() {
      const now = this.rows.counts();
      this.part("came").textContent = now.came;
      this.part("of").textContent = fill(this.words.of, now);
      this.part("bar").setAttribute("width", `${Math.min(100, 100 * now.came / Math.max(now.held, 1)).toFixed(1)}%`);
      this.part("none").hidden = now.all > 0;
    }

    /* Fresh rows of the server, with what it does not know yet on top; only what changed is drawn. */
    update(packed, unsent) {
      const drawn = new Map([...this.rows.all].map(([ref, row]) => [ref, JSON.stringify(row)]));
      this.rows.take(packed);
      unsent.forEach(act => this.rows.apply(act));
      const changed = [...this.rows.all.values()].filter(row => drawn.get(row.ref) !== JSON.stringify(row));
      if (changed.some(row => !drawn.has(row.ref)) || drawn.size > this.rows.all.size) { this.draw(); } else { changed.forEach(row => this.redraw(row)); }
    }

    // ---- finding ---------------------------------------------------------------------
    narrow() {
      const typed = this.part("find").value.trim(), items = this.part("list").children;
      let shown = 0, head = null, any = false;
      [...items].forEach(item => {
        if (!item.dataset.ref) {
          if (head) { head.hidden = !any; }
          head = item;
          any = false;
          return;
        }
        const fits = !typed || Rows.matches(this.rows.of(item.dataset.ref), typed) || item.dataset.ref === this.found;
        item.hidden = !fits;
        any = any || fits;
        shown += fits;
      });
      if (head) { head.hidden = !any; }
      this.part("nobody").hidden = !typed || shown > 0;
    }

    async search() {
      const typed = this.part("find").value, code = slipCode(typed);
      this.found = code ? await this.rows.byCode(code) : "";
      this.narrow();
      if (typed.trim()) { this.say(fill(this.words.shown, { n: this.part("list").querySelectorAll("[data-ref]:not([hidden])").length })); }
    }

    /* A scanned or typed slip: present, or asked for the name; nobody is sent away. */
    async scanned(typed) {
      const code = slipCode(typed), ref = code ? await this.rows.byCode(code) : "";
      const row = ref && this.rows.of(ref);
      if (!row) { this.stranger(code); return; }
      this.open = ref;
      this.part("find").value = "";
      this.found = "";
      if (row.here) { this.redraw(row); } else { await this.press(row); }
      this.narrow();
      const item = this.part("list").querySelector(`[data-ref="${CSS.escape(ref)}"]`);
      item.scrollIntoView({ block: "center" });
      item.querySelector(".tap").focus({ preventScroll: true });
    }

    // ---- tapping ---------------------------------------------------------------------
    async press(row) {
      const wanted = row.here ? "0" : "1";
      this.open = wanted === "1" ? row.ref : "";
      if (!await this.act("present", row.ref, wanted, row.here ? "1" : "0")) { return; }
      this.redraw(row);
      this.say(fill(row.here ? this.words.is_here : this.words.not_here, { name: row.name }));
    }

    async choose(row, kind, code) {
      this.open = row.ref;
      let value = code, was = "";
      if (kind === "market" || kind === "table") {
        const on = row[kind + "s"].includes(code);
        value = (on ? "-" : "+") + code;
        was = on ? "+" : "-";
      } else if (kind === "doubt") {
        was = row.doubt;
        value = row.doubt === code ? "" : code;
      } else if (kind === "said") {
        was = row.said;
        if (was === code) { return; }
      }
      if (await this.act(kind, row.ref, value, was)) { this.redraw(row); }
    }

    // ---- somebody not registered -----------------------------------------------------
    stranger(code) {
      const form = this.part("stranger");
      form.hidden = false;
      form.dataset.slip = code || "";
      this.part("unknown").hidden = !code;
      const communes = form.elements.commune;
      if (!communes.options.length) {
        this.deck.communes.forEach(([value, name]) => communes.add(new Option(name, value)));
      }
      communes.value = this.deck.host;
      form.elements.name.focus();
      form.scrollIntoView({ block: "start" });
    }

    wrong(form, name, text) {
      const box = form.elements[name], place = form.querySelector(`[data-wrong=${name}]`);
      place.hidden = !text;
      place.querySelector("span").textContent = text || "";
      box.toggleAttribute("aria-invalid", Boolean(text));
      if (text) { box.setAttribute("aria-invalid", "true"); box.focus(); }
      return Boolean(text);
    }

    async write(form) {
      const name = form.elements.name.value.trim().replace(/\s+/g, " "), contact = form.elements.contact.value.trim();
      const year = /^\d{4}$/.test(contact) ? Number(contact) : 0, age = this.deck.year - year;
      const bad = this.wrong(form, "contact", year && age < 18 ? this.words.young : year && age > 100 ? this.words.bad_year : contact ? "" : this.words.no_contact);
      if (this.wrong(form, "name", /\p{L}/u.test(name) ? "" : this.words.no_name) || bad) { return; }
      const stranger = { n: name.slice(0, 100), c: contact.slice(0, 40), x: form.elements.commune.value };
      const act = await this.act("walk_in", "", form.dataset.slip, "", stranger);
      if (!act) { return; }
      form.reset();
      form.hidden = true;
      this.part("find").value = "";
      this.open = act.i;
      this.draw();
      this.say(fill(this.words.written, { name: name }));
      const item = this.part("list").querySelector(`[data-ref="${CSS.escape(act.i)}"]`);
      item.scrollIntoView({ block: "center" });
      item.querySelector(".tap").focus({ preventScroll: true });
    }

    // ---- hands -----------------------------------------------------------------------
    listen() {
      let waiting = 0;
      this.part("find").addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => this.search(), 120);
      });
      this.part("find").closest("form").addEventListener("submit", event => {
        event.preventDefault();
        const typed = this.part("find").value;
        if (slipCode(typed)) { this.scanned(typed); } else { this.search(); }
      });
      const form = this.part("stranger");
      form.addEventListener("submit", event => { event.preventDefault(); this.write(form); });
      let busy = false;
      this.root.addEventListener("click", async event => {
        const button = event.target.closest("button");
        if (!button || busy) { return; }
        const item = button.closest("[data-ref]"), row = item && this.rows.of(item.dataset.ref);
        busy = true;
        try {
          if (row && button.classList.contains("tap")) { await this.press(row); }
          else if (row && button.dataset.kind) { await this.choose(row, button.dataset.kind, button.dataset.code); }
          else if (button.hasAttribute("data-walk")) { this.stranger(""); }
          else if (button.hasAttribute("data-back")) { form.hidden = true; this.part("walk").focus(); }
        } finally { busy = false; }
      });
      if (window.hallScan) { window.hallScan(this); }
    }
  }

  window.Hall = Hall;
  window.hallFill = fill;
})();
