/** Enables the search over the steps of the shown tasks: other steps fade. "/" focuses the field. */
export function enableSearch(): void {
  const field = document.getElementById("search") as HTMLInputElement | null;
  const found = document.getElementById("found");
  if (!field || !found) return;
  const marks = [...document.querySelectorAll<SVGElement>("#tasks [data-n]")].map((element) => ({
    name: (element.dataset.n ?? "").toLowerCase(),
    mark: element.classList.contains("c") ? element : element.querySelector(".c")!,
    isStep: element.closest(".lanes") !== null,
  }));
  const apply = () => {
    const wanted = field.value.trim().toLowerCase();
    let steps = 0;
    for (const one of marks) {
      const hit = wanted !== "" && one.name.includes(wanted);
      one.mark.classList.toggle("hit", hit);
      if (hit && one.isStep) steps++;
    }
    document.body.classList.toggle("searching", wanted !== "");
    found.textContent = wanted === "" ? "" : `${steps} step${steps === 1 ? "" : "s"}`;
  };
  field.addEventListener("input", apply);
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "search";
    if (event.key === "/" && !typing) {
      event.preventDefault();
      field.focus();
    } else if (event.key === "Escape" && typing) {
      field.value = "";
      apply();
    }
  });
}
