/* Photos of papers, sent in pieces: smaller first, then from where the server says it stands.
   Without this file the form sends them whole. Nothing of a photo is kept in the browser; only
   the address of an upload and the size of its file, so that after a reload it goes on. */
(() => {
  "use strict";
  const root = document.querySelector("[data-pieces]");
  if (!root || !window.fetch || !window.FormData || !window.Blob) { return; }
  const form = root.querySelector("form"), field = form.querySelector("input[type=file]");
  const told = root.querySelector("[data-progress]"), said = root.dataset;
  const PIECE = Number(said.piece), SIDE = 2000, WAIT = 3000, LONGEST = 60000;
  const token = () => form.querySelector("[name=csrf_token]").value;
  let busy = false;

  const memory = {
    name: `upload:${said.case}`,
    read() { try { return JSON.parse(localStorage.getItem(this.name)) || {}; } catch { return {}; } },
    write(value) { try { localStorage.setItem(this.name, JSON.stringify(value)); } catch { /* goes on without */ } },
    clear() { try { localStorage.removeItem(this.name); } catch { /* nothing to forget */ } },
  };

  const say = text => { told.textContent = text; };
  const rest = ms => new Promise(done => setTimeout(done, ms));
  const mark = file => `${file.size}-${file.lastModified}`;

  /* One browser draws the same photo to the same bytes; another size begins anew. */
  async function smaller(file) {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type) || !window.createImageBitmap || file.size < 400000) { return file; }
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise(done => canvas.toBlob(done, "image/jpeg", 0.82));
      return blob && blob.size < file.size ? blob : file;
    } catch { return file; }
  }

  /* One request; a lost line is waited for, a refusal is an error with the server's sentence. */
  async function ask(address, options) {
    for (let pause = WAIT; ; pause = Math.min(pause * 2, LONGEST)) {
      let answer;
      try {
        answer = await fetch(address, { ...options, headers: { "HX-Request": "true", "X-CSRFToken": token(), ...options.headers } });
      } catch { answer = null; }
      if (answer && answer.status < 500 && answer.status !== 429) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (answer.ok && page.querySelector("[data-at]")) { return page.querySelector("[data-at]").dataset; }
        const sentence = page.querySelector("[role=alert] p");
        const error = new Error(sentence ? sentence.textContent : said.again);
        error.status = answer.status;
        throw error;
      }
      say(said.waiting);
      await rest(pause);
    }
  }

  async function begin(file, blob) {
    const old = memory.read();
    if (old.mark === mark(file) && old.size === blob.size) {
      try { return await ask(old.at, { method: "GET" }); }
      catch (error) { if (error.status !== 404) { throw error; } }
    }
    const data = new FormData();
    const letters = crypto.getRandomValues(new Uint8Array(16));
    data.append("csrf_token", token());
    data.append("form_key", [...letters].map(n => n.toString(16).padStart(2, "0")).join(""));
    data.append("size", String(blob.size));
    const at = await ask(said.pieces, { method: "POST", body: data });
    memory.write({ mark: mark(file), size: blob.size, at: at.at });
    return at;
  }

  async function send(file, number, all) {
    const blob = await smaller(file);
    let state = await begin(file, blob);
    while (!state.done) {
      const got = Number(state.got);
      say(`${said.sending} ${number}/${all}: ${Math.round(100 * got / blob.size)} %`);
      state = await ask(`${state.at}?tu=${got}`, {
        method: "POST", body: blob.slice(got, got + PIECE), headers: { "Content-Type": "application/octet-stream" },
      });
    }
    memory.clear();
  }

  form.addEventListener("submit", async event => {
    const files = [...field.files];
    if (!files.length) { return; }
    event.preventDefault();
    if (busy) { return; }
    busy = true;
    try {
      for (const [number, file] of files.entries()) { await send(file, number + 1, files.length); }
      say(said.here);
      location.reload();
    } catch (error) {
      if (error.status === 422) { memory.clear(); }
      say(error.message || said.again);
    } finally { busy = false; }
  });

  if (memory.read().at) { say(said.again); }
})();
