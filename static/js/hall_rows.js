/* The people of one conference as this phone knows them: what the server sent, and on top of it
   what was tapped here. The server adds acts up by the same rule (door/folding.py). */
(() => {
  "use strict";
  const NAMES = ["ref", "code", "mark", "name", "year", "village", "commune", "tail", "state", "here", "at", "markets", "doubt", "said", "asks", "tables", "key"];
  const LETTERS = "23456789ACDEFGHJKMNPQRTUVWXYZ";

  const fold = typed => typed.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase()
    .replace(/['’`]/g, "").replace(/[^a-z0-9]+/g, " ").trim();
  const list = codes => codes ? codes.split(",") : [];

  function toRow(packed) {
    const row = {};
    NAMES.forEach((name, at) => { row[name] = packed[at]; });
    row.markets = list(row.markets);
    row.tables = list(row.tables);
    row.here = Boolean(row.here);
    row.folded = " " + fold(row.name);
    return row;
  }

  /* A slip's code as it is kept, out of an address or of what was typed; '' when it is none. */
  function slipCode(typed) {
    const last = typed.trim().split(/[/?#]/).filter(Boolean).pop() || "";
    const code = last.replace(/[\s._-]/g, "").toUpperCase().replace(/S/g, "5").replace(/B/g, "8");
    return code.length === 8 && [...code].every(sign => LETTERS.includes(sign)) ? code : "";
  }

  class Rows {
    constructor(deck) {
      this.deck = deck;
      this.places = new Map(deck.communes);
      this.all = new Map();
      this.alias = new Map();
      this.take(deck.rows);
    }

    /* Rows as the server knows them; who was written down here is known again by the act. */
    take(packed) {
      packed.map(toRow).forEach(row => {
        list(row.key).forEach(act => {
          this.all.delete(act);
          this.alias.set(act, row.ref);
        });
        this.all.set(row.ref, row);
      });
    }

    /* The rows as they came, to be kept. */
    packed() { return [...this.all.values()].map(row => NAMES.map(name => Array.isArray(row[name]) ? row[name].join(",") : row[name])); }

    of(ref) { return this.all.get(this.alias.get(ref) || ref); }

    /* One act upon what is shown; the server adds up all of them by the same rule. */
    apply(act) {
      if (act.k === "walk_in") { this.writeDown(act); return; }
      const row = this.of(act.r);
      if (!row) { return; }
      const here = act.k !== "present" || act.v === "1";
      if (here && !row.here) { row.at = act.t; }
      row.here = here;
      if (act.k === "doubt" || act.k === "said") { row[act.k] = act.v; }
      if (act.k === "agreed") { row.asks = 0; }
      if (act.k === "market" || act.k === "table") {
        const shelf = act.k + "s", code = act.v.slice(1);
        row[shelf] = row[shelf].filter(one => one !== code).concat(act.v[0] === "+" ? [code] : []);
      }
    }

    writeDown(act) {
      if (this.of(act.i)) { return; }
      const year = /^\d{4}$/.test(act.s.c.trim()) ? Number(act.s.c) : 0;
      const digits = act.s.c.replace(/\D/g, "");
      this.all.set(act.i, {
        ref: act.i, code: "", mark: "", name: act.s.n, folded: " " + fold(act.s.n), year: year, village: "",
        commune: act.s.x, tail: year ? "" : digits.slice(-3), state: "walk_in", here: true, at: act.t,
        markets: [], doubt: "", said: "", asks: 0, tables: [], key: act.i, unread: !year && !/^\d{9,12}$/.test(digits)
      });
    }

    sorted() {
      const home = row => [row.commune === this.deck.host ? "" : row.commune, fold(row.village)].join("|");
      const given = row => { const words = row.name.trim().split(/\s+/); return words[words.length - 1] + " " + row.name; };
      const order = new Intl.Collator("vi", { numeric: true });
      return [...this.all.values()].sort((a, b) => order.compare(home(a), home(b)) || order.compare(given(a), given(b)) || (a.ref < b.ref ? -1 : 1));
    }

    static matches(row, typed) {
      const bare = typed.replace(/\s/g, "");
      if (/^\d+$/.test(bare)) { return Boolean(row.tail) && (row.tail.endsWith(bare) || bare.endsWith(row.tail)); }
      const code = bare.toUpperCase().replace(/[^A-Z0-9]/g, ""), own = row.code.replace("-", "");
      if (own && code && (code === own || code === own.slice(0, -1))) { return true; }
      const words = fold(typed).split(" ").filter(Boolean);
      return words.length > 0 && words.every(word => row.folded.includes(" " + word));
    }

    async byCode(code) {
      const raw = await crypto.subtle.digest("SHA-256", window.hallStore.text.encode(`${this.deck.id}:${code}`));
      const mark = [...new Uint8Array(raw)].slice(0, 5).map(n => n.toString(16).padStart(2, "0")).join("");
      const row = [...this.all.values()].find(one => one.mark === mark);
      return row ? row.ref : "";
    }

    counts() {
      const rows = [...this.all.values()], here = rows.filter(row => row.here);
      const walked = here.filter(row => row.state === "walk_in").length;
      return { held: rows.filter(row => row.state === "held").length, came: here.length - walked, walked: walked, all: rows.length };
    }
  }

  window.hallRows = { Rows, slipCode };
})();
