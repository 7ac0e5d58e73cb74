/* The door's page (docs/adr/032): opens the box of its officer on this phone, holds the conference
   from the moment it was there with signal, keeps each act and sends it when it can. */
(() => {
  "use strict";
  const store = window.hallStore, gate = document.querySelector("[data-door]");
  if (!gate || !store) { return; }
  const AGAIN = 20000, SOON = 400, MOST = 100, PATIENCE = 30000, LEAST = 6, FRESH = 6e5;
  const way = location.pathname.match(/^\/can-bo\/hoi-nghi\/([^/]+)\//), id = way ? way[1] : "";
  const address = `/can-bo/hoi-nghi/${id}/cua`, shell = !gate.dataset.user;
  const root = document.querySelector("[data-hall]"), words = JSON.parse(document.querySelector("[data-words]").textContent);
  const part = name => root.querySelector(`[data-${name}]`);
  let box = null, hall = null, token = "", device = "", busy = false, clock = 0, since = 0, state = "";

  class Trouble extends Error {}

  async function ask(options) {
    const ending = new AbortController(), late = setTimeout(() => ending.abort(), PATIENCE);
    try {
      const answer = await fetch(address, { redirect: "manual", cache: "no-store", ...options, signal: ending.signal });
      if (answer.type === "opaqueredirect" || answer.status === 403) { throw new Trouble("signed_out"); }
      if (answer.status === 404) { throw new Trouble("not_yours"); }
      if (answer.status === 409) { throw new Trouble("cancelled"); }
      if (!answer.ok) { throw new Trouble(answer.status === 400 ? "token" : "later"); }
      return await answer.json();
    } finally { clearTimeout(late); }
  }

  // ---- opening -----------------------------------------------------------------------
  async function fetchDeck() {
    const deck = await ask({ headers: { Accept: "application/json" } });
    token = deck.token;
    since = deck.now;
    deck.skew = deck.now - Date.now();
    delete deck.token;
    await box.keepDeck(id, deck);
    return deck;
  }

  async function owner(secret) {
    const all = shell ? await store.owners() : [gate.dataset.user];
    for (const one of all) {
      const opened = await store.unlock(one, secret);
      if (opened && (!shell || await opened.readDeck(id))) { return opened; }
    }
    return null;
  }

  function wrong(text) {
    const place = gate.querySelector("[data-wrong]");
    place.hidden = !text;
    place.querySelector("span").textContent = text;
    const field = gate.querySelector("input");
    if (text) { field.setAttribute("aria-invalid", "true"); field.focus(); }
  }

  async function enter(event) {
    event.preventDefault();
    const secret = gate.querySelector("input").value.trim(), button = gate.querySelector("button");
    if (secret.length < LEAST) { wrong(words.short_code); return; }
    button.disabled = true;
    try {
      box = await owner(secret);
      if (!box) { wrong(words.wrong_code); return; }
      let deck = null;
      try { deck = await fetchDeck(); } catch (cut) {
        deck = await box.readDeck(id);
        state = cut instanceof Trouble ? cut.message : "";
      }
      if (!deck) { wrong(state ? words[state] || words.later : words.no_deck); return; }
      await begin(deck);
    } finally { button.disabled = false; }
  }

  async function begin(deck) {
    device = await store.device();
    gate.hidden = true;
    document.querySelectorAll("[data-server]").forEach(one => { one.hidden = true; });
    root.hidden = false;
    part("title").textContent = window.hallFill(words.title, { place: deck.place });
    part("when").textContent = deck.when;
    part("device").textContent = window.hallFill(words.device, { who: deck.who, sign: device.slice(0, 2).toUpperCase() });
    hall = new window.Hall(root, deck, { skew: deck.skew || 0, keep: act => box.keepAct(id, act), kept: () => soon(SOON) });
    const unsent = await box.readActs(id);
    hall.update(deck.rows, unsent);
    badge(unsent);
    notes(deck.notes || []);
    window.hallStart(root);
    tell(state);
    soon(0);
    window.hallIdle(root, quiet => { if (quiet < FRESH && navigator.onLine && !document.hidden) { send(); } }, AGAIN);
    window.addEventListener("online", () => soon(0));
    document.addEventListener("visibilitychange", () => { if (!document.hidden) { soon(0); } });
  }

  // ---- sending -----------------------------------------------------------------------
  function soon(wait) {
    clearTimeout(clock);
    clock = setTimeout(send, wait);
    box.readActs(id).then(badge);
  }

  /* The one thing that is said of the line: how much has not been sent. */
  function badge(unsent) {
    const open = unsent.filter(act => !act.bad).length, place = part("unsent");
    place.hidden = !open;
    place.querySelector("span").textContent = window.hallFill(words.unsent, { n: open });
    part("export").hidden = !unsent.length;
    mark(open > 0);
    refused(unsent.filter(act => act.bad));
  }

  /* Where something was not sent: read by static/js/leaving.js before it lets anybody sign out. */
  function mark(open) {
    const others = (localStorage.getItem("hall-unsent") || "").split(" ").filter(way => way && way !== location.pathname);
    localStorage.setItem("hall-unsent", (open ? [location.pathname, ...others] : others).join(" "));
  }

  function refused(acts) {
    const place = part("refused"), rows = place.querySelector("ul");
    place.hidden = !acts.length;
    rows.replaceChildren(...acts.map(act => {
      const row = document.createElement("li"), who = act.s ? act.s.n : (hall.rows.of(act.r) || { name: "" }).name;
      row.textContent = `${who}: ${act.bad}`;
      return row;
    }));
  }

  function notes(sentences) {
    const place = part("notes");
    place.hidden = !sentences.length;
    place.querySelector("ul").replaceChildren(...sentences.map(text => {
      const row = document.createElement("li");
      row.textContent = text;
      return row;
    }));
  }

  function tell(what) {
    state = what;
    const known = what && words[what] && what !== "later" && what !== "token";
    hall.trouble(known ? words[what] : "");
    part("sign-in").hidden = what !== "signed_out";
  }

  async function send() {
    if (busy || !hall) { return; }
    busy = true;
    try {
      if (!token) { await refresh(); }
      let acts = (await box.readActs(id)).filter(act => !act.bad).slice(0, MOST);
      do {
        const body = JSON.stringify({ device: device, since: since, acts: acts });
        const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
        await taken(acts, await ask({ method: "POST", headers: headers, body: body }));
        acts = (await box.readActs(id)).filter(act => !act.bad).slice(0, MOST);
      } while (acts.length);
      tell("");
    } catch (cut) {
      if (cut instanceof Trouble) { token = ""; tell(cut.message); }
    } finally { busy = false; }
  }

  async function refresh() {
    const deck = await fetchDeck();
    hall.deck.markets = deck.markets;
    hall.deck.tables = deck.tables;
    hall.update(deck.rows, await box.readActs(id));
    notes(deck.notes || []);
  }

  async function taken(acts, answer) {
    const bad = new Map(answer.answers.filter(one => one[1] === "refused").map(one => [one[0], one[2]]));
    for (const act of acts.filter(one => bad.has(one.i))) { await box.keepAct(id, { ...act, bad: bad.get(act.i) }); }
    await box.dropActs(id, acts.map(act => act.i).filter(one => !bad.has(one)));
    since = answer.now;
    const unsent = await box.readActs(id);
    hall.update(answer.rows, unsent.filter(act => !act.bad));
    badge(unsent);
    notes(answer.notes);
    if (answer.rows.length) { await box.keepDeck(id, { ...hall.deck, rows: hall.rows.packed(), notes: answer.notes }); }
  }

  // ---- taking it out, leaving ----------------------------------------------------------
  async function exported() {
    const acts = await box.readActs(id), deck = await box.readDeck(id);
    await window.hallExport(deck, device, acts);
  }

  async function forget() {
    const acts = await box.readActs(id);
    await box.dropActs(id, acts.filter(act => act.bad).map(act => act.i));
    badge(await box.readActs(id));
  }

  async function start() {
    if (!await store.able()) { gate.querySelector("[data-unable]").hidden = false; gate.hidden = false; gate.querySelector("form").hidden = true; return; }
    if (navigator.serviceWorker && !shell) {
      navigator.serviceWorker.register("/sw.js").then(() => navigator.serviceWorker.ready)
        .then(ready => ready.active.postMessage({ hall: JSON.parse(gate.dataset.files) }), () => undefined);
    }
    const known = await store.owners();
    const mine = shell ? known.length : known.includes(gate.dataset.user);
    const fold = gate.querySelector("details");
    gate.querySelectorAll("[data-first]").forEach(one => { one.hidden = Boolean(mine); });
    gate.querySelectorAll("[data-again]").forEach(one => { one.hidden = !mine; });
    if (fold) { fold.open = Boolean(mine); }
    gate.hidden = false;
    gate.querySelector("form").addEventListener("submit", enter);
    part("export").addEventListener("click", exported);
    part("forget").addEventListener("click", forget);
    part("way").addEventListener("click", () => { location.href = "/can-bo/dang-nhap?next=" + encodeURIComponent(location.pathname); });
  }

  start();
})();
