// Uses the report as a reader would and writes down what it finds.
addEventListener("load", () => {
  const found = { faults: window.faults, wrong: [], contrasts: 0, switches: 0 };
  const wrong = (text) => found.wrong.push(text);
  const all = (selector, of = document) => [...of.querySelectorAll(selector)];
  const view = document.getElementById("map-view");
  const svg = view.querySelector("svg");

  // The map is not blank: the middle of every route is where its line says.
  found.routes = all(".route", svg).length;
  for (const route of all(".route", svg)) {
    const line = all("path", route).sort((a, b) => b.getTotalLength() - a.getTotalLength())[0];
    if (!line || line.getTotalLength() < 20) { wrong("a route without a line"); continue; }
    const box = line.getBoundingClientRect();
    if (box.width + box.height < 20) wrong("a route that takes no room");
    if (getComputedStyle(line).stroke === "none") wrong("a route without a colour");
  }
  found.countries = all(".land path", svg).length;
  found.names = all(".names text", svg).length;
  view.scrollIntoView();
  const seen = new Set();
  for (let x = 0.05; x < 1; x += 0.05) {
    for (let y = 0.05; y < 1; y += 0.1) {
      const box = svg.getBoundingClientRect();
      const hit = document.elementFromPoint(box.x + x * box.width, box.y + y * box.height);
      if (hit && svg.contains(hit)) seen.add(hit.closest("g[class]")?.getAttribute("class") ?? hit.tagName);
    }
  }
  found.seen = [...seen];

  // Switches switch, off and on again.
  for (const box of all("input[data-targets]")) {
    const parts = all(box.dataset.targets, svg);
    const shown = () => parts.filter((part) => getComputedStyle(part).display !== "none").length;
    if (parts.length === 0) continue;
    found.switches += 1;
    const before = shown();
    box.click();
    if (shown() !== 0) wrong(`${box.dataset.targets} is still shown`);
    box.click();
    if (shown() !== before) wrong(`${box.dataset.targets} does not come back`);
  }

  // Moving and zooming by button and key.
  const scale = () => Number(view.dataset.scale);
  const place = () => svg.querySelector(".scene").getAttribute("transform");
  const key = (name) => view.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
  document.querySelector("[data-zoom=in]").click();
  if (scale() !== 1.6) wrong(`zoomed in to ${scale()}`);
  const before = place();
  key("ArrowRight");
  if (place() === before) wrong("the arrow does not move the map");
  key("+");
  if (Math.abs(scale() - 2.56) > 1e-9) wrong(`plus zooms to ${scale()}`);
  document.querySelector("[data-zoom=reset]").click();
  if (scale() !== 1 || place() !== "translate(0 0) scale(1)") wrong(`reset gives ${place()}`);

  // What is pointed at is told.
  const dot = svg.querySelector(".places circle");
  const at = dot.getBoundingClientRect();
  view.dispatchEvent(new PointerEvent("pointermove", {
    clientX: at.x + at.width / 2, clientY: at.y + at.height / 2, bubbles: true, pointerId: 1,
  }));
  found.told = document.getElementById("map-info").textContent;

  // Everything has a name.
  if (!document.documentElement.lang || !document.title) wrong("no language or no title");
  if (all("h1").length !== 1) wrong("not one heading of the first level");
  const ids = all("[id]").map((element) => element.id);
  if (new Set(ids).size !== ids.length) wrong("ids are there twice");
  for (const part of all("main section")) {
    const title = document.getElementById(part.getAttribute("aria-labelledby"));
    if (!title || !title.textContent.trim()) wrong(`section ${part.id} has no name`);
  }
  for (const box of all("input")) if (!box.labels[0]?.textContent.trim()) wrong("a switch without a name");
  for (const button of all("button")) if (!button.textContent.trim()) wrong("a button without a name");
  for (const picture of all("svg")) {
    if (picture.getAttribute("role") !== "img" || !picture.getAttribute("aria-label")) wrong("a picture without a name");
  }
  for (const table of all("table")) {
    if (!table.caption?.textContent.trim()) wrong("a table without a caption");
    if (all("th[scope=col]", table).length === 0) wrong("a table without heads");
  }
  for (const link of all('a[href^="#"]')) {
    if (!document.getElementById(link.getAttribute("href").slice(1))) wrong(`${link.href} leads nowhere`);
  }

  // Text can be told from what it stands on (WCAG 2.2, 1.4.3).
  const numbers = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ratio = (a, b) => {
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const under = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const land = numbers(getComputedStyle(svg.querySelector(".land")).fill);
  const water = numbers(getComputedStyle(svg.querySelector(".water")).fill);
  const texts = all("body *").filter((element) => {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    return own && !["SCRIPT", "STYLE", "title", "PRE"].includes(element.tagName);
  });
  for (const element of texts) {
    const style = getComputedStyle(element);
    const isDrawn = element instanceof SVGElement;
    if (element.closest(".halos")) continue;
    let grounds = [under(isDrawn ? element.ownerSVGElement.parentElement : element)];
    if (element.closest(".seas")) grounds = [water];
    else if (element.closest(".countries")) grounds = [land];
    else if (element.closest(".scene")) grounds = [land, water];
    const size = parseFloat(style.fontSize);
    const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    for (const ground of grounds) {
      const reached = ratio(numbers(isDrawn ? style.fill : style.color), ground);
      if (reached < least) wrong(`contrast ${reached.toFixed(2)} of "${element.textContent.slice(0, 30)}"`);
      found.contrasts += 1;
    }
  }
  found.wrong = [...new Set(found.wrong)];
  const out = document.createElement("pre");
  out.id = "found";
  out.textContent = JSON.stringify(found);
  document.body.append(out);
});
