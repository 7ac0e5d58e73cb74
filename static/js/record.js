/* A recording made on the page: as long and as heavy as may be sent, heard before it is kept, and
   still here when sending fails. Without this file a recording is sent as a file. */
(() => {
  "use strict";
  const root = document.querySelector("[data-recorder]");
  if (!root) { return; }
  const said = root.dataset, one = name => root.querySelector(`[data-${name}]`);
  const told = one("told"), live = one("live"), left = live.querySelector("[data-left]"), voice = one("voice");
  const hear = one("hear"), player = hear.querySelector("audio");
  const record = one("record"), stop = one("stop"), keep = one("keep"), again = one("again");
  const MOST = Number(said.seconds) - 0.4, BYTES = Number(said.bytes), RATE = 12000, LATE = 3000;
  const KIND = window.MediaRecorder && ["audio/ogg;codecs=opus", "audio/webm;codecs=opus"].find(kind => MediaRecorder.isTypeSupported(kind));
  const ALL = [live, hear, record, stop, keep, again];
  let kept = null, busy = false;

  const say = text => { told.textContent = text; };
  /* While somebody reads, the words take the window and this stays at its foot (recorder.css). */
  const show = (...parts) => {
    root.classList.toggle("on", parts.includes(live));
    ALL.forEach(part => { part.hidden = !parts.includes(part); });
  };

  root.hidden = false;
  if (!KIND || !navigator.mediaDevices || !window.fetch) {
    show();
    say(said.none);
    return;
  }

  /* How loud the voice comes in, drawn ten times a second: whoever is too far away sees it. */
  function listen(stream) {
    const Context = window.AudioContext;
    if (!Context) { return { level: () => 0, end() {} }; }
    const context = new Context(), ear = context.createAnalyser(), wave = new Float32Array(1024);
    ear.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(ear);
    return {
      level() {
        ear.getFloatTimeDomainData(wave);
        return Math.min(1, 3 * Math.sqrt(wave.reduce((sum, x) => sum + x * x, 0) / wave.length));
      },
      end() { context.close(); },
    };
  }

  async function microphone() {
    try {
      return await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
    } catch (error) {
      say(error.name === "NotFoundError" ? said.missing : said.refused);
      return null;
    }
  }

  async function begin() {
    if (busy) { return; }
    busy = true;
    const stream = await microphone();
    busy = false;
    if (!stream) { return; }
    const recorder = new MediaRecorder(stream, { mimeType: KIND, audioBitsPerSecond: RATE, audioBitrateMode: "constant" });
    const parts = [], ear = listen(stream);
    let size = 0, full = false, started = 0, warned = false, clock = 0;
    const end = all => { full = all; if (recorder.state !== "inactive") { recorder.stop(); } };
    const press = () => end(false);
    recorder.addEventListener("dataavailable", event => {
      parts.push(event.data);
      size += event.data.size;
      if (size > BYTES - LATE) { end(true); }
    });
    recorder.addEventListener("stop", () => {
      clearInterval(clock);
      stop.removeEventListener("click", press);
      stream.getTracks().forEach(track => track.stop());
      ear.end();
      kept = new Blob(parts, { type: KIND });
      URL.revokeObjectURL(player.src);
      player.src = URL.createObjectURL(kept);
      show(hear, keep, again);
      say(full ? said.full : said.ended);
      keep.focus();
    });
    stop.addEventListener("click", press);
    recorder.start(1000);
    started = performance.now();
    clock = setInterval(() => {
      const rest = MOST - (performance.now() - started) / 1000;
      left.textContent = String(Math.max(0, Math.ceil(rest)));
      voice.value = ear.level();
      if (rest <= 10 && !warned && MOST > 20) { warned = true; say(said.soon); }
      if (rest <= 0) { end(true); }
    }, 100);
    show(live, stop);
    say(said.begun);
    stop.focus({ preventScroll: true });
    document.getElementById("loi").scrollIntoView();
  }

  /* 303 is success: the page is opened anew and says so. Whatever else: the recording stays. */
  async function send() {
    if (busy || !kept) { return; }
    busy = true;
    say(said.sending);
    const form = new FormData();
    form.append("csrf_token", document.querySelector("main [name=csrf_token]").value);
    form.append("words", said.words);
    form.append("file", kept, KIND.startsWith("audio/ogg") ? "loi.ogg" : "loi.webm");
    try {
      const answer = await fetch(said.to, { method: "POST", body: form, redirect: "manual", headers: { "HX-Request": "true" } });
      if (answer.type === "opaqueredirect") {
        kept = null;
        location.reload();
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const sentence = page.querySelector("[role=alert] p");
      say(answer.status < 500 && sentence ? sentence.textContent : said.failed);
    } catch {
      say(said.failed);
    }
    busy = false;
  }

  record.addEventListener("click", begin);
  again.addEventListener("click", begin);
  keep.addEventListener("click", send);
  addEventListener("beforeunload", event => { if (kept) { event.preventDefault(); } });
  show(record);
})();
