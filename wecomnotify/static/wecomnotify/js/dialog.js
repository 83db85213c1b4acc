// A link with data-dialog="Title" opens the form of its page in the dialog: nothing typed on this page is lost.
// The server answers 422 with the form again, or 201 with {value, label}; then "created" is dispatched on the link
// and the select named by data-into="#id" gets the new option, selected.
const dialog = document.querySelector("#dialog");
const headers = { "HX-Request": "true", "HX-Target": "dialog" };

// Two forms on one page may both have an id_name: those of the dialog become dialog-id_name.
function rename(form) {
  const own = (id) => `dialog-${id}`;
  for (const element of form.querySelectorAll("[id]")) element.id = own(element.id);
  for (const label of form.querySelectorAll("[for]")) label.htmlFor = own(label.htmlFor);
  for (const link of form.querySelectorAll("[href^='#']")) link.hash = own(link.hash.slice(1));
  for (const field of form.querySelectorAll("[aria-describedby]")) {
    field.setAttribute("aria-describedby", field.getAttribute("aria-describedby").split(" ").map(own).join(" "));
  }
}

function fill(html, address) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const form = page.querySelector("form[data-dialog-form]") || page.querySelector("main form");
  form.action = form.getAttribute("action") || address;
  rename(form);
  dialog.querySelector(".dialog-body").replaceChildren(document.adoptNode(form));
  return form;
}

function choose(link, created) {
  const select = document.querySelector(link.dataset.into);
  if (select) {
    select.add(new Option(created.label, created.value, true, true));
    for (const kind of ["input", "change"]) select.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  link.dispatchEvent(new CustomEvent("created", { bubbles: true, detail: created }));
}

async function show(link, response) {
  if (response.status === 201) {
    choose(link, await response.json());
    return dialog.close();
  }
  const form = fill(await response.text(), link.href);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new FormData(form);
    if (event.submitter?.name) body.set(event.submitter.name, event.submitter.value);
    await show(link, await fetch(form.action, { method: "POST", headers, body }));
  });
}

export default async function open(link) {
  const response = await fetch(link.href, { headers });
  // Signed out meanwhile, or not allowed any more: say so elsewhere, for this page holds what was typed.
  if (!response.ok || response.redirected) return window.open(link.href, "_blank", "noopener");
  dialog.querySelector("h2").textContent = link.dataset.dialog || link.textContent.trim();
  dialog.addEventListener("close", () => { dialog.querySelector(".dialog-body").replaceChildren(); link.focus(); }, { once: true });
  await show(link, response);
  dialog.showModal();
}
