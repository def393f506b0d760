"use strict";
(() => {
  const view = document.getElementById("map-view");
  const svg = view.querySelector("svg");
  const scene = svg.querySelector(".scene");
  const info = document.getElementById("map-info");
  const hint = info.textContent;
  const edge = svg.querySelector(".edge");
  const frame = {
    x: Number(edge.getAttribute("x")), y: Number(edge.getAttribute("y")),
    w: Number(edge.getAttribute("width")), h: Number(edge.getAttribute("height")),
  };
  const MOST = 32;
  const at = { k: 1, x: 0, y: 0 };
  // Names and marks keep their size while the ground under them grows.
  const fixed = [...scene.querySelectorAll("text, circle, .crossing rect, .crossing path")].map((mark) => {
    const box = mark.getBBox();
    const x = mark.tagName === "text" ? Number(mark.getAttribute("x")) : box.x + box.width / 2;
    const y = mark.tagName === "text" ? Number(mark.getAttribute("y")) : box.y + box.height / 2;
    return { mark, x, y };
  });

  const apply = () => {
    at.k = Math.min(MOST, Math.max(1, at.k));
    const within = (moved, start, size) =>
      Math.min(start * (1 - at.k), Math.max((start + size) * (1 - at.k), moved));
    at.x = within(at.x, frame.x, frame.w);
    at.y = within(at.y, frame.y, frame.h);
    scene.setAttribute("transform", `translate(${at.x} ${at.y}) scale(${at.k})`);
    for (const { mark, x, y } of fixed) {
      mark.setAttribute("transform", `translate(${x} ${y}) scale(${1 / at.k}) translate(${-x} ${-y})`);
    }
    view.dataset.scale = String(at.k);
  };
  const zoom = (factor, x = frame.x + frame.w / 2, y = frame.y + frame.h / 2) => {
    const k = Math.min(MOST, Math.max(1, at.k * factor));
    at.x = x - (x - at.x) * k / at.k;
    at.y = y - (y - at.y) * k / at.k;
    at.k = k;
    apply();
  };
  const reset = () => { at.k = 1; at.x = 0; at.y = 0; apply(); };
  const move = (x, y) => { at.x += x; at.y += y; apply(); };
  const local = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY);
    return point.matrixTransform(svg.getScreenCTM().inverse());
  };

  const actions = { in: () => zoom(1.6), out: () => zoom(1 / 1.6), reset };
  for (const button of document.querySelectorAll("button[data-zoom]")) {
    button.addEventListener("click", actions[button.dataset.zoom]);
  }
  const keys = {
    ArrowLeft: () => move(80, 0), ArrowRight: () => move(-80, 0),
    ArrowUp: () => move(0, 80), ArrowDown: () => move(0, -80),
    "+": actions.in, "=": actions.in, "-": actions.out, 0: reset,
  };
  view.addEventListener("keydown", (event) => {
    const action = keys[event.key];
    if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      action();
    }
  });
  // The page scrolls over the map unless the map is in use.
  view.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== view) return;
    event.preventDefault();
    const point = local(event);
    zoom(Math.exp(-event.deltaY / 400), point.x, point.y);
  }, { passive: false });

  const fingers = new Map();
  view.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, local(event));
    view.setPointerCapture(event.pointerId);
    view.classList.add("moving");
  });
  const lift = (event) => {
    fingers.delete(event.pointerId);
    if (fingers.size === 0) view.classList.remove("moving");
  };
  view.addEventListener("pointerup", lift);
  view.addEventListener("pointercancel", lift);
  view.addEventListener("pointermove", (event) => {
    const point = local(event);
    const last = fingers.get(event.pointerId);
    if (!last) return point_at(event);
    if (fingers.size === 2) {
      const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
      const apart = (a) => Math.hypot(a.x - other.x, a.y - other.y) || 1;
      zoom(apart(point) / apart(last), other.x, other.y);
    } else {
      move(point.x - last.x, point.y - last.y);
    }
    fingers.set(event.pointerId, point);
  });

  // Lines are thin: what lies a few pixels beside the pointer counts as well.
  const NEAR = [[0, 0], [3, 0], [-3, 0], [0, 3], [0, -3], [5, 5], [-5, 5], [5, -5], [-5, -5]];
  let lit = null;
  const titled = (x, y) => {
    for (let found = document.elementFromPoint(x, y); found && found !== svg; found = found.parentElement) {
      const title = [...found.children].find((child) => child.tagName === "title");
      if (title && scene.contains(found)) return { found, text: title.textContent };
    }
    return null;
  };
  const point_at = (event) => {
    let hit = null;
    for (const [x, y] of NEAR) {
      hit = titled(event.clientX + x, event.clientY + y);
      if (hit) break;
    }
    if (lit) lit.classList.remove("lit");
    lit = hit && hit.found;
    if (lit) lit.classList.add("lit");
    const text = hit ? hit.text : hint;
    if (info.textContent !== text) info.textContent = text;
  };

  const boxes = [...document.querySelectorAll("input[data-targets]")];
  // What several switches stand for is shown while none of them is off.
  const show = () => {
    const off = boxes.filter((box) => !box.checked).map((box) => box.dataset.targets).join(", ");
    for (const box of boxes) {
      for (const part of svg.querySelectorAll(box.dataset.targets)) {
        part.classList.toggle("off", off !== "" && part.matches(off));
      }
    }
  };
  for (const box of boxes) box.addEventListener("change", show);
  // Browsers may keep what was switched off when a page is loaded again.
  show();
  const open = (on) => { for (const part of document.querySelectorAll("details")) part.open = on; };
  window.addEventListener("beforeprint", () => { reset(); open(true); });
  apply();
})();
