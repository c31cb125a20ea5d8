// Buttons that copy: <button data-copy="#id" hidden> copies the text of what it names, and says so.

const SHOWN = 2000; // milliseconds for which a button says that it has copied

/** Show and arm the copy buttons below a node. */
export function copyable(root) {
  for (const button of root.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    const source = document.querySelector(button.dataset.copy);
    arm(button, () => ("value" in source ? source.value : source.textContent.replaceAll("\u00a0", " ")));
  }
}

/** Make a button copy what `text` gives. It then says `data-copied` for a while, and what it said again. */
export function arm(button, text) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text());
    const words = button.textContent;
    button.textContent = button.dataset.copied ?? "✓";
    setTimeout(() => { button.textContent = words; }, SHOWN);
  }, { once: false });
}
