// Draws the charts over their still pictures, so that pointing at them tells the exact numbers.
// A still picture stays where its chart fails; nothing on the page moves either way.
(() => {
  "use strict";
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true"); // a chart's finding says it to who cannot point
  document.body.append(tip);

  function tell(handler, event, item, told) {
    tip.hidden = !told;
    if (!told) return;
    const lines = String(told).split("\n").map((words, place) => {
      const line = document.createElement(place ? "span" : "strong");
      line.textContent = words;
      return line;
    });
    tip.replaceChildren(...lines);
    const room = document.documentElement, box = tip.getBoundingClientRect();
    const right = event.clientX + 16 + box.width < room.clientWidth;
    const below = event.clientY + 16 + box.height < room.clientHeight;
    const left = right ? event.clientX + 16 : Math.max(4, event.clientX - 16 - box.width);
    const top = below ? event.clientY + 16 : Math.max(4, event.clientY - 16 - box.height);
    tip.style.left = `${left}px`;
    tip.style.top = `${top}px`;
  }

  async function draw(place) {
    const figure = place.parentElement;
    const still = place.querySelector("svg");
    const { spec, sizes } = JSON.parse(figure.querySelector("script").textContent);
    const size = sizes[place.className === "wide" ? 0 : 1];
    const datasets = { ...spec.datasets, ...size.datasets };
    const stage = document.createElement("div");
    await vegaEmbed(stage, { ...spec, ...size, datasets }, {
      ast: true, mode: "vega-lite", renderer: "svg", actions: false, defaultStyle: false,
      hover: false, logLevel: 1, tooltip: tell,
    });
    const drawn = stage.querySelector("svg");
    for (const name of ["width", "height"]) drawn.setAttribute(name, still.getAttribute(name));
    drawn.setAttribute("role", "img");
    const words = ["title", "desc"].map((name) => still.querySelector(name).textContent);
    drawn.setAttribute("aria-label", words.join(". "));
    drawn.setAttribute("class", "drawn");
    still.replaceWith(drawn);
  }

  const seen = new IntersectionObserver((found) => {
    for (const { isIntersecting, target } of found) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      draw(target).catch(() => {});
    }
  }, { rootMargin: "400px" });
  for (const place of document.querySelectorAll("figure > .wide, figure > .narrow")) {
    seen.observe(place);
  }
  const hide = () => { tip.hidden = true; };
  addEventListener("scroll", hide, { passive: true });
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
})();
