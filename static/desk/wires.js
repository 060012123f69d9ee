// The wire view: what has arrived since is told and put in, and the list is walked by keyboard. A
// convenience: without it the page is reloaded by hand, and everything else works.

const { gettext, ngettext, interpolate } = window
const EVERY = 10_000 // milliseconds between two questions
const PATIENCE = 8_000
const KEYS = "wire-keys"

const root = document.querySelector("[data-wire]")
const list = root.querySelector(".wire-rows")
const said = root.querySelector(".wire-said")
const show = root.querySelector("[data-show-news]")
const help = root.querySelector(".wire-help")
const keys = root.querySelector("[data-keys]")

// --- What has arrived ------------------------------------------------------------------------

let newest = root.dataset.newest
let tag = ""
let waiting = [] // newest first
let isTooMuch = false // more than one answer holds
let failures = 0
let timer = null

const rowOf = (id) => list.querySelector(`[data-item="${id}"]`)
const tell = (words) => (said.textContent = words)

const element = (html) => {
  const template = document.createElement("template")
  template.innerHTML = html
  return template.content.querySelector("li")
}

// An item that stands on the page and has changed changes there: a kill is not to be missed.
const exchange = (row, item) => {
  const held = row.contains(document.activeElement)
  const fresh = element(item.html)
  fresh.classList.add("fresh")
  row.replaceWith(fresh)
  if (held) fresh.querySelector("h2 a").focus()
  const marks = item.marks.length ? item.marks.join(", ") : gettext("there is a new version")
  tell(interpolate(gettext("“%s” has changed: %s."), [item.headline, marks]))
}

const offer = () => {
  const count = waiting.length
  show.hidden = count === 0
  if (!count) return
  const words = ngettext("%s new item", "%s new items", count)
  const more = gettext("More than %s new items")
  const before = show.textContent
  show.textContent = interpolate(isTooMuch ? more : words, [count])
  if (show.textContent !== before) tell(show.textContent)
}

const take = (answer) => {
  const unknown = []
  for (const item of answer.items) {
    const row = rowOf(item.id)
    if (row) {
      if (row.dataset.version !== String(item.version)) exchange(row, item)
      continue
    }
    const held = waiting.find((other) => other.id === item.id)
    if (held?.version === item.version) continue
    waiting = waiting.filter((other) => other !== held)
    unknown.push(item)
  }
  isTooMuch ||= answer.full && unknown.length === answer.items.length
  waiting = [...unknown, ...waiting]
  newest = answer.newest
  offer()
}

const showNews = () => {
  if (!waiting.length) return
  if (isTooMuch) {
    location.reload()
    return
  }
  const rows = waiting.map((item) => element(item.html))
  for (const row of rows) row.classList.add("fresh")
  waiting = []
  list.prepend(...rows)
  root.querySelector(".library-empty")?.remove()
  offer()
  tell("")
  rows[0].querySelector("h2 a").focus()
}

const ask = async () => {
  clearTimeout(timer)
  if (document.hidden) return // asked again when it is seen
  try {
    const address = new URL(root.dataset.news, location.href)
    if (newest) address.searchParams.set("since", newest)
    const answer = await fetch(address, {
      headers: tag ? { "If-None-Match": tag } : {},
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    })
    const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json")
    if (answer.status === 403 || (answer.ok && !isOurs)) {
      tell(gettext("You are signed out: nothing new is shown. Sign in again and reload."))
      return // and no more questions
    }
    if (answer.ok) {
      tag = answer.headers.get("ETag")
      take(await answer.json())
    } else if (answer.status !== 304) {
      throw new Error(`${answer.status}`)
    }
    if (failures > 2) tell("")
    failures = 0
  } catch {
    failures += 1
    if (failures === 3) tell(gettext("The server does not answer: nothing new is shown."))
  }
  timer = setTimeout(ask, EVERY * Math.min(1 + failures, 6))
}

// --- By keyboard -----------------------------------------------------------------------------

const stored = (value) => {
  try {
    if (value !== undefined) localStorage.setItem(KEYS, value)
    return localStorage.getItem(KEYS)
  } catch {
    return null // a browser that keeps nothing
  }
}

const current = () => document.activeElement?.closest?.(".wire-row")

const step = (forward) => {
  const row = current()
  const beside = forward ? row?.nextElementSibling : row?.previousElementSibling
  const to = row ? beside : list.firstElementChild
  to?.querySelector("h2 a").focus()
}

const write = () => {
  const button = current()?.querySelector("[data-write]")
  if (button) button.click()
  else tell(gettext("Nothing was written: go to an item that may be used first."))
}

const ACTS = {
  j: () => step(true),
  k: () => step(false),
  n: showNews,
  w: write,
  "/": () => root.querySelector("#searchbar").focus(),
  "?": () => help.showModal(),
}
const ARROWS = { ArrowDown: () => step(true), ArrowUp: () => step(false) }

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return
  if (event.target.closest("input, select, textarea, [contenteditable]")) return
  const act = keys.checked ? ACTS[event.key] : null
  const arrow = current() ? ARROWS[event.key] : null // elsewhere they move the page
  if (!act && !arrow) return
  event.preventDefault()
  ;(act || arrow)()
})

keys.checked = stored() !== "off"
keys.addEventListener("change", () => stored(keys.checked ? "on" : "off"))
const helpButton = root.querySelector("[data-help]")
helpButton.hidden = false
helpButton.addEventListener("click", () => help.showModal())
show.addEventListener("click", showNews)

// An address that holds only what was asked.
root.querySelector(".library-search").addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value) formData.delete(name)
})

if (root.dataset.news !== undefined) {
  document.addEventListener("visibilitychange", ask)
  timer = setTimeout(ask, EVERY)
}
