// The wire view: announces and inserts new items, and moves through the list by keyboard. Without
// it the page is reloaded by hand, and everything else works.

const { gettext, ngettext, interpolate } = window
const POLL_INTERVAL = 10_000 // milliseconds
const TIMEOUT = 8_000
const STORAGE_KEY = "wire-keys"

const root = document.querySelector("[data-wire]")
const list = root.querySelector(".wire-rows")
const status = root.querySelector(".wire-status")
const show = root.querySelector("[data-show-news]")
const help = root.querySelector(".wire-help")
const keys = root.querySelector("[data-keys]")

let newest = root.dataset.newest
let tag = ""
let waiting = [] // newest first
let isOverflow = false // more new items than one response has
let failures = 0
let timer = null

const rowOf = (id) => list.querySelector(`[data-item="${id}"]`)
const announce = (text) => (status.textContent = text)

const element = (html) => {
  const template = document.createElement("template")
  template.innerHTML = html
  return template.content.querySelector("li")
}

// Replaces the row of an item that has changed, so that a kill is not missed.
const replaceRow = (row, item) => {
  const hadFocus = row.contains(document.activeElement)
  const updated = element(item.html)
  updated.classList.add("is-new")
  row.replaceWith(updated)
  if (hadFocus) updated.querySelector("h2 a").focus()
  const marks = item.marks.length ? item.marks.join(", ") : gettext("there is a new version")
  announce(interpolate(gettext("“%s” has changed: %s."), [item.headline, marks]))
}

const showCount = () => {
  const count = waiting.length
  show.hidden = count === 0
  if (!count) return
  const text = ngettext("%s new item", "%s new items", count)
  const more = gettext("More than %s new items")
  const before = show.textContent
  show.textContent = interpolate(isOverflow ? more : text, [count])
  if (show.textContent !== before) announce(show.textContent)
}

const receive = (body) => {
  const unknown = []
  for (const item of body.items) {
    const row = rowOf(item.id)
    if (row) {
      if (row.dataset.version !== String(item.version)) replaceRow(row, item)
      continue
    }
    const queued = waiting.find((other) => other.id === item.id)
    if (queued?.version === item.version) continue
    waiting = waiting.filter((other) => other !== queued)
    unknown.push(item)
  }
  isOverflow ||= body.full && unknown.length === body.items.length
  waiting = [...unknown, ...waiting]
  newest = body.newest
  showCount()
}

const showNews = () => {
  if (!waiting.length) return
  if (isOverflow) {
    location.reload()
    return
  }
  const rows = waiting.map((item) => element(item.html))
  for (const row of rows) row.classList.add("is-new")
  waiting = []
  list.prepend(...rows)
  root.querySelector(".library-empty")?.remove()
  showCount()
  announce("")
  rows[0].querySelector("h2 a").focus()
}

const poll = async () => {
  clearTimeout(timer)
  if (document.hidden) return // polled again when the page is visible
  try {
    const address = new URL(root.dataset.news, location.href)
    if (newest) address.searchParams.set("since", newest)
    const response = await fetch(address, {
      headers: tag ? { "If-None-Match": tag } : {},
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT),
    })
    const isOurs = response.headers.get("Content-Type")?.startsWith("application/json")
    if (response.status === 403 || (response.ok && !isOurs)) {
      announce(gettext("You are signed out: nothing new is shown. Sign in again and reload."))
      return // stops polling
    }
    if (response.ok) {
      tag = response.headers.get("ETag")
      receive(await response.json())
    } else if (response.status !== 304) {
      throw new Error(`${response.status}`)
    }
    if (failures > 2) announce("")
    failures = 0
  } catch {
    failures += 1
    if (failures === 3) announce(gettext("The server does not answer: nothing new is shown."))
  }
  timer = setTimeout(poll, POLL_INTERVAL * Math.min(1 + failures, 6))
}

const storedSetting = (value) => {
  try {
    if (value !== undefined) localStorage.setItem(STORAGE_KEY, value)
    return localStorage.getItem(STORAGE_KEY)
  } catch {
    return null // storage is blocked
  }
}

const current = () => document.activeElement?.closest?.(".wire-row")

const step = (forward) => {
  const row = current()
  const neighbour = forward ? row?.nextElementSibling : row?.previousElementSibling
  const to = row ? neighbour : list.firstElementChild
  to?.querySelector("h2 a").focus()
}

const write = () => {
  const button = current()?.querySelector("[data-write]")
  if (button) button.click()
  else announce(gettext("Nothing was written: go to an item that may be used first."))
}

const ACTIONS = {
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
  const action = keys.checked ? ACTIONS[event.key] : null
  const arrow = current() ? ARROWS[event.key] : null // elsewhere they scroll the page
  if (!action && !arrow) return
  event.preventDefault()
  ;(action || arrow)()
})

keys.checked = storedSetting() !== "off"
keys.addEventListener("change", () => storedSetting(keys.checked ? "on" : "off"))
const helpButton = root.querySelector("[data-help]")
helpButton.hidden = false
helpButton.addEventListener("click", () => help.showModal())
show.addEventListener("click", showNews)

// Leaves empty fields out of the query string.
root.querySelector(".library-search").addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value) formData.delete(name)
})

if (root.dataset.news !== undefined) {
  document.addEventListener("visibilitychange", poll)
  timer = setTimeout(poll, POLL_INTERVAL)
}
