/* Shows a notice as readers will find it, while it is being written. */
for (const shown of document.querySelectorAll("[data-notice]")) {
  const field = document.getElementById(shown.dataset.notice)
  field?.addEventListener("input", () => {
    shown.textContent = field.value
  })
}
