"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const form = by("filters"), search = by("q"), count = by("count"), none = by("none"), list = by("tiles");
  const compare = by("compare"), useKeys = by("keys");
  const selects = [...form.querySelectorAll("select")];
  const tiles = [...list.children];
  let there = tiles; // what the filters leave
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
    there = tiles.filter(fits);
    const stay = new Set(there), shown = there.length;
    for (const tile of tiles) if (tile.hidden === stay.has(tile)) tile.hidden = !tile.hidden;
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
    useKeys.checked = view.get("keys") !== "off";
    show();
  }

  const above = () => by("bar").parentElement.getBoundingClientRect().top;

  function write(again) {
    const view = new URLSearchParams();
    for (const one of [...selects, search]) if (one.value.trim()) view.set(one.name, one.value.trim());
    if (!useKeys.checked) view.set("keys", "off");
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
      const view = useKeys.checked ? link.hash : `${link.hash}&keys=off`;
      if (location.hash !== view) history.pushState(null, "", view);
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

  // Two languages beside each other: copies of what the two tiles show.
  const panes = [...compare.querySelectorAll(".panes > section")];
  const english = document.documentElement.lang;
  const same = (tile) => (other) => ["area", "material"].every((name) => other.dataset[name] === tile.dataset[name]);
  let beside = null, row = [], from = null;

  function fill(pane, tile, name) {
    const head = tile.querySelector("h3").cloneNode(true);
    head.id = name;
    pane.setAttribute("aria-labelledby", name);
    const pictures = tile.querySelector(".frame").cloneNode(true);
    for (const one of pictures.querySelectorAll("img")) {
      one.loading = "eager";
      one.alt = `First page of ${head.textContent.trim()}`;
    }
    const forms = [...tile.querySelectorAll(".form")].map((one) => one.cloneNode(true));
    for (const one of forms.flatMap((form) => [...form.querySelectorAll("[id], [aria-describedby]")])) {
      one.removeAttribute("id");
      if (one.hasAttribute("aria-describedby")) one.setAttribute("aria-describedby", name);
    }
    pane.replaceChildren(head, pictures, ...forms);
  }

  function put(tile) {
    beside = tile;
    const like = tiles.filter(same(tile));
    row = like.filter((one) => one.querySelector(".compare")); // all languages, whatever the filters say
    fill(panes[0], like.find((one) => one.dataset.language === english), "beside-english");
    fill(panes[1], tile, "beside-other");
    const [title] = tile.querySelector("h3").children;
    by("compare-title").textContent = `${title.textContent}: compared with English`;
    by("before").disabled = row[0] === tile;
    by("after").disabled = row[row.length - 1] === tile;
  }

  function step(by_) {
    const next = row[row.indexOf(beside) + by_];
    if (next) put(next);
    if (document.activeElement === document.body || document.activeElement?.disabled) by("compare-title").focus();
  }

  function open(tile) {
    if (!tile.querySelector(".compare")) return;
    from = tile;
    put(tile);
    compare.showModal();
    by("compare-title").focus();
  }

  list.addEventListener("click", (event) => {
    if (event.target.closest(".compare")) open(event.target.closest(".tile"));
  });
  by("before").addEventListener("click", () => step(-1));
  by("after").addEventListener("click", () => step(1));
  by("close").addEventListener("click", () => compare.close());
  compare.addEventListener("click", (event) => { if (event.target === compare) compare.close(); });
  compare.addEventListener("close", () => { go(beside.hidden ? from : beside); });

  // Keys. They can be turned off, as WCAG 2.1.4 asks of single characters.
  function go(tile) {
    if (!tile) return;
    tile.tabIndex = -1;
    tile.focus();
  }

  function nearest() { // the first tile that is seen whole, where none has the focus
    const top = by("bar").getBoundingClientRect();
    const from = getComputedStyle(by("bar")).position === "sticky" ? top.bottom : 0;
    return there.find((tile) => tile.getBoundingClientRect().top >= from - 1) || there[there.length - 1];
  }

  function walk(name, tile, on) {
    const ahead = { j: 1, k: -1 }[name];
    if (ahead) return go(tile ? there[there.indexOf(tile) + ahead] : nearest());
    if (!tile) return false;
    if (name === "c") return open(tile);
    if (!on) return false;
    if (name === "Enter") return tile.querySelector(".open a")?.click();
    const columns = getComputedStyle(list).gridTemplateColumns.split(" ").length;
    const far = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[name];
    return far ? go(there[there.indexOf(tile) + far]) : false;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (compare.open) {
      const far = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (far) step(far);
      return;
    }
    const tile = event.target.closest?.(".tile");
    if (event.key === "Escape") {
      const opened = event.target.closest?.("details[open]");
      if (opened) {
        opened.open = false;
        opened.querySelector("summary").focus();
      } else if (event.target === search && search.value) {
        event.preventDefault();
        search.value = "";
        write(typing);
      }
      return;
    }
    if (!useKeys.checked || event.target.closest?.("input, select, textarea, [contenteditable]")) return;
    if (event.key === "/") {
      search.focus();
      search.select();
    } else if (walk(event.key, tile, event.target === tile) === false) return;
    event.preventDefault();
  });
  useKeys.addEventListener("change", () => { typing = false; write(false); });
  addEventListener("popstate", () => { typing = false; read(); });
  document.documentElement.classList.add("script");
  form.hidden = false;
  read();
})();
