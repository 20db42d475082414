/* Tells the server whether this browser prefers dark, so that pictures have the page's colours. */
(function () {
  "use strict";
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function tell() {
    document.cookie = "tsunagari_prefers=" + (dark.matches ? "dark" : "light") + "; path=/; max-age=31536000; SameSite=Strict";
  }
  tell();
  dark.addEventListener("change", function () {
    tell();
    if (document.documentElement.dataset.theme === "auto") { window.location.reload(); }
  });
})();
