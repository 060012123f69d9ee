// A form field that names a picture by its number: shows it, chooses another from the library, and
// copies the library's texts into the fields for this use. Texts that the writer typed stay.

import { element, find, others, page, pick, verdict } from "desk/picker"

const gettext = window.gettext || ((message) => message)

const show = (root, picture, isKept) => {
  const kept = element(
    "li",
    { class: "warn" },
    gettext("The words you wrote were kept. Check that they fit this picture."),
  )
  root
    .querySelector(".picture-input-shown")
    .replaceChildren(
      ...(picture
        ? [
            ...(picture.src ? [element("img", { src: picture.src, alt: picture.alt })] : []),
            element("p", {}, picture.caption, " ", element("em", {}, picture.credit)),
            ...(isKept ? [element("ul", { class: "problems" }, kept)] : []),
            verdict(picture),
            ...others(picture),
            page(picture),
          ]
        : []),
    )
}

// The fields beside the input that take the picture's texts, by the name of the text.
const fieldsOf = (input) =>
  (input.dataset.textFields || "")
    .split(" ")
    .map((name) => [name, input.form?.elements[input.name.replace(/[^-]+$/, name)]])
    .filter(([, field]) => field)

// Copies the texts of a picture. Returns whether a text of the writer now stands with another picture.
const copyTexts = (fields, before, after) => {
  let isKept = false
  for (const [name, field] of fields) {
    const text = field.value.trim()
    if (!text || text === before?.[name].trim()) {
      field.value = after ? after[name] : ""
      field.dispatchEvent(new Event("input", { bubbles: true }))
    } else if (before?.id !== after?.id) {
      isKept = true
    }
    field.placeholder = after ? after[name] : ""
  }
  return isKept
}

const enhance = async (root) => {
  const input = root.querySelector("input")
  const choose = root.querySelector("[data-choose]")
  const remove = root.querySelector("[data-remove]")
  const fields = fieldsOf(input)
  let current = null
  const set = (picture) => {
    input.value = picture ? picture.id : ""
    input.dispatchEvent(new Event("change", { bubbles: true }))
    remove.hidden = !picture
    show(root, picture, copyTexts(fields, current, picture))
    current = picture
  }
  root.querySelector(".picture-input-number").hidden = true
  choose.hidden = false
  choose.addEventListener("click", async () => {
    const picture = await pick()
    if (picture) set(picture)
    choose.focus()
  })
  remove.addEventListener("click", () => {
    set(null)
    choose.focus()
  })
  if (!input.value) return
  remove.hidden = false
  const picture = await find(input.value)
  if (current || !input.value) return // another was chosen meanwhile
  current = picture
  show(root, picture)
  for (const [name, field] of fields) field.placeholder = picture?.[name] || ""
}

for (const root of document.querySelectorAll("[data-picture-input]")) {
  if (!root.querySelector("input").id.includes("__prefix__")) enhance(root)
}
