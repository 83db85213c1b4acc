// Menus and confirmations (details elements) close on Escape and on a press outside.
export default function close(_first, event) {
  for (const popup of document.querySelectorAll("details.menu[open], details.confirm[open]")) {
    if (event.type === "click" && popup.contains(event.target)) continue;
    if (popup.contains(document.activeElement)) popup.querySelector("summary").focus();
    popup.open = false;
  }
}
