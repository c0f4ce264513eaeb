type Cell = { element: SVGSVGElement; parent: Cell | null; children: Cell[]; tokens: number; seconds: number; x: number; width: number };

/** Enables zoom, keyboard navigation and width by tokens or time for all flame graphs. */
export function enableFlames(): void {
  for (const figure of document.querySelectorAll<HTMLElement>("figure.flame")) enable(figure);
}

function enable(figure: HTMLElement): void {
  const cells: Cell[] = [];
  for (const element of figure.querySelectorAll<SVGSVGElement>(".cell")) {
    const parent = cells[Number(element.dataset.p)] ?? null;
    const [tokens, seconds] = [Number(element.dataset.k), Number(element.dataset.s)];
    const cell: Cell = { element, parent, children: [], tokens, seconds, x: 0, width: 0 };
    parent?.children.push(cell);
    cells.push(cell);
  }

  const root = cells[0];
  const svg = figure.querySelector<SVGSVGElement>(".cells")!;
  const readout = figure.querySelector<HTMLElement>(".readout")!;
  const measure = figure.querySelector<HTMLElement>(".measure")!;
  let byTokens = figure.dataset.by === "tokens";
  let zoomed = root;
  let at = root;

  const weight = (cell: Cell) => (byTokens ? cell.tokens : cell.seconds);
  const layOut = (cell: Cell, x: number, width: number) => {
    cell.x = x;
    cell.width = width;
    let left = x;
    for (const child of cell.children) {
      const share = weight(cell) > 0 ? (width * weight(child)) / weight(cell) : 0;
      layOut(child, left, share);
      left += share;
    }
  };
  const draw = () => {
    layOut(root, 0, 100);
    const { x, width } = zoomed;
    for (const cell of cells) {
      const above = isAbove(cell, zoomed);
      const left = above ? 0 : ((cell.x - x) / width) * 100;
      const wide = above ? 100 : (cell.width / width) * 100;
      const shown = width > 0 && left < 100 && left + wide > 0.0001;
      cell.element.style.display = shown ? "" : "none";
      cell.element.classList.toggle("above", above && cell !== zoomed);
      cell.element.setAttribute("x", `${Math.max(0, left)}%`);
      cell.element.setAttribute("width", `${Math.min(100, wide)}%`);
    }
    measure.textContent = byTokens ? "tokens" : "time";
  };
  const select = (cell: Cell) => {
    at.element.classList.remove("at");
    at = cell;
    at.element.classList.add("at");
    readout.textContent = cell.element.querySelector("title")!.textContent;
  };
  const zoom = (cell: Cell) => {
    zoomed = cell === zoomed ? (cell.parent ?? root) : cell;
    if (weight(zoomed) === 0) zoomed = root;
    draw();
    select(cell);
  };
  const ofEvent = (event: Event) => cells.find((cell) => cell.element === (event.target as Element).closest(".cell"));

  svg.addEventListener("click", (event) => {
    const cell = ofEvent(event);
    if (cell) zoom(cell);
  });
  svg.addEventListener("pointerover", (event) => {
    const cell = ofEvent(event);
    if (cell) readout.textContent = cell.element.querySelector("title")!.textContent;
  });
  svg.addEventListener("keydown", (event) => {
    const next = move(event.key, at, zoomed);
    if (event.key === "Enter" || event.key === " ") zoom(at);
    else if (event.key === "Escape") zoom(zoomed);
    else if (next) select(next);
    else return;
    event.preventDefault();
  });
  for (const radio of document.querySelectorAll<HTMLInputElement>("input[name=width]")) {
    radio.addEventListener("change", () => {
      byTokens = radio.value === "tokens" && root.tokens > 0;
      zoomed = root;
      draw();
    });
  }
}

function isAbove(cell: Cell, zoomed: Cell): boolean {
  for (let one: Cell | null = zoomed; one; one = one.parent) if (one === cell) return true;
  return false;
}

function move(key: string, at: Cell, zoomed: Cell): Cell | null {
  const siblings = at.parent?.children ?? [];
  const place = siblings.indexOf(at);
  if (key === "ArrowDown") return at.children[0] ?? at;
  if (key === "ArrowUp") return at.parent ?? at;
  if (key === "ArrowRight") return siblings[place + 1] ?? at;
  if (key === "ArrowLeft") return place > 0 ? siblings[place - 1] : at;
  return null;
}
