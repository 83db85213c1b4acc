// A form with data-guard says that it has unsaved changes (in [data-dirty]), asks before they are lost, and saves on Ctrl+S.
const changed = new WeakSet();
const guarded = new WeakSet();

function mark(form, isDirty) {
  changed[isDirty ? "add" : "delete"](form);
  for (const note of document.querySelectorAll("[data-dirty]")) note.hidden = !isDirty;
}

function watch(form) {
  guarded.add(form);
  form.addEventListener("submit", (event) => { if (!event.defaultPrevented) changed.delete(form); });
  form.addEventListener("reset", () => mark(form, false));
  form.addEventListener("saved", () => mark(form, false));
  window.addEventListener("beforeunload", (event) => { if (changed.has(form)) event.preventDefault(); });
}

export default function guard(form, event) {
  if (!guarded.has(form)) watch(form);
  if (event.type === "input") mark(form, true);
  else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") form.requestSubmit(form.querySelector("[data-save]"));
}
