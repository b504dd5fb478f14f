"use strict";
// The preview's own part of a page: what is old, what is being checked, what is wrong. The
// server adds this script to the copy that it sends; no file on disk has it.
(() => {
  const frame = document.getElementById("preview-file");
  const path = decodeURIComponent(frame ? frame.dataset.file : location.pathname.slice(1));
  const overview = path === "" || path === "index.html";
  const words = {
    waiting: "OLD: being made again.",
    checking: "New. The checks of the finished file are still running.",
    good: "",
    old: "OLD: the last good one. It could not be made again:",
    failed: "It could not be made:",
  };
  const bar = document.createElement("section");
  bar.setAttribute("role", "status");
  bar.setAttribute("aria-label", "Preview");
  bar.dir = "ltr";
  bar.lang = "en";
  bar.style.cssText = "position:sticky;top:0;z-index:9;font:14px/1.4 system-ui,sans-serif;text-align:left";
  document.body.prepend(bar);
  let first = null, seen = {}, pending = 0;

  function line(text, bad) {
    const one = document.createElement("p");
    one.textContent = text;
    one.style.cssText = `margin:0;padding:.4rem .8rem;overflow-wrap:anywhere;background:${bad ? "#8a2c1d" : "#f5e9cf"};color:${bad ? "#fff" : "#553d00"}`;
    return one;
  }

  function lines(one) {
    const bad = one.state === "old" || one.state === "failed";
    return [...(words[one.state] ? [line(words[one.state], bad)] : []), ...one.problems.map((text) => line(text, bad))];
  }

  function tiles(state) {
    for (const note of document.querySelectorAll(".preview-note")) note.remove();
    for (const tile of document.querySelectorAll(".tile")) {
      const place = [tile.dataset.area, tile.dataset.language, tile.dataset.material, ""].join("/");
      for (const [name, one] of Object.entries(state.editions)) { // one tile holds all formats of an item
        if (!name.startsWith(place) || one.state === "failed") continue; // the tile itself says why
        const note = document.createElement("div");
        note.className = "preview-note";
        note.append(...lines(one));
        tile.append(note);
      }
    }
    for (const link of document.querySelectorAll('.tile a[href$=".pdf"]')) {
      link.href = `/_preview/view?file=${encodeURIComponent(link.getAttribute("href"))}`;
    }
  }

  function show(state) {
    const all = Object.entries(state.editions), mine = all.find(([, one]) => path in one.files);
    const shown = [];
    if (overview) {
      shown.push(...state.problems.map((text) => line(text, true)));
      for (const [name, one] of all) {
        if (one.state === "old" || one.state === "failed") {
          for (const text of one.problems) if (!state.problems.includes(text)) shown.push(line(`${name}: ${text}`, true));
        }
      }
      tiles(state);
    } else if (mine) {
      shown.push(...lines(mine[1]));
    } else {
      shown.push(line("This file is no longer made.", true), ...state.problems.map((text) => line(text, true)));
    }
    bar.replaceChildren(...shown);

    if (overview) {
      const finished = JSON.stringify(all.filter(([, one]) => one.state !== "checking" && one.state !== "waiting").map(([name, one]) => [name, one.state, one.files]));
      if (first !== null && finished !== first && !pending) {
        pending = setTimeout(() => location.reload(), 300); // many at once are one
      }
      if (first === null) first = finished;
    } else if (mine) {
      const sum = mine[1].files[path];
      if (path in seen && seen[path] !== sum) {
        if (frame) frame.src = `/${frame.dataset.file}?v=${sum}`;
        else location.reload();
      }
      seen[path] = sum;
    }
  }

  const events = new EventSource(`/_preview/events?at=${encodeURIComponent(overview ? "" : path)}`);
  events.addEventListener("change", (event) => show(JSON.parse(event.data)));
  events.addEventListener("error", () => bar.replaceChildren(line("The preview has ended, or cannot be reached: what stands here may be old.", true)));
})();
