// The editor's figure: a picture of the library by its number, with its caption and alternative text
// for this use. Stored as <figure data-image="4" data-caption="…" data-alt="…"></figure>; all else is
// read from the library.

import { Node } from "django-prose-editor/editor"
import { element, find, others, page, pick, verdict } from "desk/picker"

const gettext = window.gettext || ((text) => text)
let number = 0

// A text box for this use, stored in the node's attribute of the same name.
const textBox = (name, label, { node, editor, getPos }) => {
  const id = `figure-${name}-${++number}`
  const box = element("textarea", { id, rows: 2 })
  const read = (attrs) => {
    if (box.value !== (attrs[name] || "")) box.value = attrs[name] || ""
  }
  box.addEventListener("input", () => {
    editor.view.dispatch(editor.view.state.tr.setNodeAttribute(getPos(), name, box.value))
  })
  read(node.attrs)
  return { box, read, dom: element("div", {}, element("label", { for: id }, label), box) }
}

const nodeView = (props) => {
  const { node, editor, getPos } = props
  const picture = element("div", { class: "desk-figure-picture" })
  const caption = textBox("caption", gettext("Caption for this use"), props)
  const alt = textBox("alt", gettext("Alternative text for this use"), props)
  const remove = element("button", { type: "button", class: "button" }, gettext("Take it out"))
  const dom = element(
    "figure",
    { class: "desk-figure", contenteditable: "false" },
    picture,
    element("div", { class: "desk-figure-fields" }, caption.dom, alt.dom),
    remove,
  )
  remove.addEventListener("click", () => {
    const at = getPos()
    editor
      .chain()
      .focus()
      .deleteRange({ from: at, to: at + node.nodeSize })
      .run()
  })
  find(node.attrs.image).then((entry) => {
    if (!entry) {
      picture.append(element("p", {}, gettext("The library does not show this picture.")))
      return
    }
    caption.box.placeholder = entry.caption
    alt.box.placeholder = entry.alt
    picture.append(
      ...(entry.src ? [element("img", { src: entry.src, alt: entry.alt })] : []),
      element("p", {}, entry.credit),
      verdict(entry),
      ...others(entry),
      page(entry),
    )
  })
  return {
    dom,
    ignoreMutation: () => true,
    stopEvent: (event) => Boolean(event.target.closest?.("textarea, button, a")),
    update(updated) {
      if (updated.type.name !== "libraryFigure" || updated.attrs.image !== node.attrs.image) {
        return false
      }
      caption.read(updated.attrs)
      alt.read(updated.attrs)
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
    return {
      image: attribute("data-image"),
      caption: attribute("data-caption"),
      alt: attribute("data-alt"),
    }
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
        const { caption, alt } = picture // for this use, to be written over
        const attrs = { image: String(picture.id), caption, alt }
        editor.chain().focus().insertContent({ type: "libraryFigure", attrs }).run()
      },
      button: buttons.material("image", gettext("Picture from the library")),
    })
  },
})
