import "uplot/dist/uPlot.min.css";
import { type Chart, drawCharts } from "./charts";
import { placeDefinitions } from "./terms";

type Frame = { parts: Record<string, string>; charts: Record<string, Chart> };

const every = 1000;
const seldom = 5000;
const patience = 2;
const giveUp = 30;

const show = drawCharts();
placeDefinitions();
let missed = 0;
void look();

/** Asks for the next frame when the last has come, so that a slow page asks seldom; gives up where nobody answers for long. */
async function look(): Promise<void> {
  try {
    const reply = await fetch("data", { cache: "no-store", signal: AbortSignal.timeout(seldom) });
    if (!reply.ok) throw new Error(String(reply.status));
    update((await reply.json()) as Frame);
    missed = 0;
  } catch {
    missed++;
  }

  const gone = missed >= patience;
  document.getElementById("gone")!.hidden = !gone;
  const state = document.getElementById("state")!;
  state.textContent = gone ? "over" : "live";
  state.classList.toggle("on-air", !gone);
  if (missed < giveUp) setTimeout(look, document.hidden ? seldom : every);
}

function update(frame: Frame): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-part]")) {
    const html = frame.parts[place.dataset.part!];
    // What is being read stays until it has been read.
    if (html === undefined || html === place.dataset.shown || place.querySelector(".term:hover, .term:focus")) continue;
    place.dataset.shown = html;
    const scrolled = [...place.querySelectorAll(".scroll, .scroll-y")].map((element) => [element.scrollLeft, element.scrollTop]);
    place.innerHTML = html;
    place.querySelectorAll(".scroll, .scroll-y").forEach((element, i) => {
      [element.scrollLeft, element.scrollTop] = scrolled[i] ?? [0, 0];
    });
  }

  show(frame.charts);
}
