/* The hall: a list of people, taps that are acts, and what they add up to on this phone. The
   same on the roster's page and in a saved file; who keeps and sends the acts is told by `hooks`.
   Every act is kept before it is shown. docs/adr/032 */
(() => {
  "use strict";
  const Rows = window.hallRows.Rows, slipCode = window.hallRows.slipCode;
  const fill = window.hallFill;

  const sign = control => control.dataset.code === undefined ? control.tagName === "SUMMARY" ? "summary" : ".tap"
    : `[data-kind="${control.dataset.kind}"][data-code="${control.dataset.code}"]`;

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
      if (box.hidden === !text && box.textContent.trim() === text) { return; } // said once
      box.hidden = !text;
      box.querySelector("p").textContent = text;
    }

    // ---- drawing ---------------------------------------------------------------------
    draw() {
      const place = this.part("list"), made = document.createDocumentFragment(), held = this.held(place);
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
      place.replaceChildren(made);
      this.open = "";
      this.narrow();
      this.count();
      held();
    }

    /* Rows of another phone come in: what was open, the keyboard and what the eyes are on stay. */
    held(place) {
      const of = one => { const row = this.rows.of(one.closest("[data-ref]").dataset.ref); return row ? row.ref : ""; };
      const again = ref => place.querySelector(`[data-ref="${CSS.escape(ref)}"]`), top = one => one.getBoundingClientRect().top;
      const open = [...place.querySelectorAll("details[open]")].map(of), focus = document.activeElement;
      const on = place.contains(focus) && focus.closest("[data-ref]") ? [of(focus), sign(focus)] : null;
      const first = scrollY && [...place.querySelectorAll("[data-ref]:not([hidden])")].find(one => top(one) >= 0);
      const seen = first ? [of(first), top(first)] : null;
      return () => {
        open.map(again).forEach(item => { if (item && item.querySelector("details")) { item.querySelector("details").open = true; } });
        if (seen && again(seen[0])) { scrollBy(0, top(again(seen[0])) - seen[1]); }
        const item = on && again(on[0]);
        if (item) { (item.querySelector(on[1]) || item.querySelector(".tap")).focus({ preventScroll: true }); }
      };
    }

    home(row) {
      const village = row.village || this.words.no_village;
      return row.commune === this.deck.host ? village : `${village}, ${this.rows.places.get(row.commune) || this.words.elsewhere}`;
    }

    item(row) { return window.hallRow(this, row); }

    /* Only the row that changed. Its button stays, so the keyboard and what reads aloud stay on it;
       what was open stays open, what was closed stays closed. */
    redraw(row) {
      const old = this.part("list").querySelector(`[data-ref="${CSS.escape(row.ref)}"]`);
      if (!old) { this.draw(); return; }
      const fresh = this.item(row), tap = old.querySelector(".tap"), made = fresh.querySelector(".tap");
      const was = old.querySelector("details"), now = fresh.querySelector("details"), focus = document.activeElement;
      const told = was && was.contains(focus) ? sign(focus) : "";
      tap.setAttribute("aria-pressed", made.getAttribute("aria-pressed"));
      tap.replaceChildren(...made.childNodes);
      if (was && now) { now.open = was.open || now.open; }
      if (was) { was.remove(); }
      if (now) { old.appendChild(now); }
      if (told) { (old.querySelector(told) || tap).focus({ preventScroll: true }); }
      this.open = "";
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
      if (form.hidden) { this.left = scrollY; }
      this.clear(form);
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

    /* Nobody's name stands there for the next one. */
    clear(form) {
      form.reset();
      ["name", "contact"].forEach(name => this.wrong(form, name, ""));
    }

    back(form) {
      form.hidden = true;
      this.part("walk").focus({ preventScroll: true });
      scrollTo(0, this.left);
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
          else if (button.hasAttribute("data-back")) { this.back(form); }
        } finally { busy = false; }
      });
      if (window.hallScan) { window.hallScan(this); }
    }
  }

  window.Hall = Hall;
})();
