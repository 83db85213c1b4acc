// A button with data-copy copies the text of data-copy="#id", or of the snippet it stands in; data-done says so.
async function write(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Plain http on an intranet has no clipboard object.
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

export default async function copy(button) {
  const source = button.dataset.copy ? document.querySelector(button.dataset.copy) : button.closest(".snippet").querySelector("code");
  await write("value" in source ? source.value : source.textContent);
  button.focus();
  const before = button.getAttribute("aria-label");
  const said = button.dataset.done;
  if (before === said) return;
  button.setAttribute("aria-label", said);
  button.setAttribute("title", said);
  button.classList.add("is-done");
  setTimeout(() => {
    button.setAttribute("aria-label", before);
    button.setAttribute("title", before);
    button.classList.remove("is-done");
  }, 2000);
}
