// Agency copy beside the article's form: closed at first where there is no room for both, and the
// agency's headline marked when it is first entered, so that what is typed takes its place.

if (window.matchMedia("(max-width: 64rem)").matches) {
  for (const original of document.querySelectorAll("[data-original]")) original.open = false
}

const headline = document.getElementById("id_headline")
if (headline && document.querySelector(".working-material")) {
  headline.addEventListener("focus", () => headline.select(), { once: true })
}
