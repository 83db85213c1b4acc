// A form with data-guard says that it has unsaved changes (in its [data-dirty]), asks before they are lost, and saves
// on Ctrl+S. Who saves it without leaving the page dispatches "saved" on it.
const watched = new WeakSet();
const changed = new Set();

function mark(form, isDirty) {
  changed[isDirty ? "add" : "delete"](form);
  for (const note of form.querySelectorAll("[data-dirty]")) note.hidden = !isDirty;
}

function watch(form) {
  watched.add(form);
  form.addEventListener("submit", () => changed.delete(form));
  form.addEventListener("reset", () => mark(form, false));
  form.addEventListener("saved", () => mark(form, false));
}

window.addEventListener("beforeunload", (event) => {
  if (![...changed].some((form) => form.isConnected)) return;
  event.preventDefault();
  event.returnValue = "";
});

export default function guard(form, event) {
  if (!watched.has(form)) watch(form);
  if (event.type === "input") mark(form, true);
  else form.querySelector("[data-save]")?.click();
}
