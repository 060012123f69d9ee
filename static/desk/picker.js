// The library's picker: a dialog with a search and a grid, each picture with its verdict before it
// is chosen. Independent of its callers: `pick()` resolves to the chosen picture, or null.

const gettext = window.gettext || ((message) => message)
const address = () => document.querySelector('meta[name="picture-library"]').content

export const element = (name, attributes = {}, ...children) => {
  const node = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value)
  }
  node.append(...children)
  return node
}

const ask = async (parameters) => {
  const response = await fetch(`${address()}?${new URLSearchParams(parameters)}`, {
    headers: { Accept: "application/json" },
  })
  if (!response.ok) throw new Error(String(response.status))
  return response.json()
}

// The picture with this number; null when it is not there, or the library does not answer.
export const find = async (id) => {
  try {
    return (await ask({ id })).pictures[0] || null
  } catch {
    return null
  }
}

export const verdict = (picture, id) =>
  element(
    "ul",
    { class: "problems", id },
    picture.blocks.length
      ? element("li", { class: "ruling block" }, gettext("It may not be used."))
      : element("li", { class: "ruling ok" }, gettext("It may be used.")),
    ...picture.blocks.map((reason) => element("li", { class: "block" }, reason)),
    ...picture.warnings.map((reason) => element("li", { class: "warn" }, reason)),
  )

// Opens beside what is being written, which stays as it is.
export const page = (picture) =>
  element(
    "a",
    { href: picture.address, target: "_blank", class: "picture-page" },
    gettext("Page of the picture"),
  )

// The same photograph as another agency sent it: a mark, and its verdict where that is another.
export const others = (picture) =>
  (picture.same || []).map(({ text, address, is_better, is_worse }) =>
    element(
      "p",
      { class: `picker-same${is_better ? " better" : is_worse ? " worse" : ""}` },
      element("a", { href: address, target: "_blank" }, text),
    ),
  )

const card = (picture, choose) => {
  const id = `picker-verdict-${picture.id}`
  const shown = picture.src
    ? element("img", { src: picture.src, alt: picture.alt, loading: "lazy" })
    : element("span", { class: "picker-nothing" }, gettext("No preview"))
  const button = element(
    "button",
    { type: "button", class: "picker-choice", "aria-describedby": id },
    element("span", { class: "picker-shown" }, shown),
    ...(picture.ai ? [element("span", { class: "picker-ai" }, gettext("AI"))] : []),
    element("span", { class: "picker-caption" }, picture.caption || gettext("(no caption)")),
    element("span", { class: "picker-credit" }, picture.credit || gettext("(no credit)")),
    element("span", { class: "picker-rights" }, `${gettext("Rights:")} ${picture.rights}`),
  )
  button.addEventListener("click", () => choose(picture))
  const node = element(
    "li",
    { class: picture.blocks.length ? "picker-card blocked" : "picker-card" },
    button,
    verdict(picture, id),
    ...others(picture),
    page(picture),
  )
  node.dataset.picture = picture.id
  return node
}

// One stop for the Tab key, arrows within. `leave` is where Up leads from the first row.
const walk = (grid, leave) => {
  const stand = (here) => {
    for (const node of grid.children) {
      for (const stop of node.querySelectorAll("button, a")) stop.tabIndex = node === here ? 0 : -1
    }
  }
  const go = (node) => node?.querySelector("button").focus()
  grid.addEventListener("focusin", (event) => stand(event.target.closest("li")))
  grid.addEventListener("keydown", (event) => {
    const cards = [...grid.children]
    const here = cards.indexOf(event.target.closest("li"))
    const wide = cards.filter((node) => node.offsetTop === cards[0].offsetTop).length
    const last = cards.length - 1
    const there = {
      ArrowRight: here + 1,
      ArrowLeft: here - 1,
      ArrowDown:
        Math.floor(here / wide) < Math.floor(last / wide) ? Math.min(here + wide, last) : here,
      ArrowUp: here - wide,
      Home: 0,
      End: last,
    }[event.key]
    if (there === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    if (there < 0 && event.key === "ArrowUp") leave.focus()
    else go(cards[there])
  })
  return { stand, go }
}

const checkbox = (id, label) => {
  const box = element("input", { type: "checkbox", id })
  return [box, element("label", { for: id, class: "picker-check" }, box, ` ${label}`)]
}

const build = () => {
  const search = element("input", { type: "search", id: "picker-search", autocomplete: "off" })
  const agency = element(
    "select",
    { id: "picker-agency" },
    element("option", { value: "" }, gettext("All")),
  )
  const agencies = element(
    "span",
    { class: "picker-agencies", hidden: "" },
    element("label", { for: "picker-agency" }, gettext("Agency")),
    agency,
  )
  const [usable, usableLabel] = checkbox("picker-usable", gettext("Only what may be used now"))
  const [mine, mineLabel] = checkbox("picker-mine", gettext("Only what I took in"))
  const status = element("p", { role: "status", class: "picker-status" })
  const count = element("p", { role: "status", class: "picker-count" })
  const grid = element("ul", { class: "picker-grid", "aria-describedby": "picker-keys" })
  const more = element(
    "button",
    { type: "button", class: "button picker-more", hidden: "" },
    gettext("Show more"),
  )
  const close = element("button", { type: "button", class: "button" }, gettext("Close"))
  const dialog = element(
    "dialog",
    { class: "picker", "aria-labelledby": "picker-title" },
    element(
      "div",
      { class: "picker-head" },
      element("h2", { id: "picker-title" }, gettext("Pictures in the library")),
      close,
    ),
    element(
      "div",
      { class: "picker-bar" },
      element("label", { for: "picker-search" }, gettext("Search")),
      search,
      agencies,
      usableLabel,
      mineLabel,
    ),
    element(
      "div",
      { class: "picker-info" },
      status,
      count,
      element(
        "p",
        { class: "picker-keys", id: "picker-keys" },
        gettext("The arrow keys move among the pictures, Enter chooses one."),
      ),
    ),
    element("div", { class: "picker-results" }, grid, more),
  )
  return { dialog, search, agency, agencies, usable, mine, status, count, grid, more, close }
}

export const pick = () =>
  new Promise((resolve) => {
    let chosen = null
    let turn = 0
    let timer
    const parts = build()
    const { dialog, search, agency, agencies, usable, mine, status, count, grid, more } = parts
    const { stand, go } = walk(grid, search)
    const choose = (picture) => {
      chosen = picture
      dialog.close()
    }
    const query = () => ({
      q: search.value,
      ...(agency.value && { agency: agency.value }),
      ...(usable.checked && { usable: 1 }),
      ...(mine.checked && { mine: 1 }),
    })
    const listAgencies = (list) => {
      if (agency.options.length > 1 || !list?.length) return
      agency.append(...list.map(({ id, name }) => element("option", { value: id }, name)))
      agencies.hidden = false
    }
    const showCount = (isMore) => {
      more.hidden = !isMore
      const shown = gettext("Pictures shown: %s.").replace("%s", grid.children.length)
      const rest = isMore ? ` ${gettext("There are more.")}` : ""
      count.textContent = grid.children.length ? shown + rest : gettext("No picture matches.")
    }
    // The answer to the current query; null when a newer query has been sent meanwhile.
    const request = async (parameters) => {
      const now = ++turn
      status.textContent = gettext("Looking…")
      try {
        const answer = await ask(parameters)
        if (now !== turn) return null
        status.textContent = ""
        return answer
      } catch {
        if (now === turn) {
          status.textContent = gettext("The library did not answer. Close this and try again.")
        }
        return null
      }
    }
    const load = async () => {
      const answer = await request(query())
      if (!answer) return
      grid.replaceChildren(...answer.pictures.map((picture) => card(picture, choose)))
      stand(grid.firstElementChild)
      listAgencies(answer.agencies)
      showCount(answer.more)
    }
    const loadMore = async () => {
      const last = grid.lastElementChild
      const answer = await request({ ...query(), before: last.dataset.picture })
      if (!answer) return
      grid.append(...answer.pictures.map((picture) => card(picture, choose)))
      showCount(answer.more)
      go(last.nextElementSibling || last)
    }
    search.addEventListener("input", () => {
      clearTimeout(timer)
      turn++ // pending answers are out of date
      status.textContent = gettext("Looking…")
      timer = setTimeout(load, 200)
    })
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault()
      if (event.key !== "ArrowDown" || !grid.firstElementChild) return
      event.preventDefault()
      go(grid.firstElementChild)
    })
    for (const filter of [agency, usable, mine]) filter.addEventListener("change", load)
    more.addEventListener("click", loadMore)
    parts.close.addEventListener("click", () => dialog.close())
    dialog.addEventListener("close", () => {
      clearTimeout(timer)
      dialog.remove()
      resolve(chosen)
    })
    document.body.append(dialog)
    dialog.showModal()
    search.focus()
    load()
  })
