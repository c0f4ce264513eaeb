import "uplot/dist/uPlot.min.css";
import { type Chart, drawCharts } from "./charts";
import { placeDefinitions } from "./terms";

type Frame = { parts: Record<string, string>; charts: Record<string, Chart> };

const intervalMs = 1000;
const slowIntervalMs = 5000;
const maxMissedWhileLive = 2;
const maxMissed = 30;

const show = drawCharts();
placeDefinitions();
let missed = 0;
void poll();

/** Polls for the next frame after the previous response, so a slow page polls less often. Stops after many failures. */
async function poll(): Promise<void> {
  try {
    const reply = await fetch("data", { cache: "no-store", signal: AbortSignal.timeout(slowIntervalMs) });
    if (!reply.ok) throw new Error(String(reply.status));
    update((await reply.json()) as Frame);
    missed = 0;
  } catch {
    missed++;
  }

  const gone = missed >= maxMissedWhileLive;
  document.getElementById("gone")!.hidden = !gone;
  const state = document.getElementById("state")!;
  state.textContent = gone ? "ended" : "live";
  state.classList.toggle("on-air", !gone);
  if (missed < maxMissed) setTimeout(poll, document.hidden ? slowIntervalMs : intervalMs);
}

function update(frame: Frame): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-part]")) {
    const html = frame.parts[place.dataset.part!];
    // Do not replace a part while the user reads a definition in it.
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
