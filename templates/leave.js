// Leaving: the page goes blank at once, and its entry in the history becomes the page that follows.
// Shift three times within five seconds does the same. Nothing is kept and nothing is sent.
(function () {
  var way = document.getElementById("leave"), presses = [], alone = false;
  function leave(event) {
    event.preventDefault();
    document.body.remove();
    location.replace(way.href);
  }
  way.addEventListener("click", leave);
  way.addEventListener("auxclick", function (event) { if (event.button === 1) leave(event); });
  // Another language, or another place of the page, takes its place too: going back then leads to neither.
  document.querySelectorAll("nav a, .jump").forEach(function (other) {
    other.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      location.replace(other.href);
    });
  });
  document.addEventListener("keydown", function (event) { alone = event.key === "Shift"; });
  document.addEventListener("keyup", function (event) {
    if (event.key !== "Shift" || !alone) return; // Shift with Tab only moves the focus
    presses = presses.concat(event.timeStamp).slice(-3);
    if (presses.length === 3 && presses[2] - presses[0] <= 5000) leave(event);
  });
})();
