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

// Django has Vietnamese for these, but not how this house speaks
gettext("Available %s")
gettext("Chosen %s")
gettext("Filter")
gettext("Type into this box to filter down the list of available %s.")
ngettext("%(sel)s of %(cnt)s selected", "%(sel)s of %(cnt)s selected", 1)
gettext("You have unsaved changes on individual editable fields. If you run an action, your unsaved changes will be lost.")
gettext("You have selected an action, but you haven’t saved your changes to individual fields yet. Please click OK to save. You’ll need to re-run the action.")
gettext("You have selected an action, and you haven’t made any changes on individual fields. You’re probably looking for the Go button rather than the Save button.")
