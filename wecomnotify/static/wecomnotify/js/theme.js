// The theme changes at once, without leaving the page; the server keeps the choice in a cookie.
export default async function theme(form, event) {
  const body = new FormData(form);
  body.set(event.submitter.name, event.submitter.value);
  if (event.submitter.value === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = event.submitter.value;
  await fetch(form.action, { method: "POST", body });
}
