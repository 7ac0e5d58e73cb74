/* What was not sent, as a file that only the server opens: sealed under a key that came with the
   conference, so that it may travel on any stick and by any message. */
(() => {
  "use strict";
  const store = window.hallStore;

  window.hallExport = async (deck, device, acts) => {
    const place = `hall:${deck.id}:${deck.pack}`;
    const key = await crypto.subtle.importKey("raw", store.bytes(deck.key), "AES-GCM", false, ["encrypt"]);
    const clean = acts.map(act => { const one = { ...act }; delete one.bad; return one; });
    const sealed = await store.seal(key, { device: device, acts: clean }, place);
    const file = { "len-duong": 1, conference: deck.id, pack: deck.pack, iv: store.base64(sealed.iv), ct: store.base64(sealed.ct) };
    const link = document.createElement("a"), when = new Date().toISOString().slice(0, 16).replace(/\D/g, "");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(file)], { type: "application/json" }));
    link.download = `diem-danh-${when}-${device.slice(0, 2)}.json`;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
})();
