/* What a public page keeps on this phone: answers not yet sent, a slip on the person's wish,
   pages to open without a network. Every page works without this file (docs/adr/016). */
(function () {
  "use strict";
  var PRE = "to-khai:", DAY = 864e5;
  var WAY = /^(\/en)?\/hoi-nghi\/([^/]+)\/dang-ky(?:\/([0-9a-z]{26})\/([a-z-]+))?$/;
  var words = document.currentScript ? document.currentScript.dataset : {};
  var store = null, tab = null, off = false;
  try { store = window.localStorage; tab = window.sessionStorage; } catch (refused) { off = true; }

  function each(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }

  function read(key) {
    try { return JSON.parse(store.getItem(PRE + key)); } catch (broken) { return null; }
  }

  function save(key, draft) {
    if (off) { return; }
    draft.at = Date.now();
    try { store.setItem(PRE + key, JSON.stringify(draft)); } catch (full) { /* the server has its own */ }
  }

  function drop(key) { if (store) { store.removeItem(PRE + key); } }

  /* Half-filled: a day, as on the server. Waiting to be sent: a week. */
  function drafts() {
    if (!store) { return []; }
    return Object.keys(store).filter(function (name) { return name.indexOf(PRE) === 0; }).map(function (name) {
      return { key: name.slice(PRE.length), draft: read(name.slice(PRE.length)) };
    }).filter(function (one) {
      var fresh = one.draft && Date.now() - one.draft.at < (one.draft.ready ? 7 : 1) * DAY;
      if (!fresh) { drop(one.key); }
      return fresh;
    });
  }

  function erase() {
    off = true;
    drafts().forEach(function (one) { drop(one.key); });
    if (tab) { tab.removeItem(PRE); tab.removeItem(PRE + "sent"); }
    if (!window.caches) { return Promise.resolve(); }
    return Promise.all(["pages", "forms", "slips"].map(function (name) { return caches.delete(name); }));
  }

  function fields(form) {
    var found = [];
    new FormData(form).forEach(function (value, name) {
      if (name !== "csrf_token" && name !== "form_key" && typeof value === "string") { found.push([name, value]); }
    });
    return found;
  }

  /* A question as the server draws it: each answer is kept as it is typed, and put back. */
  function question() {
    var way = WAY.exec(location.pathname), form = document.querySelector("main form[method=post]");
    if (!way || off || document.querySelector("[data-paper]")) { return; }
    var kept = way[3] ? read(way[3]) : null;
    if (kept && kept.ready) { kept.ready = false; save(way[3], kept); }
    if (!form || !form.elements.form_key) { return; }
    var key = form.elements.form_key.value, step = way[4] || "cho-ai";
    tab.setItem(PRE, key);
    (kept && kept.a[step] || []).forEach(function (pair) {
      var box = form.elements[pair[0]];
      if (box && /^(INPUT|SELECT)$/.test(box.tagName) && box.type !== "checkbox" && !box.value) { box.value = pair[1]; }
    });
    function note(event) {
      var sends = event.type === "submit", last = step === "xem-lai";
      if (last && !sends || sends && event.submitter && event.submitter.name) { return; }
      var draft = read(key) || { a: {} };
      draft.way = (way[1] || "") + "/hoi-nghi/" + way[2] + "/dang-ky";
      draft.a[step] = fields(form);
      draft.ready = last && form.elements.consent_seat.checked;
      if (draft.ready) { tab.setItem(PRE + "sent", key); }
      save(key, draft);
    }
    form.addEventListener("input", note);
    form.addEventListener("submit", note);
  }

  /* A receipt: what was sent is erased; the slip is kept when the person says so. */
  function receipt() {
    var part = document.querySelector("[data-slip]");
    if (!part) { return; }
    if (tab && tab.getItem(PRE + "sent")) {
      drop(tab.getItem(PRE + "sent"));
      tab.removeItem(PRE + "sent");
      tab.removeItem(PRE);
    }
    if (!window.caches || !navigator.serviceWorker) { return; }
    function show(kept) {
      part.hidden = false;
      part.querySelector("[data-keep]").hidden = kept;
      part.querySelector("[data-kept]").hidden = !kept;
    }
    caches.open("slips").then(function (slips) {
      slips.match(location.pathname).then(function (kept) { show(Boolean(kept)); });
      part.querySelector("[data-keep]").addEventListener("click", function () {
        slips.add(location.pathname).then(function () { show(true); });
      });
    });
  }

  /* What still waits is said on every page that does not ask something itself. */
  function unsent() {
    var place = document.getElementById("messages");
    if (!place || !words.unsent || WAY.test(location.pathname) || document.querySelector("[data-paper]")) { return; }
    drafts().forEach(function (one) {
      if (!one.draft.ready) { return; }
      var box = document.createElement("div"), text = document.createElement("p"), link = document.createElement("a");
      box.className = "notice mind";
      text.textContent = words.unsent + " ";
      link.href = one.draft.way + "/ngoai-tuyen#" + one.key;
      link.textContent = words.open;
      text.appendChild(link);
      box.appendChild(text);
      place.appendChild(box);
    });
  }

  /* The page without a network: what can be opened nevertheless. */
  function kept() {
    var list = document.querySelector("[data-list]");
    if (!list || !window.caches) { return; }
    ["slips", "pages"].forEach(function (name) {
      caches.open(name).then(function (cache) {
        return cache.keys().then(function (asked) {
          asked.forEach(function (one) {
            cache.match(one).then(function (page) { return page.text(); }).then(function (text) {
              var row = document.createElement("li"), link = document.createElement("a");
              var box = document.createElement("div"), name = document.createElement("b");
              link.className = "row";
              link.href = new URL(one.url).pathname;
              name.textContent = new DOMParser().parseFromString(text, "text/html").title.split(" · ")[0];
              box.appendChild(name);
              link.appendChild(box);
              row.appendChild(link);
              list.appendChild(row);
              list.parentNode.hidden = false;
            });
          });
        });
      });
    });
  }

  /* With the first question comes the form that can be filled without a network; with the
     first English page the English ones that say that there is none and who helps. The worker fetches them:
     a page that is left in the middle would begin again on the next. */
  function keepForm() {
    var way = WAY.exec(location.pathname), wanted = [];
    if (off || document.querySelector("[data-paper]")) { return; }
    if (way) { wanted.push((way[1] || "") + "/hoi-nghi/" + way[2] + "/dang-ky/ngoai-tuyen"); }
    if (document.documentElement.lang === "en") { wanted.push("/en/ngoai-tuyen", "/en/o-nuoc-ngoai"); }
    navigator.serviceWorker.ready.then(function (ready) { ready.active.postMessage(wanted); });
  }

  window.phone = { read: read, save: save, drop: drop, erase: erase, fields: fields, tab: tab, PRE: PRE };

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-clear], [data-again]");
    if (!button) { return; }
    if (button.hasAttribute("data-again")) { location.reload(); return; }
    erase().then(function () {
      each("[data-list]", function (list) { list.parentNode.hidden = true; });
      each("[data-clear]", function (one) { one.parentNode.textContent = one.getAttribute("data-clear"); });
    });
  });

  document.addEventListener("DOMContentLoaded", function () {
    question();
    var empty = WAY.test(location.pathname) && !document.querySelector("[data-paper]") && !drafts().length;
    each("[data-phone]", function (part) { part.hidden = off || empty; });
    receipt();
    unsent();
    kept();
  });

  window.addEventListener("load", function () {
    if (!navigator.serviceWorker) { return; }
    navigator.serviceWorker.register("/sw.js").then(keepForm, function () { /* the site works without it */ });
  });
})();
