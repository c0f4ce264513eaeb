/** Marks tables that are wider than the page with a hint, and those with more columns to the right with a shadow. */
export function markScrolling(): void {
  const observer = new ResizeObserver((entries) => entries.forEach((entry) => mark(entry.target as HTMLElement)));
  for (const area of document.querySelectorAll<HTMLElement>(".scroll")) {
    observer.observe(area);
    area.addEventListener("scroll", () => mark(area), { passive: true });
  }
}

function mark(area: HTMLElement): void {
  const hidden = area.scrollWidth - area.clientWidth;
  area.classList.toggle("more-right", hidden > 1 && area.scrollLeft < hidden - 1);
  const shown = area.previousElementSibling?.classList.contains("scroll-hint") ? area.previousElementSibling : null;
  if (hidden > 1 && !shown) {
    const hint = document.createElement("p");
    hint.className = "scroll-hint";
    hint.textContent = "Scroll sideways for more columns";
    area.before(hint);
  } else if (hidden <= 1) shown?.remove();
}
