// A form with data-auto-submit sends itself when a choice in it changes; its button is for pages without scripts.
export default function submit(form, event) {
  if (event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) form.querySelector("button:not([type=button])").click();
}
