// The library's picker: a dialog with a search and a grid, each picture with its verdict.
// Knows nothing of who asks: `pick()` gives the picture chosen, or null.

const gettext = window.gettext || ((words) => words)
const address = () => document.querySelector('meta[name="picture-library"]').content

export const element = (name, attributes = {}, ...children) => {
  const node = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value)
  }
  node.append(...children)
  return node
}

const fetchPictures = async (parameters) => {
  const response = await fetch(`${address()}?${new URLSearchParams(parameters)}`, {
    headers: { Accept: "application/json" },
  })
  if (!response.ok) throw new Error(String(response.status))
  return (await response.json()).pictures
}

// The picture with this number; null when it is not there, or the library does not answer.
export const find = async (id) => {
  try {
    return (await fetchPictures({ id }))[0] || null
  } catch {
    return null
  }
}

export const verdict = (picture) =>
  element(
    "ul",
    { class: "problems" },
    ...picture.blocks.map((words) => element("li", { class: "block" }, words)),
    ...picture.warnings.map((words) => element("li", { class: "warn" }, words)),
    ...(picture.blocks.length
      ? []
      : [element("li", { class: "fine" }, gettext("It may be used."))]),
  )

const option = (picture, choose) => {
  const button = element(
    "button",
    { type: "button", class: "picker-choice" },
    element("img", { src: picture.src, alt: picture.alt || "" }),
    element("span", { class: "picker-caption" }, picture.caption || gettext("(no caption)")),
    element("span", { class: "picker-credit" }, picture.credit || gettext("(no credit)")),
  )
  button.addEventListener("click", () => choose(picture))
  return element("li", {}, button, verdict(picture))
}

export const pick = () =>
  new Promise((resolve) => {
    let chosen = null
    const search = element("input", { type: "search", id: "picker-search" })
    const status = element("p", { role: "status", class: "picker-status" })
    const grid = element("ul", { class: "picker-grid" })
    const close = element("button", { type: "button", class: "button" }, gettext("Close"))
    const dialog = element(
      "dialog",
      { class: "picker", "aria-labelledby": "picker-title" },
      element("h2", { id: "picker-title" }, gettext("Pictures in the library")),
      element(
        "div",
        { class: "picker-bar" },
        element("label", { for: "picker-search" }, gettext("Search")),
        search,
        close,
      ),
      status,
      grid,
    )
    const choose = (picture) => {
      chosen = picture
      dialog.close()
    }
    let turn = 0
    const load = async () => {
      const mine = ++turn
      status.textContent = gettext("Looking…")
      try {
        const pictures = await fetchPictures({ q: search.value })
        if (mine !== turn) return // an answer to an older question
        grid.replaceChildren(...pictures.map((picture) => option(picture, choose)))
        status.textContent = pictures.length ? "" : gettext("No picture matches.")
      } catch {
        status.textContent = gettext("The library did not answer. Close this and try again.")
      }
    }
    let timer
    search.addEventListener("input", () => {
      clearTimeout(timer)
      timer = setTimeout(load, 200)
    })
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault()
    })
    close.addEventListener("click", () => dialog.close())
    dialog.addEventListener("close", () => {
      dialog.remove()
      resolve(chosen)
    })
    document.body.append(dialog)
    dialog.showModal()
    search.focus()
    load()
  })
