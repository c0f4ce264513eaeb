import uPlot from "uplot";
import { number, seconds } from "./numbers";

type Line = { css: string; y: (number | null)[] };
type Bound = { name: string; y: number };
export type Chart = {
  seconds: boolean; x: number[]; outside: [number, number][]; losses: number[]; duration: number; lines: Line[]; bounds: Bound[];
};

const height = 232;
const dashes: Record<string, number[]> = {
  s2: [6, 3], s3: [2, 2.5], s4: [9, 3, 2, 3], s5: [12, 4], s6: [4, 2], s7: [1, 3], s8: [9, 2, 1, 2, 1, 2], bad: [3, 3],
};

/**
 * Replaces the static time charts with uPlot charts: shared cursor, zoom by dragging, reset by double click or Escape.
 * Returns a function that updates their data and keeps the zoom.
 */
export function drawCharts(): (newer: Record<string, Chart>) => void {
  const data: Record<string, Chart> = JSON.parse(document.getElementById("charts")!.textContent!);
  const drawn: { id: string; plot: uPlot; chart: Chart; host: HTMLElement }[] = [];
  for (const figure of document.querySelectorAll<HTMLElement>("figure[data-series]")) {
    const chart = data[figure.dataset.series!];
    const host = figure.querySelector<HTMLElement>(".plot")!;
    const live = document.createElement("p");
    live.className = "live";
    const names = [...figure.querySelectorAll(".legend li")].map((li) => firstText(li));
    const div = document.createElement("div");
    div.tabIndex = 0;
    div.setAttribute("role", "img");
    div.setAttribute("aria-label", figure.querySelector("h3")!.textContent ?? "");
    host.replaceWith(div);
    div.after(live);
    const plot = new uPlot(options(chart, div.clientWidth || 600, names, live), aligned(chart), div);
    div.addEventListener("keydown", (event) => onKey(event, plot, chart));
    drawn.push({ id: figure.dataset.series!, plot, chart, host: div });
  }

  const resize = new ResizeObserver((entries) => {
    for (const entry of entries) {
      const one = drawn.find((other) => other.host === entry.target);
      if (one && entry.contentRect.width > 0) one.plot.setSize({ width: Math.floor(entry.contentRect.width), height });
    }
  });
  for (const one of drawn) resize.observe(one.host);
  const redraw = () => drawn.forEach((one) => one.plot.redraw(false, true));
  for (const radio of document.querySelectorAll("input[name=theme]")) radio.addEventListener("change", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  addEventListener("beforeprint", redraw);
  return (newer) => {
    for (const { id, plot, chart } of drawn) {
      const { min, max } = plot.scales.x;
      const isZoomed = min != null && max != null && (min > 0 || max < chart.duration);
      Object.assign(chart, newer[id]);
      plot.setData(aligned(chart), !isZoomed);
      if (isZoomed) plot.redraw();
    }
  };
}

function aligned(chart: Chart): uPlot.AlignedData {
  return [chart.x, ...chart.lines.map((line) => line.y)] as uPlot.AlignedData;
}

function options(chart: Chart, width: number, names: string[], live: HTMLElement): uPlot.Options {
  const format = chart.seconds ? seconds : number;
  return {
    width,
    height,
    padding: [8, 8, 0, 0],
    cursor: { sync: { key: "time", setSeries: false }, drag: { x: true, y: false }, points: { size: 7 } },
    scales: {
      x: {
        time: false,
        range: (_, low, high) => (low === chart.x[0] && high === chart.x[chart.x.length - 1] ? [0, chart.duration] : [low, high]),
      },
      y: {
        range: (_, __, high) => {
          const most = Math.max(high ?? 0, ...chart.bounds.map((bound) => bound.y));
          return [0, most > 0 ? most * 1.06 : 1];
        },
      },
    },
    axes: [axis((value) => seconds(value), 22, 80), axis(format, 54, 40)],
    series: [
      {},
      ...chart.lines.map((line) => ({
        stroke: () => color(line.css),
        width: 1.8,
        dash: dashes[line.css],
        points: { show: chart.x.length < 3 },
        spanGaps: false,
      })),
    ],
    hooks: {
      drawClear: [(plot) => shade(plot, chart)],
      draw: [(plot) => drawBounds(plot, chart)],
      setCursor: [(plot) => showValues(plot, chart, names, format, live)],
    },
  };
}

function axis(format: (value: number) => string, size: number, space: number): uPlot.Axis {
  return {
    size, space, gap: 6,
    stroke: () => variable("--soft"), font: "12px system-ui, sans-serif",
    grid: { stroke: () => variable("--grid"), width: 1 }, ticks: { show: false },
    values: (_, ticks) => ticks.map((tick) => (tick === null ? "" : format(tick))),
  };
}

function shade(plot: uPlot, chart: Chart): void {
  plot.ctx.save();
  plot.ctx.fillStyle = variable("--grid");
  for (const [from, to] of chart.outside) {
    const left = Math.max(plot.bbox.left, plot.valToPos(from, "x", true));
    const right = Math.min(plot.bbox.left + plot.bbox.width, plot.valToPos(to, "x", true));
    if (right > left) plot.ctx.fillRect(left, plot.bbox.top, right - left, plot.bbox.height);
  }
  plot.ctx.fillStyle = variable("--bad");
  plot.ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
  for (const at of chart.losses) {
    const x = plot.valToPos(at, "x", true);
    if (x < plot.bbox.left || x > plot.bbox.left + plot.bbox.width) continue;
    plot.ctx.fillRect(x - devicePixelRatio, plot.bbox.top, 2 * devicePixelRatio, plot.bbox.height);
    plot.ctx.fillText("\u2715", x + 4 * devicePixelRatio, plot.bbox.top + 12 * devicePixelRatio);
  }
  plot.ctx.restore();
}

/** Draws the bounds of SLOs as labeled lines. */
function drawBounds(plot: uPlot, chart: Chart): void {
  plot.ctx.save();
  plot.ctx.strokeStyle = plot.ctx.fillStyle = variable("--bad");
  plot.ctx.lineWidth = 1.4 * devicePixelRatio;
  plot.ctx.setLineDash([5 * devicePixelRatio, 3 * devicePixelRatio]);
  plot.ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
  plot.ctx.textAlign = "right";
  for (const bound of chart.bounds) {
    const y = plot.valToPos(bound.y, "y", true);
    const { left, top, width } = plot.bbox;
    plot.ctx.beginPath();
    plot.ctx.moveTo(left, y);
    plot.ctx.lineTo(left + width, y);
    plot.ctx.stroke();
    const isLow = y - top > 18 * devicePixelRatio;
    plot.ctx.fillText(bound.name, left + width - 4 * devicePixelRatio, isLow ? y - 5 * devicePixelRatio : y + 14 * devicePixelRatio);
  }
  plot.ctx.restore();
}

function showValues(plot: uPlot, chart: Chart, names: string[], format: (value: number) => string, live: HTMLElement): void {
  const at = plot.cursor.idx;
  live.replaceChildren();
  if (at === null || at === undefined || plot.cursor.left! < 0) return;
  const parts: [string, string][] = [["at", seconds(chart.x[at])]];
  chart.lines.forEach((line, i) => parts.push([names[i], line.y[at] === null ? "\u2014" : format(line.y[at]!)]));
  for (const [name, value] of parts) {
    const figure = document.createElement("b");
    figure.textContent = value;
    live.append(`${name} `, figure);
  }
}

function onKey(event: KeyboardEvent, plot: uPlot, chart: Chart): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (event.key === "Escape") plot.setData(plot.data, true);
  if (step === 0) return;
  event.preventDefault();
  const at = Math.min(chart.x.length - 1, Math.max(0, (plot.cursor.idx ?? (step > 0 ? -1 : chart.x.length)) + step));
  plot.setCursor({ left: plot.valToPos(chart.x[at], "x"), top: 10 });
}

/** Returns the text of an element without the definition it contains. */
function firstText(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  copy.querySelectorAll(".def").forEach((definition) => definition.remove());
  return copy.textContent!.trim();
}

const probe = document.createElement("i");

/** Returns the color of a class or variable in the current theme. */
function color(css: string): string {
  if (!probe.isConnected) document.body.append(probe);
  probe.className = css;
  probe.style.color = "";
  return getComputedStyle(probe).color;
}

function variable(name: string): string {
  if (!probe.isConnected) document.body.append(probe);
  probe.className = "";
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}
