/** Places a definition next to its term instead of in the corner of the window. */
export function placeDefinitions(): void {
  const place = (event: Event) => {
    const term = (event.target as Element).closest?.(".term");
    const definition = term?.querySelector<HTMLElement>(".def");
    if (!term || !definition) return;
    const box = term.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = definition;
    const below = box.bottom + 8 + height < innerHeight;
    definition.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
    definition.style.top = `${below ? box.bottom + 8 : Math.max(8, box.top - height - 8)}px`;
    definition.style.bottom = "auto";
  };
  document.addEventListener("pointerover", place);
  document.addEventListener("focusin", place);
}
