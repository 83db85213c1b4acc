// A form with data-auto-submit sends itself when a select or a box changes; its button is for pages without scripts.
export default function submit(form, event) {
  if (event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) form.requestSubmit();
}
