// Runs before the first paint, so that a dark page never flashes white.
(function () {
  var chosen = localStorage.getItem("vueuse-color-scheme") || "auto";
  var dark = chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("dark", dark);
})();
