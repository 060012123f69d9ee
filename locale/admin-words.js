// What the admin's scripts say without a Vietnamese translation of Django's own: the two lists in
// which a role's permissions are chosen. Nothing loads or serves this file; see words.py.

// admin/js/SelectFilter2.js
gettext('Choose %s by selecting them and then select the "Choose" arrow button.')
gettext("Choose all %s")
gettext("Choose selected %s")
gettext("Remove selected %s")
gettext('Remove %s by selecting them and then select the "Remove" arrow button.')
gettext("Type into this box to filter down the list of selected %s.")
gettext("(click to clear)")
gettext("Remove all %s")
ngettext("%s selected option not visible", "%s selected options not visible", 1)
