/* What a phone keeps of a conference, sealed (docs/adr/032): AES-GCM under a key that is made of
   what its officer types (PBKDF2, SHA-256). Nothing is kept in clear but whose it is. */
(() => {
  "use strict";
  const ROUNDS = 600000, DB = "hall", SHELF = "kept";
  const text = new TextEncoder(), plain = new TextDecoder();

  const settled = asked => new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });

  let opened = null;
  function open() {
    opened = opened || new Promise((done, failed) => {
      const asked = indexedDB.open(DB, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(SHELF);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    return opened;
  }

  /* One transaction; it has reached the disk when the promise is kept. */
  async function within(mode, act) {
    const base = await open();
    return new Promise((done, failed) => {
      const work = base.transaction(SHELF, mode, { durability: "strict" });
      const answer = act(work.objectStore(SHELF));
      work.oncomplete = () => done(answer && answer.result);
      work.onerror = work.onabort = () => failed(work.error || new Error("aborted"));
    });
  }

  const get = name => within("readonly", shelf => shelf.get(name));
  const put = (name, what) => within("readwrite", shelf => shelf.put(what, name));
  const drop = names => within("readwrite", shelf => { names.forEach(name => shelf.delete(name)); });
  const range = start => IDBKeyRange.bound(start, start + "\uffff");

  async function all(start) {
    const base = await open(), shelf = base.transaction(SHELF).objectStore(SHELF);
    const [names, rows] = await Promise.all([settled(shelf.getAllKeys(range(start))), settled(shelf.getAll(range(start)))]);
    return names.map((name, at) => [name, rows[at]]);
  }

  const bytes = code => Uint8Array.from(atob(code), sign => sign.charCodeAt(0));
  function base64(raw) {
    let out = "";
    new Uint8Array(raw).forEach(one => { out += String.fromCharCode(one); });
    return btoa(out);
  }

  async function keyOf(secret, salt, rounds) {
    const typed = await crypto.subtle.importKey("raw", text.encode(secret), "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: salt, iterations: rounds || ROUNDS };
    return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  async function seal(key, what, place) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const how = { name: "AES-GCM", iv: iv, additionalData: text.encode(place) };
    return { iv: iv, ct: await crypto.subtle.encrypt(how, key, text.encode(JSON.stringify(what))) };
  }

  async function unseal(key, kept, place) {
    const how = { name: "AES-GCM", iv: kept.iv, additionalData: text.encode(place) };
    return JSON.parse(plain.decode(await crypto.subtle.decrypt(how, key, kept.ct)));
  }

  /* Whether this browser can keep anything sealed: tried, not believed. */
  async function able() {
    try {
      if (!window.crypto || !crypto.subtle || !window.indexedDB) { return false; }
      await put("try", 1);
      return await get("try") === 1;
    } catch (refused) { return false; }
  }

  const random = size => {
    const letters = "0123456789abcdefghjkmnpqrstvwxyz";
    return [...crypto.getRandomValues(new Uint8Array(size))].map(n => letters[n & 31]).join("");
  };

  /* The phone's own name, two signs of which stand on the screen. */
  async function device() {
    const known = await get("device");
    if (known) { return known; }
    const fresh = random(20);
    await put("device", fresh);
    return fresh;
  }

  /* A box of one person on this phone. A wrong code gives null; a fresh box takes the code. */
  async function unlock(owner, secret) {
    const name = "who:" + owner, known = await get(name);
    const salt = known ? known.salt : crypto.getRandomValues(new Uint8Array(16));
    const key = await keyOf(secret, salt);
    if (!known) {
      await put(name, { salt: salt, proof: await seal(key, owner, name) });
      return box(owner, key);
    }
    try { return await unseal(key, known.proof, name) === owner ? box(owner, key) : null; } catch (wrong) { return null; }
  }

  function box(owner, key) {
    const deck = id => `deck:${owner}:${id}`, acts = id => `act:${owner}:${id}:`;
    return {
      owner: owner,
      keepDeck: async (id, what) => put(deck(id), await seal(key, what, deck(id))),
      readDeck: async id => {
        const kept = await get(deck(id));
        return kept ? unseal(key, kept, deck(id)) : null;
      },
      keepAct: async (id, act) => {
        const name = acts(id) + act.i;
        return put(name, await seal(key, act, name));
      },
      readActs: async id => {
        const rows = await all(acts(id));
        const open = await Promise.all(rows.map(([name, kept]) => unseal(key, kept, name)));
        return open.sort((a, b) => a.t - b.t || (a.i < b.i ? -1 : 1));
      },
      dropActs: (id, ids) => drop(ids.map(one => acts(id) + one)),
    };
  }

  const owners = async () => (await all("who:")).map(([name]) => name.slice(4));

  /* Nobody's hand for half an hour: the lock closes. Until then `act` is told how long it was. */
  const LOCK = 18e5;
  window.hallIdle = (root, act, every) => {
    let touched = Date.now();
    ["pointerdown", "keydown"].forEach(what => root.addEventListener(what, () => { touched = Date.now(); }, true));
    setInterval(() => {
      const quiet = Date.now() - touched;
      if (quiet > LOCK) { window.onbeforeunload = null; location.reload(); } else { act(quiet); }
    }, every);
  };

  window.hallStore = { able, unlock, owners, device, random, keyOf, unseal, seal, bytes, base64, all, drop, get, put, text };
})();
