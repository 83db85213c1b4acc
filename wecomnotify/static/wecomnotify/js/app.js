// The entry. A behaviour is fetched when somebody first uses it, so that a page's first load stays one small file.
const POPUPS = "details.menu[open], details.confirm[open]";
const behaviours = [
  { on: "click", at: "[data-copy]", load: () => import("./copy.js") },
  { on: "click", at: "[data-dismiss]", load: () => import("./dismiss.js") },
  { on: "click", at: "a[data-dialog]", load: () => import("./dialog.js"), holds: true },
  { on: "click", at: POPUPS, load: () => import("./popup.js"), anywhere: true },
  { on: "keydown", at: POPUPS, load: () => import("./popup.js"), anywhere: true, only: (event) => event.key === "Escape" },
  { on: "input", at: "form[data-guard]", load: () => import("./guard.js") },
  { on: "keydown", at: "form[data-guard]", load: () => import("./guard.js"), anywhere: true, only: isSave, holds: true },
  { on: "change", at: "form[data-auto-submit]", load: () => import("./filters.js") },
  { on: "submit", at: "form[data-theme-switch]", load: () => import("./theme.js"), holds: true },
];

function isSave(event) {
  return (event.ctrlKey || event.metaKey) && event.key === "s";
}

function opensElsewhere(event) {
  return event.type === "click" && (event.button || event.ctrlKey || event.metaKey || event.shiftKey);
}

function answer(behaviour, event) {
  if (opensElsewhere(event) || (behaviour.only && !behaviour.only(event))) return;
  const element = event.target.closest?.(behaviour.at) || (behaviour.anywhere && document.querySelector(behaviour.at));
  if (!element) return;
  if (behaviour.holds) event.preventDefault();
  behaviour.load().then((module) => module.default(element, event));
}

for (const behaviour of behaviours) document.addEventListener(behaviour.on, (event) => answer(behaviour, event));
