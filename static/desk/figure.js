// The editor's figure: a picture of the library by its number, with the caption for this use.
// Stored as <figure data-image="4" data-caption="…"></figure>; all else is read from the library.

import { Node } from "django-prose-editor/editor"
import { element, find, pick, verdict } from "desk/picker"

const gettext = window.gettext || ((words) => words)
let number = 0

const nodeView = ({ node, editor, getPos }) => {
  const id = `figure-caption-${++number}`
  const picture = element("div", { class: "desk-figure-picture" })
  const caption = element("textarea", { id, rows: 2 })
  const remove = element("button", { type: "button", class: "button" }, gettext("Take it out"))
  const dom = element(
    "figure",
    { class: "desk-figure", contenteditable: "false" },
    picture,
    element("label", { for: id }, gettext("Caption for this use")),
    caption,
    remove,
  )
  caption.value = node.attrs.caption || ""
  caption.addEventListener("input", () => {
    editor.view.dispatch(
      editor.view.state.tr.setNodeAttribute(getPos(), "caption", caption.value),
    )
  })
  remove.addEventListener("click", () => {
    const at = getPos()
    editor.chain().focus().deleteRange({ from: at, to: at + node.nodeSize }).run()
  })
  find(node.attrs.image).then((found) => {
    if (!found) {
      picture.append(element("p", {}, gettext("The library does not show this picture.")))
      return
    }
    caption.placeholder = found.caption
    picture.append(
      element("img", { src: found.src, alt: found.alt || "" }),
      element("p", {}, found.credit),
      verdict(found),
    )
  })
  return {
    dom,
    ignoreMutation: () => true,
    stopEvent: (event) => event.target === caption || event.target === remove,
    update(updated) {
      if (updated.type.name !== "libraryFigure" || updated.attrs.image !== node.attrs.image) {
        return false
      }
      if (caption.value !== (updated.attrs.caption || "")) {
        caption.value = updated.attrs.caption || ""
      }
      return true
    },
  }
}

const attribute = (name) => ({
  default: null,
  parseHTML: (dom) => dom.getAttribute(name),
  renderHTML: (attributes) => {
    const value = attributes[name.replace("data-", "")]
    return value ? { [name]: value } : {}
  },
})

export const LibraryFigure = Node.create({
  name: "libraryFigure",
  group: "block",
  atom: true,
  draggable: true,

  addAttributes() {
    return { image: attribute("data-image"), caption: attribute("data-caption") }
  },

  parseHTML() {
    return [{ tag: "figure[data-image]" }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", HTMLAttributes]
  },

  addNodeView() {
    return nodeView
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "libraryFigure",
      groups: "nodes",
      command: async (editor) => {
        const picture = await pick()
        if (!picture) return
        const attrs = { image: String(picture.id), caption: picture.caption }
        editor.chain().focus().insertContent({ type: "libraryFigure", attrs }).run()
      },
      button: buttons.material("image", gettext("Picture from the library")),
    })
  },
})
