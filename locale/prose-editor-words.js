// The words of django-prose-editor’s buttons and dialogs. Nothing loads or serves this file: it lets
// "make messages" find them, because the package brings no Vietnamese. Taken from the sources in
// its editor.js.map; compare after an upgrade.

// figure.js
gettext("Image URL")
gettext("Browse...")
gettext("Alternative Text")
gettext("Caption")
gettext("Edit Figure")
gettext("Edit Image")
gettext("Insert Figure")
gettext("Update")
gettext("Insert")
gettext("Remove caption")
gettext("Add caption")

// html.js
gettext("The HTML contents of the editor. Note that the allowed HTML is restricted by the editor schema.")
gettext("Edit HTML")
gettext("Prettify")

// link.js
gettext("URL")
gettext("Title")
gettext("Open in new window")
gettext("Edit Link")

// menu.js
gettext("List properties")
gettext("Toggle fullscreen")

// orderedList.js
gettext("Decimal numbers")
gettext("Lowercase letters")
gettext("Uppercase letters")
gettext("Lowercase Roman numerals")
gettext("Uppercase Roman numerals")
gettext("Bullets")
gettext("Start at")
gettext("List type")

// table.js
gettext("Rows")
gettext("Columns")
gettext("Include header row")
gettext("Table Properties")
gettext("Insert Table")

// utils.js
gettext("Cancel")
