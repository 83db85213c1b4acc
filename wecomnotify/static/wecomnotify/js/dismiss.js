// A button with data-dismiss takes away the toast it stands in.
export default function dismiss(button) {
  button.closest(".toast").remove();
}
