"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const form = by("filters"), search = by("q"), count = by("count"), none = by("none"), list = by("tiles");
  const selects = [...form.querySelectorAll("select")];
  const tiles = [...list.children];
  let keys = null; // what the search looks through, read when it is first used
  let typing = false; // one visit to the search field is one step Back

  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const tight = (text) => fold(text).replace(/[\s\u2010\u2011-]/g, "");
  const key = (tile) => ({
    words: fold(tile.textContent),
    tight: [...tile.querySelectorAll(".key")].map((one) => tight(one.textContent)).join("\n"),
  });

  function show() {
    const wanted = selects.filter((one) => one.value).map((one) => [one.name, one.value]);
    const typed = fold(search.value).trim(), phrase = /^"(.+)"$/.exec(typed); // in quotation marks: as it stands
    const words = phrase ? [phrase[1]] : typed.split(/\s+/).filter(Boolean), whole = tight(typed);
    if (words.length && !keys) keys = tiles.map(key);
    const fits = (tile, i) => wanted.every(([name, value]) => tile.dataset[name] === value)
      && (!words.length || words.every((word) => keys[i].words.includes(word))
        || (whole.length > 2 && keys[i].tight.includes(whole)));
    let shown = 0;
    tiles.forEach((tile, i) => {
      const fit = fits(tile, i);
      shown += fit;
      if (tile.hidden === fit) tile.hidden = !fit;
    });
    const noun = tiles.length === 1 ? "edition" : "editions";
    count.textContent = shown === tiles.length ? `${shown} ${noun}` : `${shown} of ${tiles.length} ${noun}`;
    none.hidden = shown > 0 || !tiles.length;
  }

  function read() {
    const hash = location.hash.slice(1);
    if (hash && !hash.includes("=")) return; // a place on the page, not a view
    const view = new URLSearchParams(hash);
    for (const one of selects) {
      one.value = view.get(one.name) || "";
      if (one.selectedIndex < 0) one.value = "";
    }
    search.value = view.get("q") || "";
    show();
  }

  const above = () => by("bar").parentElement.getBoundingClientRect().top;

  function write(again) {
    const view = new URLSearchParams();
    for (const one of [...selects, search]) if (one.value.trim()) view.set(one.name, one.value.trim());
    history[again ? "replaceState" : "pushState"](null, "", `#${view}`);
    show();
    if (above() < 0 && getComputedStyle(by("bar")).position === "sticky") scrollBy(0, above());
  }

  for (const one of document.querySelectorAll("[data-view]")) {
    const link = document.createElement("a");
    link.href = `#${one.dataset.view}`;
    link.append(...one.childNodes);
    one.append(link);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (location.hash !== link.hash) history.pushState(null, "", link.hash);
      read();
      by("editions").focus({ preventScroll: true });
      scrollBy(0, above());
    });
  }
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address keeps the view
    by("editions").focus();
  });
  for (const one of selects) one.addEventListener("change", () => { typing = false; write(false); });
  search.addEventListener("input", () => { write(typing); typing = true; });
  search.addEventListener("change", () => { typing = false; });
  by("clear").addEventListener("click", () => {
    for (const one of [...selects, search]) one.value = "";
    typing = false;
    if (location.hash.length > 1) write(false); else show();
    search.focus();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, select, textarea, [contenteditable]")) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
  addEventListener("popstate", () => { typing = false; read(); });
  form.hidden = false;
  read();
})();
