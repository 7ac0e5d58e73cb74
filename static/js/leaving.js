/* Signing out wipes what this browser keeps (Clear-Site-Data). While something of a conference
   was not sent (static/js/door.js says where), one press only asks; it is never the last word. */
(function () {
  "use strict";
  var asked = document.querySelector("template[data-leaving]");
  if (!asked) { return; }

  function waiting() {
    try { return (localStorage.getItem("hall-unsent") || "").split(" ")[0]; } catch (refused) { return ""; }
  }

  document.addEventListener("submit", function (event) {
    var form = event.target, way = waiting();
    if (form.getAttribute("action") !== asked.getAttribute("data-leaving")) { return; }
    if (!/^\/can-bo\/hoi-nghi\/[^/]+\/diem-danh$/.test(way)) { return; }
    event.preventDefault();
    var box = document.getElementById("leaving");
    if (!box) {
      document.getElementById("noi-dung").prepend(asked.content.cloneNode(true));
      box = document.getElementById("leaving");
      box.className = "notice mind";
      box.querySelector("button").addEventListener("click", function () { form.submit(); });
    }
    box.querySelector("a").href = way;
    box.focus();
    box.scrollIntoView({ block: "center" });
  });
})();
