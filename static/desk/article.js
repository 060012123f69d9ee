// The article's form: describes the editor for screen readers, counts words, warns before unsaved
// text is left, and saves with Ctrl+S. Everything works without it.

const gettext = window.gettext || ((text) => text)
// The buttons of the editor's bar that are on or off where the caret stands.
const SWITCHES = new Set([
  "bold",
  "italic",
  "subscript",
  "superscript",
  "bulletList",
  "orderedList",
  "blockquote",
  "link",
])
const form = document.getElementById("article_form")

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  const box = editor.view.dom
  box.setAttribute("role", "textbox")
  box.setAttribute("aria-multiline", "true")
  box.setAttribute("aria-label", label ? label.textContent.replace(":", "") : "")
  label?.addEventListener("click", () => editor.commands.focus())

  const root = textarea.closest(".prose-editor")
  // The package says the titles of its buttons in English only.
  const translate = () => {
    for (const button of root.querySelectorAll(".prose-menubar button[title]")) {
      button.title = gettext(button.title)
      button.setAttribute("aria-label", button.title)
    }
    for (const option of root.querySelectorAll(".prose-menubar__option > *")) {
      option.textContent = gettext(option.textContent)
    }
  }
  const describe = () => {
    translate()
    for (const button of root.querySelectorAll(".prose-menubar [data-name]")) {
      button.setAttribute("aria-disabled", button.classList.contains("disabled"))
      if (SWITCHES.has(button.dataset.name)) {
        button.setAttribute("aria-pressed", button.classList.contains("active"))
      }
    }
  }
  editor.on("create", () => {
    editor.on("transaction", describe) // after the bar, which is made on creation too
    describe()
  })

  const count = document.createElement("p")
  count.className = "word-count"
  const showCount = () => {
    const number = editor.getText().split(/\s+/).filter(Boolean).length
    count.textContent = `${number} ${gettext("words")}`
  }
  editor.on("update", showCount)
  root.append(count)
  showCount()
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
