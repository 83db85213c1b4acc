// The entry. A behaviour is fetched when somebody first uses it, so that a page's first load stays one small file.
const behaviours = [
  { on: "click", at: "[data-copy]", load: () => import("./copy.js") },
  { on: "click", at: "[data-dismiss]", load: () => import("./dismiss.js") },
  { on: "click", at: "a[data-dialog]", load: () => import("./dialog.js"), holds: true },
  { on: "click", at: "details.menu[open], details.confirm[open]", load: () => import("./popup.js"), everywhere: true },
  { on: "keydown", at: "details.menu[open], details.confirm[open]", load: () => import("./popup.js"), everywhere: true },
  { on: "input", at: "form[data-guard]", load: () => import("./guard.js") },
  { on: "keydown", at: "form[data-guard]", load: () => import("./guard.js"), everywhere: true },
  { on: "change", at: "form[data-auto-submit]", load: () => import("./filters.js") },
  { on: "submit", at: "form[data-theme-switch]", load: () => import("./theme.js"), holds: true },
];

const isSave = (event) => (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
const isPlainClick = (event) => event.type !== "click" || !(event.button || event.ctrlKey || event.metaKey || event.shiftKey);

function answer(behaviour, event) {
  const start = event.target instanceof Element ? event.target : document.body;
  const element = behaviour.everywhere ? document.querySelector(behaviour.at) : start.closest(behaviour.at);
  if (!element || !isPlainClick(event)) return;
  if (behaviour.holds || (event.type === "keydown" && isSave(event) && behaviour.at.includes("guard"))) event.preventDefault();
  behaviour.load().then((module) => module.default(element, event));
}

for (const behaviour of behaviours) document.addEventListener(behaviour.on, (event) => answer(behaviour, event));
