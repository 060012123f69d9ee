// The upload of many files, pictures or agency copy: dropped on the page or chosen, sent one at a time,
// each with its outcome. What a picture or copy is, the server knows; it answers with a sentence.

const { gettext, ngettext, interpolate } = window
const AT_ONCE = 2
const TOKEN = "csrfmiddlewaretoken"
const ANNOUNCED_EVERY = 2000 // milliseconds between two announcements
const SENTENCES = {
  noAnswer: gettext("The connection broke."),
  failed: gettext("The server failed."),
  signedOut: gettext("You are signed out. Sign in in another window, then try again."),
  forbidden: gettext(
    "The server did not let you. Sign in again in another window, then try again.",
  ),
  refused: gettext("The server did not accept it."),
  tooLarge: gettext("The file is too large for the server. Save it smaller."),
  cancelled: gettext("Not sent."),
}

const root = document.querySelector("[data-upload]")
const here = root.dataset.here || gettext("In the library already:")
const form = root.querySelector("form")
const input = form.querySelector("input[type=file]")
const part = (selector) => root.querySelector(selector)
const overall = part(".upload-overall")
const status = part(".upload-status")
const cancel = part("[data-cancel]")
const again = part("[data-again]")
const show = part("[data-show]")
const list = part(".upload-files")
const template = part("template")

const waiting = []
const broken = [] // may be sent again
const counts = { total: 0, new: 0, known: 0, refused: 0, cancelled: 0 }
let sending = 0

const finished = () => counts.total - waiting.length - sending
const isBusy = () => sending > 0 || waiting.length > 0

// --- Announcing ---------------------------------------------------------------------------------

const known = (count) =>
  root.dataset.here
    ? ngettext("%s here already", "%s here already", count)
    : ngettext("%s in the library already", "%s in the library already", count)

const summary = () => {
  const parts = [
    [counts.new, ngettext("%s taken in", "%s taken in", counts.new)],
    [counts.known, known(counts.known)],
    [counts.refused, ngettext("%s refused", "%s refused", counts.refused)],
    [broken.length, ngettext("%s to be tried again", "%s to be tried again", broken.length)],
    [counts.cancelled, ngettext("%s not sent", "%s not sent", counts.cancelled)],
  ]
  const texts = parts.filter(([count]) => count).map(([count, text]) => interpolate(text, [count]))
  return interpolate(gettext("Done: %s."), [texts.join(", ")])
}

let announcedAt = 0
let timer = null
const announce = () => {
  clearTimeout(timer)
  const rest = isBusy() ? announcedAt + ANNOUNCED_EVERY - Date.now() : 0
  if (rest > 0) {
    timer = setTimeout(announce, rest)
    return
  }
  announcedAt = Date.now()
  status.textContent = isBusy()
    ? interpolate(gettext("%s of %s"), [finished(), counts.total])
    : summary()
}

// What may be pressed now. A button that is hidden while it has the focus gives it to the status beside it.
const offer = () => {
  const held = document.activeElement
  cancel.hidden = waiting.length === 0
  again.hidden = isBusy() || broken.length === 0
  show.hidden = isBusy() || counts.new === 0
  if (held?.hidden && root.contains(held)) status.focus()
}

const refresh = () => {
  overall.max = counts.total
  overall.value = finished()
  announce()
  offer()
}

const settle = (entry, kind, ...contents) => {
  entry.row.querySelector("progress")?.remove()
  const result = entry.row.querySelector(".upload-result")
  result.className = `upload-result ${kind}`
  result.replaceChildren(...contents)
  if (kind !== "again") entry.file = entry.statement = null // files are not held longer than needed
}

const link = ({ address, name }) => {
  const anchor = document.createElement("a")
  anchor.href = address
  anchor.textContent = name
  return anchor
}

// What the server has to show of it, such as pictures that it looks like, with forms of its own.
const showPanel = (entry, answer) => {
  if (!answer.panel) return
  const panel = document.createElement("div")
  panel.className = "upload-panel"
  panel.innerHTML = answer.panel
  entry.row.append(panel)
}

// The link to what was stored, and what the server remarks on it.
const stored = (answer) => {
  if (!answer.remark) return [link(answer)]
  const remark = document.createElement("span")
  remark.className = "upload-result remark"
  remark.textContent = answer.remark
  return [link(answer), " ", remark]
}

// --- Sending ---------------------------------------------------------------------------------

const refuse = (entry, ...contents) => {
  counts.refused += 1
  settle(entry, "block", ...contents)
}

const keepForAgain = (entry, sentence) => {
  broken.push(entry)
  settle(entry, "again", sentence)
}

const answered = (entry, request) => {
  const isOurs = request.getResponseHeader("Content-Type")?.startsWith("application/json")
  const answer = isOurs ? JSON.parse(request.responseText) : {}
  if (isOurs && request.status === 201) {
    counts.new += 1
    settle(entry, "ok", gettext("Taken in:"), " ", ...stored(answer))
    showPanel(entry, answer)
  } else if (isOurs && request.status === 200) {
    counts.known += 1
    settle(entry, "ok", here, " ", ...stored(answer))
  } else if (request.status >= 500) {
    keepForAgain(entry, answer.error || SENTENCES.failed)
  } else if (isOurs) {
    // What is refused may have been kept all the same, to be looked at.
    const kept = answer.address ? [" ", link({ ...answer, name: gettext("Look at it") })] : []
    refuse(entry, answer.error, ...kept)
  } else if (request.status === 200) {
    keepForAgain(entry, SENTENCES.signedOut) // led to the page for signing in
  } else if (request.status === 403) {
    keepForAgain(entry, SENTENCES.forbidden)
  } else {
    refuse(entry, request.status === 413 ? SENTENCES.tooLarge : SENTENCES.refused)
  }
}

const send = (entry) => {
  const { file, row, statement } = entry
  const progress = row.querySelector("progress")
  const data = new FormData()
  for (const [name, value] of statement) data.append(name, value)
  data.append(TOKEN, token().value)
  data.append("file", file, file.name)
  const request = new XMLHttpRequest()
  const next = () => {
    sending -= 1
    refresh()
    work()
  }
  request.open("POST", form.action)
  request.setRequestHeader("Accept", "application/json")
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable && event.loaded < event.total) {
      progress.value = event.loaded / event.total
    }
  })
  request.upload.addEventListener("load", () => progress.removeAttribute("value"))
  request.addEventListener("load", () => {
    answered(entry, request)
    next()
  })
  request.addEventListener("error", () => {
    keepForAgain(entry, SENTENCES.noAnswer)
    next()
  })
  sending += 1
  request.send(data)
}

const token = (page = document) => page.querySelector(`[data-upload] [name=${TOKEN}]`)

// Signing in again makes the token of this page worthless; that of a new one is good.
const renewToken = async () => {
  try {
    const answer = await (await fetch(location.href)).text()
    const fresh = token(new DOMParser().parseFromString(answer, "text/html"))
    if (fresh) token().value = fresh.value
  } catch {
    // The next answers say what is wrong.
  }
}

const isTooLarge = (file) => file.size > Number(root.dataset.most)

const work = () => {
  while (sending < AT_ONCE && waiting.length) {
    const entry = waiting.shift()
    if (isTooLarge(entry.file)) {
      refuse(entry, SENTENCES.tooLarge)
      refresh()
    } else {
      send(entry)
    }
  }
  offer()
}

const makeRow = (file) => {
  const row = template.content.firstElementChild.cloneNode(true)
  row.querySelector(".upload-name").textContent = file.name
  return row
}

const makeProgress = (entry) => {
  const progress = entry.row.querySelector("progress") || document.createElement("progress")
  progress.max = 1
  progress.value = 0
  progress.setAttribute("aria-label", interpolate(gettext("Sending “%s”"), [entry.file.name]))
  entry.row.querySelector(".upload-name").after(progress)
}

const add = (files) => {
  if (!files.length) return
  // The statement is that of now; changing it later concerns later files.
  const statement = [...new FormData(form)].filter(([name]) => name !== "file" && name !== TOKEN)
  const entries = files.map((file) => ({ file, statement, row: makeRow(file) }))
  entries.forEach(makeProgress)
  list.append(...entries.map((entry) => entry.row))
  waiting.push(...entries)
  counts.total += entries.length
  part(".upload-progress").hidden = false
  work()
  refresh()
}

// --- Choosing and dropping -------------------------------------------------------------------

// All files of a dropped folder, whatever lies in it; hidden ones are passed over.
const filesOf = async (entry) => {
  if (entry.name.startsWith(".")) return []
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))]
  const reader = entry.createReader()
  const files = []
  for (;;) {
    const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))
    if (!batch.length) return files
    for (const inner of batch) files.push(...(await filesOf(inner)))
  }
}

const dropped = async (transfer) => {
  // The transfer is empty after the first wait, so everything is taken out of it before.
  const plain = [...transfer.files]
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean)
  if (!entries.some((entry) => entry.isDirectory)) return plain
  try {
    return (await Promise.all(entries.map(filesOf))).flat()
  } catch {
    return plain // a folder that cannot be read
  }
}

const holdsFiles = (event) => event.dataTransfer?.types.includes("Files")
const mark = (isOver) => root.classList.toggle("over", isOver)

// The whole page takes files: one that misses would otherwise replace the page and end the rest.
document.addEventListener("dragover", (event) => {
  if (!holdsFiles(event)) return
  event.preventDefault()
  event.dataTransfer.dropEffect = "copy"
  mark(true)
})
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) mark(false)
})
document.addEventListener("drop", async (event) => {
  mark(false)
  if (!holdsFiles(event)) return
  event.preventDefault()
  add(await dropped(event.dataTransfer))
})
input.addEventListener("change", () => {
  add([...input.files])
  input.value = "" // so that the same file can be chosen again
})
cancel.addEventListener("click", () => {
  for (const entry of waiting.splice(0)) {
    counts.cancelled += 1
    settle(entry, "again", SENTENCES.cancelled)
    entry.file = null
  }
  refresh()
})
again.addEventListener("click", async () => {
  const entries = broken.splice(0)
  for (const entry of entries) {
    entry.row.querySelector(".upload-result").replaceChildren()
    makeProgress(entry)
  }
  offer()
  await renewToken()
  waiting.push(...entries)
  work()
  refresh()
})
window.addEventListener("beforeunload", (event) => {
  if (!isBusy()) return
  event.preventDefault()
  event.returnValue = true // for older browsers
})
form.addEventListener("submit", (event) => event.preventDefault()) // Enter in a field sends nothing
// A decision on what is shown of a file is sent in place, so that the list of files stays.
list.addEventListener("submit", async (event) => {
  event.preventDefault()
  const { target, submitter } = event
  const data = new FormData(target)
  data.set(TOKEN, token().value)
  data.set(submitter.name, submitter.value)
  const shown = target.parentElement.querySelector("[role=status]")
  try {
    const response = await fetch(target.action, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
    })
    const answer = await response.json()
    shown.textContent = answer.decision || answer.error
    if (!answer.decision) return
    target.remove()
    shown.tabIndex = -1
    shown.focus()
  } catch {
    shown.textContent = SENTENCES.failed
  }
})

root.classList.add("scripted")
part(".upload-drop").hidden = false
