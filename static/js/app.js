/* What a script can make easier. Every page works without this file. */
(function () {
  "use strict";

  function focusSummary(root) {
    var box = root.matches && root.matches("[role=alert][tabindex]") ? root : root.querySelector ? root.querySelector("[role=alert][tabindex]") : null;
    if (box) { box.focus(); }
    return Boolean(box);
  }

  function showPrint(root) {
    if (!window.print) { return; }
    root.querySelectorAll("[data-print]").forEach(function (button) { button.hidden = false; });
  }

  function say(text) {
    var live = document.getElementById("live");
    if (!live) { return; }
    live.removeAttribute("data-bad");
    live.textContent = text || "";
  }

  function failed() {
    var live = document.getElementById("live");
    if (!live) { return; }
    say(live.getAttribute("data-failed"));
    live.setAttribute("data-bad", "");
  }

  function showShare(root) {
    if (!navigator.share) { return; }
    root.querySelectorAll("[data-share]").forEach(function (button) { button.hidden = false; });
  }

  function pass(button) {
    var words = { text: button.getAttribute("data-text"), url: button.getAttribute("data-share") };
    navigator.share(words).catch(function () { /* closed again without sending */ });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-print], [data-share]") : null;
    if (!button) { return; }
    if (button.hasAttribute("data-share")) { pass(button); } else { window.print(); }
  });

  /* A keyboard user stays where she was: the button that was pressed is replaced by its twin. */
  var pressed = null;
  document.addEventListener("htmx:beforeRequest", function (event) {
    var active = document.activeElement;
    pressed = active && event.target.contains(active) && active.name
      ? { name: active.name, value: active.value } : null;
    say("");
  });

  document.addEventListener("htmx:load", function (event) {
    var root = event.target;
    showPrint(root);
    if (focusSummary(root)) { return; }
    var told = root.matches && root.matches("[data-say]") ? root : root.querySelector("[data-say]");
    if (told) { say(told.getAttribute("data-say")); }
    if (pressed && document.activeElement === document.body) {
      root.querySelectorAll("button[name]").forEach(function (button) {
        if (pressed && button.name === pressed.name && button.value === pressed.value) {
          button.focus();
          pressed = null;
        }
      });
    }
  });

  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);

  document.addEventListener("DOMContentLoaded", function () {
    showPrint(document);
    showShare(document);
    focusSummary(document);
  });
})();
