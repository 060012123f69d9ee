// A form field that names a picture by its number: shows it, and chooses another from the library.

import { element, find, pick, verdict } from "desk/picker"

const show = (root, picture) => {
  root.querySelector(".picture-input-shown").replaceChildren(
    ...(picture
      ? [
          element("img", { src: picture.src, alt: picture.alt || "" }),
          element("p", {}, picture.caption, " ", element("em", {}, picture.credit)),
          verdict(picture),
        ]
      : []),
  )
}

const enhance = async (root) => {
  const input = root.querySelector("input")
  const choose = root.querySelector("[data-choose]")
  const remove = root.querySelector("[data-remove]")
  const set = (picture) => {
    input.value = picture ? picture.id : ""
    input.dispatchEvent(new Event("change", { bubbles: true }))
    remove.hidden = !picture
    show(root, picture)
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
  show(root, await find(input.value))
}

for (const root of document.querySelectorAll("[data-picture-input]")) {
  if (!root.querySelector("input").id.includes("__prefix__")) enhance(root)
}
