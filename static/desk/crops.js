// Focal point and crops on the picture itself: by click, by dragging and by key. The numbers in the
// form are what is saved; whatever moves here is written into them and read back from them.

const gettext = window.gettext || ((message) => message)
const form = document.querySelector("[data-crops]")
const picture = form?.querySelector(".crops-stage img")
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const NARROWEST = 5

const clamp = (number, least, most) => Math.max(least, Math.min(number, most))
const tenths = (number) => Math.round(number * 10) / 10
// Tolerates errors of floating point: 100 less 90.00000000000001 counts as ten.
const tenthsWithin = (number, most) => clamp(tenths(number), 0, Math.floor(most * 10 + 1e-6) / 10)
const fill = (message, values) => message.replace(/%\((\w+)\)s/g, (_, name) => values[name])

const make = (name, attributes, ...children) => {
  const node = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value)
  node.append(...children)
  return node
}

const place = (node, parts) => {
  for (const [name, percent] of Object.entries(parts)) node.style[name] = `${percent}%`
}

// The focal point: reads and writes its two inputs.
const focalPoint = () => {
  const [x, y] = ["focal_x", "focal_y"].map((name) => form.elements[name])
  const read = (input) => clamp(input.value === "" ? 50 : Number(input.value), 0, 100)
  return {
    read: () => [read(x), read(y)],
    write(left, top) {
      x.value = tenths(clamp(left, 0, 100))
      y.value = tenths(clamp(top, 0, 100))
    },
  }
}

// A crop with its inputs and its preview. A box is in percent of the picture.
const cropOf = (part, focal) => {
  const name = part.dataset.crop
  const input = (field) => form.elements[`${name}-${field}`]
  const [wide, high] = name.split("x").map(Number)
  // Parts of the picture's height for each part of its width.
  const steep = form.dataset.width / form.dataset.height / (wide / high)
  const widest = Math.min(100, 100 / steep)
  const narrowest = Math.min(NARROWEST, widest)
  const shown = make("img", { src: picture.src, alt: "" })
  part.querySelector(".crop-preview").replaceChildren(shown)

  const within = ({ left, top, width }) => {
    const height = width * steep
    return { left: clamp(left, 0, 100 - width), top: clamp(top, 0, 100 - height), width, height }
  }
  const around = ([x, y]) => {
    const height = widest * steep
    return within({ left: x - widest / 2, top: y - height / 2, width: widest })
  }
  const write = ({ left, top, width }) => {
    const wide = Math.max(tenthsWithin(width, widest), narrowest)
    input("width").value = tenths(wide)
    input("left").value = tenthsWithin(left, 100 - wide)
    input("top").value = tenthsWithin(top, 100 - wide * steep)
  }
  const crop = {
    name,
    part,
    label: part.querySelector("legend").textContent.trim(),
    isByHand: () => input("how").value === "hand",
    setByHand: (isByHand) => (input("how").value = isByHand ? "hand" : "follows"),
    box() {
      if (!crop.isByHand()) return around(focal.read())
      const [left, top, width] = ["left", "top", "width"].map((field) => Number(input(field).value))
      return within({ left, top, width: clamp(width, narrowest, widest) })
    },
    setBox(box) {
      crop.setByHand(true)
      write(within({ ...box, width: clamp(box.width, narrowest, widest) }))
    },
    // While it follows the focal point, its inputs show where it is.
    draw() {
      const { left, top, width, height } = crop.box()
      if (!crop.isByHand()) write({ left, top, width })
      place(shown, {
        width: 10000 / width,
        height: 10000 / height,
        left: (-100 * left) / width,
        top: (-100 * top) / height,
      })
    },
  }
  for (const field of ["left", "top", "width"]) {
    input(field).addEventListener("input", () => crop.setByHand(true))
  }
  return crop
}

// Something on the picture that is moved by pointer and by arrow keys, Shift for larger steps.
const movable = (node, { start, move, nudge }) => {
  node.tabIndex = 0
  node.setAttribute("role", "slider")
  node.setAttribute("aria-valuemin", 0)
  node.setAttribute("aria-valuemax", 100)
  node.addEventListener("keydown", (event) => {
    const step = STEPS[event.key]
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    nudge(...step.map((part) => part * (event.shiftKey ? 10 : 1)))
  })
  node.addEventListener("pointerdown", (event) => {
    if (event.button) return
    event.preventDefault()
    node.focus()
    node.setPointerCapture(event.pointerId)
    const { width, height } = node.parentElement.getBoundingClientRect()
    const before = start()
    const go = (now) => {
      const [right, down] = [now.clientX - event.clientX, now.clientY - event.clientY]
      if (!node.dataset.moved && Math.hypot(right, down) < 4) return // a click may move a little
      node.dataset.moved = "yes"
      move(before, (right / width) * 100, (down / height) * 100)
    }
    const stop = () => {
      node.removeEventListener("pointermove", go)
      // The click that ends the dragging comes first.
      setTimeout(() => delete node.dataset.moved)
    }
    node.addEventListener("pointermove", go)
    node.addEventListener("pointerup", stop, { once: true })
    node.addEventListener("pointercancel", stop, { once: true })
  })
  return node
}

const describe = (node, label, now, text) => {
  node.setAttribute("aria-label", label)
  node.setAttribute("aria-valuenow", Math.round(now))
  node.setAttribute("aria-valuetext", text)
}

const begin = () => {
  const stage = picture.parentElement
  const focal = focalPoint()
  const crops = [...form.querySelectorAll("[data-crop]")].map((part) => cropOf(part, focal))
  let open = crops[0]

  const changed = (act) => {
    act()
    draw()
  }
  const marker = movable(make("span", { class: "crops-focal" }), {
    start: focal.read,
    move: ([x, y], right, down) => changed(() => focal.write(x + right, y + down)),
    nudge(right, down) {
      const [x, y] = focal.read()
      changed(() => focal.write(x + right, y + down))
    },
  })
  const shift = (box, right, down) =>
    changed(() => open.setBox({ ...box, left: box.left + right, top: box.top + down }))
  const box = movable(make("span", { class: "crops-box" }), {
    start: () => open.box(),
    move: shift,
    nudge: (right, down) => shift(open.box(), right, down),
  })
  const widen = (box, by) => changed(() => open.setBox({ ...box, width: box.width + by }))
  const handle = movable(make("span", { class: "crops-handle" }), {
    start: () => open.box(),
    move: (box, right) => widen(box, Math.min(right, 100 - box.left - box.width)),
    // A slider grows upwards and to the right.
    nudge: (right, down) => widen(open.box(), right - down),
  })
  const again = make("button", { type: "button", class: "button" })
  again.textContent = gettext("Follow the focal point again")
  again.addEventListener("click", () => {
    changed(() => open.setByHand(false))
    box.focus() // the button is gone
  })
  const switches = crops.map((crop) => {
    const button = make("button", { type: "button", class: "button" }, crop.label)
    button.addEventListener("click", () => changed(() => (open = open === crop ? null : crop)))
    return button
  })

  const draw = () => {
    const [x, y] = focal.read()
    place(marker, { left: x, top: y })
    const where = gettext("%(left)s percent from the left, %(top)s percent from the top")
    const point = { left: Math.round(x), top: Math.round(y) }
    describe(marker, gettext("Focal point"), x, fill(where, point))
    for (const crop of crops) crop.draw()
    switches.forEach((button, n) => button.setAttribute("aria-pressed", crops[n] === open))
    box.hidden = handle.hidden = !open
    again.hidden = !open?.isByHand()
    if (!open) return
    const { left, top, width, height } = open.box()
    place(box, { left, top, width, height })
    place(handle, { left: left + width, top: top + height })
    const corner = { left: Math.round(left), top: Math.round(top) }
    describe(
      box,
      fill(gettext("Place of the crop %(crop)s"), { crop: open.label }),
      left,
      fill(where, corner),
    )
    const wide = fill(gettext("%(width)s percent of the picture"), { width: Math.round(width) })
    describe(handle, fill(gettext("Width of the crop %(crop)s"), { crop: open.label }), width, wide)
  }

  // A click, not a press: a finger that scrolls the page sets nothing.
  stage.addEventListener("click", (event) => {
    if (box.dataset.moved || event.target === marker || event.target === handle) return
    const area = stage.getBoundingClientRect()
    const [x, y] = [event.clientX - area.left, event.clientY - area.top]
    changed(() => focal.write((x / area.width) * 100, (y / area.height) * 100))
  })
  form.addEventListener("input", draw)
  stage.append(box, handle, marker)
  stage.before(
    make(
      "div",
      { class: "crops-bar" },
      make("span", { id: "crops-open" }, gettext("On the picture:")),
      make(
        "span",
        { class: "crops-switches", role: "group", "aria-labelledby": "crops-open" },
        ...switches,
      ),
      again,
    ),
  )
  stage.after(
    make(
      "p",
      { class: "help" },
      gettext(
        "Click on the picture to set the focal point. Drag the frame to set a crop by hand, its corner to change the size. The arrow keys move what has the focus, with Shift in larger steps.",
      ),
    ),
  )
  draw()
}

if (picture) begin()
