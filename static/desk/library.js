// The library's grid: choosing many pictures at once. A convenience; the page works without it.

const { gettext, interpolate } = window
const all = document.getElementById("all-shown")

const chooseMany = () => {
  const form = document.getElementById("changelist-form")
  const ticks = [...form.querySelectorAll("input[name=_selected_action]")]
  const chosen = form.querySelector(".library-chosen")
  const across = form.querySelector("input[name=select_across]")
  const button = form.querySelector("[data-select-all]")
  let last = null

  const update = () => {
    const count = ticks.filter((tick) => tick.checked).length
    all.checked = count === ticks.length
    all.indeterminate = count > 0 && !all.checked
    if (!all.checked) across.value = "0"
    if (button) button.hidden = !all.checked || across.value === "1"
    const number = across.value === "1" ? button.dataset.count : count
    chosen.textContent = number ? interpolate(gettext("%s chosen"), [number]) : ""
  }
  all.parentElement.hidden = false
  all.addEventListener("change", () => {
    for (const tick of ticks) tick.checked = all.checked
    update()
  })
  button?.addEventListener("click", () => {
    across.value = "1"
    all.focus()
    update()
  })
  // With the Shift key, everything between the last one and this one.
  form.querySelector(".cards").addEventListener("click", (event) => {
    const here = ticks.indexOf(event.target)
    if (here < 0) return
    if (event.shiftKey && last !== null) {
      const [from, to] = [Math.min(last, here), Math.max(last, here)]
      for (const tick of ticks.slice(from, to + 1)) tick.checked = event.target.checked
    }
    last = here
    update()
  })
  window.addEventListener("pageshow", update) // going back restores the ticks
}

// Leaves empty parameters out of the address.
document.querySelector(".library-search").addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value) formData.delete(name)
})
if (all) chooseMany()
