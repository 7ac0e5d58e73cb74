/* A conference in one file, opened from disk: no server, no installation. What is tapped is kept
   sealed in this browser and leaves it by an export, offered after every ten acts. */
(() => {
  "use strict";
  const store = window.hallStore, gate = document.querySelector("[data-door]"), root = document.querySelector("[data-hall]");
  const words = JSON.parse(document.querySelector("[data-words]").textContent);
  const sealed = JSON.parse(document.querySelector("[data-deck]").textContent);
  const part = name => root.querySelector(`[data-${name}]`), OFTEN = 10;
  let box = null, device = "", deck = null, out = new Set();

  const bare = typed => typed.trim().toUpperCase().replace(/[\s-]/g, "");
  const open = acts => acts.filter(act => !out.has(act.i)).length;

  function wrong(text) {
    const place = gate.querySelector("[data-wrong]");
    place.hidden = !text;
    place.querySelector("span").textContent = text;
    gate.querySelector("input").setAttribute("aria-invalid", "true");
    gate.querySelector("input").focus();
  }

  async function enter(event) {
    event.preventDefault();
    const button = gate.querySelector("button"), secret = bare(gate.querySelector("input").value);
    button.disabled = true;
    try {
      const key = await store.keyOf(secret, store.bytes(sealed.salt), sealed.rounds);
      deck = await store.unseal(key, { iv: store.bytes(sealed.iv), ct: store.bytes(sealed.ct) }, sealed.place);
      box = await store.unlock("file:" + deck.pack, secret);
    } catch (no) { deck = null; }
    button.disabled = false;
    if (!deck || !box) { wrong(words.wrong_code); return; }
    await begin();
  }

  async function begin() {
    device = await store.device();
    out = new Set(await store.get("out:" + deck.pack) || []);
    gate.hidden = true;
    root.hidden = false;
    part("title").textContent = window.hallFill(words.title, { place: deck.place });
    part("when").textContent = deck.when;
    part("device").textContent = window.hallFill(words.device, { who: deck.who, sign: device.slice(0, 2).toUpperCase() });
    const hall = new window.Hall(root, deck, { keep: act => box.keepAct(deck.id, act), kept: () => count(true) });
    hall.update(deck.rows, await box.readActs(deck.id));
    window.hallStart(root);
    part("export").hidden = false;
    part("export").addEventListener("click", save);
    part("offer").querySelector("button").addEventListener("click", save);
    await count(false);
    window.hallIdle(root, () => undefined, 60000);
  }

  async function count(tapped) {
    const left = open(await box.readActs(deck.id));
    part("unsent").hidden = !left;
    part("unsent").querySelector("span").textContent = window.hallFill(words.unsaved, { n: left });
    if (tapped && left && left % OFTEN === 0) { part("offer").hidden = false; }
    window.onbeforeunload = left ? event => { part("offer").hidden = false; event.preventDefault(); event.returnValue = ""; } : null;
  }

  async function save() {
    const acts = await box.readActs(deck.id);
    await window.hallExport(deck, device, acts);
    out = new Set(acts.map(act => act.i));
    await store.put("out:" + deck.pack, [...out]);
    part("offer").hidden = true;
    await count(false);
  }

  (async () => {
    const able = await store.able();
    gate.hidden = false;
    gate.querySelector("[data-unable]").hidden = able;
    gate.querySelector("form").hidden = !able;
    gate.querySelector("form").addEventListener("submit", enter);
  })();
})();
