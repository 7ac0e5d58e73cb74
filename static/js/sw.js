/* The service worker: what opens without a network. V and FILES stand before this text
   (guide/service_worker.py). docs/adr/016 says what is kept, where, and what never is. */
"use strict";
const SHELL = "shell-" + V, PAGES = "pages", FORMS = "forms", SLIPS = "slips", HALL = "hall";
const MOST_PAGES = 20, PATIENCE = 15000, DAY = 864e5;
const STEPS = /\/dang-ky(\/[0-9a-z]{26}\/(cho-ai|ho-ten|nam-sinh|ngay-sinh|dien-thoai|nho-so|xa|xem-lai))?$/;

self.addEventListener("install", event => event.waitUntil(
  caches.open(SHELL).then(shell => shell.addAll(FILES)).then(() => self.skipWaiting())));

self.addEventListener("activate", event => event.waitUntil(
  caches.keys()
    .then(names => Promise.all(names.filter(n => n.startsWith("shell-") && n !== SHELL).map(n => caches.delete(n))))
    .then(() => self.clients.claim())));

self.addEventListener("fetch", event => {
  const asked = event.request, url = new URL(asked.url);
  if (url.origin !== self.location.origin) { return; }
  const lang = /^\/en(\/|$)/.test(url.pathname) ? "/en" : "";
  const path = url.pathname.slice(lang.length) || "/";
  if (asked.method === "GET" && asked.mode === "navigate" && /^\/can-bo\/(mat-song|hoi-nghi\/[^/]+\/diem-danh)$/.test(path)) {
    event.respondWith(door(asked));
    return;
  }
  if (asked.method === "GET" && path.startsWith("/static/")) { event.respondWith(file(asked, path)); return; }
  if (asked.mode !== "navigate" || /^\/can-bo(\/|$)/.test(path)) { return; }
  const form = path.match(/^\/hoi-nghi\/([^/]+)\/dang-ky(\/|$)/);
  if (form) {
    const paper = lang + "/hoi-nghi/" + form[1] + "/dang-ky/ngoai-tuyen";
    if (path.endsWith("/ngoai-tuyen")) { event.respondWith(keptFirst(asked, paper, lang)); return; }
    event.respondWith(fetch(asked).catch(() => STEPS.test(path) ? keptFirst(null, paper, lang) : nothing(lang)));
    return;
  }
  if (asked.method !== "GET") { return; }
  if (/^\/phieu\/nhan\/[^/]+$/.test(path)) {
    event.respondWith(fetch(asked).catch(() => noted(SLIPS, url.pathname, lang)));
  } else if (/^\/($|(hoi-nghi(\/[^/]+)?|gia-dinh|o-nuoc-ngoai|tro-ve|ho-tro)$)/.test(path)) {
    event.respondWith(visited(event, url, lang));
  } else {
    event.respondWith(fetch(asked).catch(() => nothing(lang)));
  }
});

/* What a page wants to have here: fetched once a day, and once at a time. */
const coming = new Set();
self.addEventListener("message", event => {
  if (event.data && Array.isArray(event.data.hall)) { event.waitUntil(keepHall(event.data.hall)); return; }
  if (!Array.isArray(event.data)) { return; }
  event.waitUntil(Promise.all(event.data.filter(name => /\/(ngoai-tuyen|o-nuoc-ngoai)$/.test(name)).map(keepPaper)));
});

/* The roster without signal: a page without anybody's data, which opens what the phone holds. */
async function door(asked) {
  const kept = await caches.match("/can-bo/mat-song"), fresh = fetch(asked);
  if (!kept) { return fresh; }
  const late = new Promise(done => setTimeout(done, PATIENCE)).then(() => kept.clone());
  return Promise.race([fresh.catch(() => kept), late]);
}

async function keepHall(names) {
  const hall = await caches.open(HALL), had = (await hall.keys()).map(one => new URL(one.url).pathname);
  await Promise.all(names.filter(name => name === "/can-bo/mat-song" || !had.includes(name)).map(name => hall.add(name).catch(() => undefined)));
  await Promise.all(had.filter(name => !names.includes(name)).map(name => hall.delete(name)));
}

async function keepPaper(name) {
  const forms = await caches.open(FORMS), had = await forms.match(name);
  const old = !had || Date.now() - Date.parse(had.headers.get("Date")) > DAY;
  if (!old || coming.has(name)) { return; }
  coming.add(name);
  await forms.add(name).catch(() => undefined);
  coming.delete(name);
}

/* A file of the shell; of another version's the one that took its place. */
async function file(asked, path) {
  const shell = await caches.open(SHELL), kept = await shell.match(asked);
  if (kept) { return kept; }
  return fetch(asked).catch(async () => {
    const held = await caches.match(asked);
    if (held) { return held; }
    const stem = text => text.replace(/\.[0-9a-f]{10}\./, ".");
    const heir = FILES.find(name => stem(name) === stem(path));
    return heir ? shell.match(heir) : Response.error();
  });
}

/* A page for everybody: from the network, else, or when the line is all too slow, as it was kept. */
async function visited(event, url, lang) {
  const kept = await (await caches.open(PAGES)).match(url.pathname);
  const fresh = fetch(event.request).then(answer => {
    if (worthKeeping(answer, url)) { event.waitUntil(keep(url.pathname, answer.clone())); }
    return answer;
  }).catch(() => noted(PAGES, url.pathname, lang));
  if (!kept) { return fresh; }
  const late = new Promise(done => setTimeout(done, PATIENCE)).then(() => noted(PAGES, url.pathname, lang));
  return Promise.race([fresh, late]);
}

function worthKeeping(answer, url) {
  return answer.ok && answer.type === "basic" && !url.search
    && !/no-store/.test(answer.headers.get("Cache-Control") || "")
    && /^text\/html/.test(answer.headers.get("Content-Type") || "");
}

async function keep(name, answer) {
  const pages = await caches.open(PAGES);
  await pages.put(name, answer);
  const all = await pages.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST_PAGES)).map(old => pages.delete(old)));
}

/* The form that is filled without a network; its own script says what state it is in. */
async function keptFirst(asked, name, lang) {
  const kept = await (await caches.open(FORMS)).match(name);
  if (kept) { return kept; }
  return asked ? fetch(asked).catch(() => nothing(lang)) : nothing(lang);
}

async function nothing(lang) {
  return await caches.match(lang + "/ngoai-tuyen") || await caches.match("/ngoai-tuyen") || Response.error();
}

/* A kept page that says since when. */
async function noted(cache, name, lang) {
  const kept = await (await caches.open(cache)).match(name) || await caches.match(name), other = await nothing(lang);
  if (!kept) { return other; }
  const when = new Date(kept.headers.get("Date")).toLocaleString(lang ? "en-GB" : "vi-VN", {
    timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric"
  });
  const note = (await other.text()).match(/<template id="kept-note">([\s\S]*?)<\/template>/);
  const headers = new Headers(kept.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  const text = await kept.text();
  const told = note ? text.replace('<div id="messages">', start => start + note[1].replace("{when}", when)) : text;
  return new Response(told, { headers: headers });
}
