/* Reading the QR code of a slip with the camera, where there is one. The browser's own reader,
   else jsQR, fetched when it is first needed; the code can always be typed instead. */
(() => {
  "use strict";
  const EVERY = 250;

  window.hallScan = hall => {
    const button = hall.part("scan"), box = hall.part("camera"), video = box.querySelector("video");
    const other = button.dataset.reader;
    const own = "BarcodeDetector" in window, camera = navigator.mediaDevices && navigator.mediaDevices.getUserMedia;
    if (!camera || !own && !other) { return; }
    button.hidden = false;
    let stream = null, clock = 0, read = null;

    function load() {
      return new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = other;
        script.onload = done;
        script.onerror = failed;
        document.head.appendChild(script);
      });
    }

    async function reader() {
      if (own && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
        const detector = new BarcodeDetector({ formats: ["qr_code"] });
        return async () => ((await detector.detect(video))[0] || {}).rawValue;
      }
      if (!window.jsQR) { await load(); }
      const sheet = document.createElement("canvas"), ink = sheet.getContext("2d", { willReadFrequently: true });
      return async () => {
        sheet.width = video.videoWidth;
        sheet.height = video.videoHeight;
        if (!sheet.width) { return ""; }
        ink.drawImage(video, 0, 0);
        const found = window.jsQR(ink.getImageData(0, 0, sheet.width, sheet.height).data, sheet.width, sheet.height);
        return found ? found.data : "";
      };
    }

    function stop() {
      clearInterval(clock);
      if (stream) { stream.getTracks().forEach(track => track.stop()); }
      stream = null;
      box.hidden = true;
      button.setAttribute("aria-expanded", "false");
    }

    async function start() {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
        read = read || await reader();
      } catch (refused) {
        stop();
        hall.trouble(hall.words.no_camera);
        return;
      }
      box.hidden = false;
      button.setAttribute("aria-expanded", "true");
      video.srcObject = stream;
      await video.play();
      box.scrollIntoView({ block: "nearest" });
      let busy = false;
      clock = setInterval(async () => {
        if (busy) { return; }
        busy = true;
        const found = await read().catch(() => "");
        busy = false;
        if (found && stream) { stop(); hall.scanned(found); }
      }, EVERY);
    }

    box.querySelector("button").addEventListener("click", () => { stop(); button.focus(); });
    button.addEventListener("click", () => { if (stream) { stop(); } else { start(); } });
    document.addEventListener("visibilitychange", () => { if (document.hidden && stream) { stop(); } });
  };
})();
