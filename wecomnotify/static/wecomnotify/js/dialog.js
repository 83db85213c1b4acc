// A link with data-dialog opens the form of its page in a dialog: nothing typed on this page is lost.
// The server answers 422 with the form again, or 201 with {value, label}; then "created" is dispatched on the link
// and the select named by data-into="#id" gets the new option, selected.
const headers = { "HX-Request": "true", "HX-Target": "dialog" };

function shell(link) {
  const dialog = document.createElement("dialog");
  const head = document.createElement("header");
  const title = document.createElement("h2");
  const close = document.createElement("button");
  title.textContent = link.dataset.dialog || link.textContent.trim();
  title.id = "dialog-title";
  dialog.setAttribute("aria-labelledby", title.id);
  Object.assign(close, { type: "button", className: "button icon-only", textContent: "✕" });
  close.setAttribute("aria-label", link.dataset.close);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
  head.append(title, close);
  dialog.append(head);
  document.body.append(dialog);
  return dialog;
}

function fill(dialog, html, address) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const form = page.querySelector("form[data-dialog-form]") || page.querySelector("main form") || page.querySelector("form");
  const body = document.createElement("div");
  body.className = "dialog-body";
  form.action = form.getAttribute("action") ? form.action : address;
  body.append(document.adoptNode(form));
  dialog.querySelector(".dialog-body")?.remove();
  dialog.append(body);
  return form;
}

function choose(link, created) {
  const select = document.querySelector(link.dataset.into);
  if (select) {
    select.add(new Option(created.label, created.value, true, true));
    select.dispatchEvent(new Event("change", { bubbles: true }));
    select.dispatchEvent(new Event("input", { bubbles: true }));
  }
  link.dispatchEvent(new CustomEvent("created", { bubbles: true, detail: created }));
}

async function show(link, dialog, response) {
  if (response.status === 201) { choose(link, await response.json()); return dialog.close(); }
  const form = fill(dialog, await response.text(), link.href);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new FormData(form);
    if (event.submitter?.name) body.set(event.submitter.name, event.submitter.value);
    await show(link, dialog, await fetch(form.action, { method: "POST", headers, body }));
  });
}

export default async function open(link) {
  const response = await fetch(link.href, { headers });
  if (!response.ok) { location.href = link.href; return; }
  const dialog = shell(link);
  await show(link, dialog, response);
  dialog.showModal();
}
