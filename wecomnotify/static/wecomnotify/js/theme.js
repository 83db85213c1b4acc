// The theme changes at once, without leaving the page; the server keeps the choice in a cookie.
export default async function theme(form, event) {
  const body = new FormData(form, event.submitter);
  const chosen = body.get("theme");
  if (chosen === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  await fetch(form.action, { method: "POST", body });
}
