// Buttons that copy: <button data-copy="#id" hidden> copies the text of what it names, and says so.

/** Show and arm the copy buttons below a node. */
export function copyable(root) {
  for (const button of root.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  const source = document.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText("value" in source ? source.value : source.textContent);
  const words = button.textContent;
  button.textContent = button.dataset.copied ?? "✓";
  setTimeout(() => { button.textContent = words; }, 2000);
}
