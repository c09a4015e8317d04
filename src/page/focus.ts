// Takes the visitor to what has just changed, once it is drawn.

/** To the blend on show. */
export function focusBlend(): void {
  requestAnimationFrame(() => {
    const title = document.getElementById("blend-title");
    title?.focus({ preventScroll: true });
    title?.closest("section")?.scrollIntoView({ block: "start" });
  });
}

/** To the first field that needs another look, else to the reason of the refusal. */
export function focusRefusal(): void {
  requestAnimationFrame(() => {
    const form = document.querySelector("form");
    const target = form?.querySelector<HTMLElement>("[aria-invalid=true], .notice");
    target?.focus();
  });
}
