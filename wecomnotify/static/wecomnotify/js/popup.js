// Menus and confirmations (details elements) close on Escape and on a press outside.
export default function close(_first, event) {
  for (const popup of document.querySelectorAll("details.menu[open], details.confirm[open]")) {
    const isEscape = event.type === "keydown" && event.key === "Escape";
    if (isEscape && popup.contains(document.activeElement)) popup.querySelector("summary").focus();
    if (isEscape || (event.type === "click" && !popup.contains(event.target))) popup.open = false;
  }
}
