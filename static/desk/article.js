// The article's form: names the editor for screen readers, counts words, keeps words from being
// lost by leaving, and saves with Ctrl+S. Everything works without it.

const gettext = window.gettext || ((words) => words)
const form = document.getElementById("article_form")

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  const box = editor.view.dom
  box.setAttribute("role", "textbox")
  box.setAttribute("aria-multiline", "true")
  box.setAttribute("aria-label", label ? label.textContent.replace(":", "") : "")
  label?.addEventListener("click", () => editor.commands.focus())

  for (const button of document.querySelectorAll(".prose-menubar [title]")) {
    button.setAttribute("aria-label", button.title)
  }
  const count = document.createElement("p")
  count.className = "word-count"
  const tell = () => {
    const words = editor.getText().split(/\s+/).filter(Boolean).length
    count.textContent = `${words} ${gettext("words")}`
  }
  editor.on("update", tell)
  textarea.closest(".prose-editor").after(count)
  tell()
})

if (form) {
  let changed = document.querySelector(".errornote") !== null
  form.addEventListener("input", () => (changed = true))
  form.addEventListener("change", () => (changed = true))
  form.addEventListener("submit", () => (changed = false))
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault()
  })
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault()
      form.requestSubmit(form.querySelector('[name="_save"]'))
    }
  })
}
