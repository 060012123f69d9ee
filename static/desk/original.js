// Agency copy beside the article's form: closed at first where there is no room for both. While nearly
// all of the text is the agency's, the writer begins at the headline, which is marked, so that what
// is typed replaces it. Everything works without it.

const narrow = window.matchMedia("(max-width: 64rem)").matches
if (narrow) {
  for (const original of document.querySelectorAll("[data-original]")) original.open = false
}

const headline = document.getElementById("id_headline")
const material = document.querySelector(".working-material")
if (headline && material && Number(material.dataset.percent) >= 90) {
  headline.addEventListener("focus", () => headline.select(), { once: true })
  // On a phone the keyboard would cover the page.
  if (!narrow) headline.focus({ preventScroll: true })
}
