/* The form that is filled without a network. It asks what the server's questions ask, keeps the
   answers on the phone, and sends them to those very questions when there is a network: the
   server judges them, and its once-only key makes every repeat harmless (docs/adr/016). */
(() => {
  "use strict";
  const root = document.querySelector("[data-paper]"), phone = window.phone;
  if (!root || !phone || !window.fetch || !window.AbortController) { return; }
  const base = root.dataset.paper, forms = [...root.querySelectorAll("form[data-step]")];
  const WAIT = 90000, AGAIN = 20000, MOST_YEARS = 110;
  const key = chosenKey(), draft = phone.read(key) || { a: {} };
  let busy = false;

  /* Named by the link, by the address, by the form of this tab; else somebody new. */
  function chosenKey() {
    const named = location.hash.slice(1) || (location.pathname.match(/\/dang-ky\/([0-9a-z]{26})\//) || [])[1];
    const known = named || phone.tab && phone.tab.getItem(phone.PRE);
    const old = known && phone.read(known);
    if (known && /^[0-9a-z]{26}$/.test(known) && (named || old && !old.ready)) { return known; }
    const letters = "0123456789abcdefghijklmnopqrstuv";
    return [...crypto.getRandomValues(new Uint8Array(26))].map(n => letters[n & 31]).join("");
  }

  const of = step => forms.find(form => form.dataset.step === step);
  const said = (step, name) => ((draft.a[step] || []).find(pair => pair[0] === name) || [])[1] || "";
  const digits = text => text.normalize("NFKC").replace(/\D/g, "");
  const age = () => Number(root.dataset.day.slice(0, 4)) - Number(digits(said("nam-sinh", "birth_year")));

  function asked() {
    const borrowed = Boolean(draft.a["nho-so"]);
    return forms.map(form => form.dataset.step).filter(step =>
      step === "ngay-sinh" ? age() === 18 : step === "dien-thoai" ? !borrowed : step === "nho-so" ? borrowed : true);
  }

  function birthday() {
    const day = Number(digits(said("ngay-sinh", "birth_day"))), month = Number(digits(said("ngay-sinh", "birth_month")));
    const two = number => String(number).padStart(2, "0");
    const there = day && month && new Date(2000, month - 1, day).getDate() === day && month < 13;
    return !there ? "empty" : `${two(month)}-${two(day)}` > root.dataset.day.slice(5) ? "young" : "";
  }

  /* What is plainly wrong, so that it is asked while the person is here; '' when nothing is. */
  function wrong(step) {
    if (!draft.a[step]) { return "empty"; }
    const number = () => /^.{9,15}$/.test(digits(said(step, "phone"))) ? "" : "empty";
    switch (step) {
      case "ho-ten": return /\p{L}/u.test(said(step, "name")) ? "" : "empty";
      case "nam-sinh": return !/^\d{4}$/.test(digits(said(step, "birth_year"))) || age() > MOST_YEARS ? "empty" : age() < 18 ? "young" : "";
      case "ngay-sinh": return birthday();
      case "dien-thoai": return number();
      case "nho-so": return said(step, "phone_owner") === "office" ? "" : number();
      case "xa": return /^(\d{5}|other)$/.test(said(step, "commune")) ? "" : "empty";
      case "xem-lai": return said(step, "consent_seat") ? "" : "empty";
      default: return "";
    }
  }

  const firstOpen = () => asked().find(wrong) || "xem-lai";

  function keep() {
    draft.way = base;
    phone.save(key, draft);
    if (phone.tab) { phone.tab.setItem(phone.PRE, key); }
  }

  function only(part) {
    forms.forEach(form => { form.hidden = form !== part; });
    root.querySelector("[data-state]").hidden = part !== null;
    root.querySelector("[data-line]").hidden = part === null || navigator.onLine;
  }

  function show(step, move) {
    const form = of(step);
    (draft.a[step] || []).forEach(([name, value]) => {
      const box = form.elements[name];
      if (box && box.type !== "checkbox") { box.value = value; }
    });
    if (step === "xem-lai") { facts(); }
    only(form);
    window.scrollTo(0, 0);
    const first = form.querySelector("input, select, h1");
    if (move && first) { first.focus(); }
  }

  // A number is read back in groups, as the page with a network reads it.
  const grouped = text => digits(text).replace(/^(02\d\d)(\d{3})(\d{4})$|^(\d{3})(\d{4})(\d{3})$/, "$1$4 $2$5 $3$6") || text;

  function facts() {
    const list = root.querySelector("[data-facts]");
    list.textContent = "";
    asked().filter(step => step !== "xem-lai").forEach(step => {
      const form = of(step), row = document.createElement("div"), button = document.createElement("button");
      const texts = (draft.a[step] || []).map(([name, value]) => {
        const box = form.elements[name];
        if (box.tagName === "SELECT") { return box.querySelector(`option[value="${CSS.escape(value)}"]`).textContent; }
        return box instanceof RadioNodeList ? form.querySelector(`[value="${CSS.escape(value)}"]`).parentNode.querySelector("b").textContent : box.type === "tel" ? grouped(value) : value;
      });
      [["dt", form.dataset.name], ["dd", texts.filter(Boolean).join(", ")]].forEach(([tag, text]) => {
        row.appendChild(document.createElement(tag)).textContent = text;
      });
      button.type = "button";
      button.className = "link";
      button.dataset.go = step;
      button.textContent = list.dataset.change;
      row.appendChild(document.createElement("dd")).appendChild(button);
      list.appendChild(row);
    });
  }

  function say(what) {
    only(null);
    root.querySelectorAll("[data-say]").forEach(part => { part.hidden = part.dataset.say !== what; });
  }

  function answered(event) {
    event.preventDefault();
    const form = event.target, step = form.dataset.step;
    draft.a[step] = phone.fields(form);
    const bad = wrong(step);
    form.querySelectorAll("[data-bad]").forEach(part => { part.hidden = part.dataset.bad !== bad; });
    if (bad) {
      const box = form.querySelector("input:not([type=radio]), select, input");
      box.setAttribute("aria-invalid", "true");
      box.setAttribute("aria-describedby", `${step}-${bad}`);
      box.focus();
      return;
    }
    form.querySelectorAll("[aria-invalid]").forEach(box => box.removeAttribute("aria-invalid"));
    draft.ready = step === "xem-lai" && firstOpen() === step;
    keep();
    if (draft.ready) { send(); } else { show(step === "xem-lai" ? firstOpen() : after(step), true); }
  }

  /* Whoever changes one answer from the last page comes back to it. */
  function after(step) {
    const way = asked(), open = firstOpen();
    return way.indexOf(open) > way.indexOf(step) ? open : way[way.indexOf(step) + 1];
  }

  async function ask(address, options) {
    const ending = new AbortController(), clock = setTimeout(() => ending.abort(), WAIT);
    try {
      const answer = await fetch(address, { ...options, signal: ending.signal });
      if (answer.status >= 500 || answer.status === 429) { throw new Error("later"); }
      return answer;
    } finally { clearTimeout(clock); }
  }

  async function token() {
    for (const address of [base, root.dataset.other]) {
      const answer = await ask(address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const box = page.querySelector("input[name=csrf_token]");
      if (box) { return box.value; }
    }
    throw new Error("no form");
  }

  /* Every answer to its question, then the consents. The way between is not followed: it costs. */
  async function deliver() {
    const proof = await token();
    let answer = null;
    for (const step of asked()) {
      const body = new URLSearchParams([["csrf_token", proof], ["form_key", key], ...draft.a[step]]);
      const redirect = step === "xem-lai" ? "follow" : "manual";
      answer = await ask(`${base}/${key}/${step}`, { method: "POST", body, redirect });
    }
    return answer.url;
  }

  async function send() {
    if (busy) { return; }
    busy = true;
    say("sending");
    try {
      const came = await deliver();
      if (/\/phieu\/nhan\//.test(came)) {
        phone.drop(key);
        if (phone.tab) { phone.tab.removeItem(phone.PRE); }
        root.querySelector("[data-receipt]").href = came;
        say("sent");
      } else {
        draft.ready = false;
        keep();
      }
      location.replace(came);
    } catch (cut) {
      busy = false;
      if (draft.ready) { say("unsent"); }
    }
  }

  const waiting = () => draft.ready && phone.read(key);

  root.addEventListener("submit", answered);
  root.addEventListener("click", event => {
    const button = event.target.closest("[data-go], [data-back], [data-send]");
    if (!button) { return; }
    if (button.hasAttribute("data-send")) { send(); return; }
    const form = button.closest("form"), step = form ? form.dataset.step : "";
    if (button.dataset.go === "nho-so") { draft.a["nho-so"] = draft.a["nho-so"] || []; }
    if (step === "nho-so") { delete draft.a["nho-so"]; }
    const way = asked();
    show(button.dataset.go || (step === "nho-so" ? "dien-thoai" : way[way.indexOf(step) - 1]) || "xem-lai", true);
  });
  window.addEventListener("online", () => { if (waiting()) { send(); } });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && waiting()) { send(); } });
  setInterval(() => { if (navigator.onLine && waiting()) { send(); } }, AGAIN);

  document.querySelector("[data-script-only]").hidden = true;
  root.hidden = false;
  if (draft.ready) { send(); } else { show(firstOpen(), false); }
})();
