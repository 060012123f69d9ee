"""What Django and other packages say on our screens in English only, or not in this house’s words.

Nothing imports this file: it lets `make messages` find the strings, and a catalogue of ours wins
over a package's. Compare with the packages after an upgrade. Words of theirs that run in the
browser are in the two .js files beside this one.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

# Django’s admin
_("Breadcrumbs")
_("Skip to main content")
_("Error:")
ngettext_lazy("Please correct the error below.", "Please correct the errors below.")
ngettext_lazy("entry", "entries")
_("Select all objects on this page for an action")
_("Select this object for an action - {}")
_("View selected %(model)s")
_("Hide counts")
_("Show counts")
_("Toggle theme (current theme: auto)")
_("Toggle theme (current theme: light)")
_("Toggle theme (current theme: dark)")

# Django’s admin of people
_("After you’ve created a user, you’ll be able to edit more user options.")
_("Set password")
_("Set password: %s")
_("Reset password")
_("Password-based authentication")
_("Enabled")
_("Disabled")
_("Enable password-based authentication")
_("Disable password-based authentication")
_("Enable password-based authentication for this user by setting a password.")
_("Password-based authentication was disabled.")
_("This action will <strong>enable</strong> password-based authentication for this user.")
_(
    "Whether the user will be able to authenticate using a password or not. If disabled, they may "
    "still be able to authenticate using other backends, such as Single Sign-On or LDAP."
)
_("Raw passwords are not stored, so there is no way to see the user’s password.")
ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
_("Conflicting form data submitted. Please try again.")

# Django’s forms
_("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.")
_("“%(pk)s” is not a valid value.")
_("Null characters are not allowed.")
_("File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s.")
_("The inline value did not match the parent instance.")
_(
    "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. "
    "You may need to file a bug report if the issue persists."
)
ngettext_lazy("Please submit at most %(num)d form.", "Please submit at most %(num)d forms.")
ngettext_lazy("Please submit at least %(num)d form.", "Please submit at least %(num)d forms.")

# Django’s sessions, named among the permissions of a role
_("Sessions")

# Topics are tags of taggit’s
pgettext_lazy("A tag name", "name")
pgettext_lazy("A tag slug", "slug")
_("Please provide a comma-separated list of tags.")
_("%(object)s tagged with %(tag)s")
_("Taggit")
_("tag")
_("tags")
_("tagged item")
_("tagged items")
_("object ID")

# Failed sign-ins, by axes
_("access attempt")
_("access attempts")
_("access attempt expiration")
_("access attempt expirations")
_("access failure")
_("access failures")
_("access log")
_("access logs")
_("Access lock out")
_("Attempt Time")
_("Attempt Remaining")
_("Clean up expired attempts")
_("Expires At")
_("Failed Logins")
_("Form Data")
_("GET Data")
_("POST Data")
_("HTTP Accept")
_("IP Address")
_("Locked Out")
_("Logout Time")
_("Meta Data")
_("Not set")
_("Path")
_("Session key hash (sha256)")
_("User Agent")
_("Username")

# Work done after the answer, by django-tasks
_("Task Result")
_("Task Results")
pgettext_lazy("Task", "Ready")
pgettext_lazy("Task", "Running")
pgettext_lazy("Task", "Failed")
pgettext_lazy("Task", "Successful")
_("args kwargs")
_("backend name")
_("enqueued at")
_("exception class path")
_("finished at")
_("priority")
_("queue name")
_("return value")
_("run after")
_("started at")
_("task path")
_("traceback")
_("worker id")

# Django has Vietnamese for these, but it is wrong, or not how this house speaks
_(" By %(filter_title)s ")
_("0 of %(cnt)s selected")
_("Action:")
_("Add")
_("Add %(name)s")
_("Change")
_("Change %s")
_("Clear selection")
_("Go")
_("Items must be selected in order to perform actions on them. No items have been changed.")
_("No action selected.")
_("Password changed successfully.")
_("Please either submit a file or check the clear checkbox, not both.")
_("Run the selected action")
_("Select %s to change")
_("Successfully deleted %(count)d %(items)s.")
_("The %(name)s “%(obj)s” was deleted successfully.")
_("The {name} “{obj}” was added successfully.")
_("The {name} “{obj}” was added successfully. You may add another {name} below.")
_("The {name} “{obj}” was added successfully. You may edit it again below.")
_("The {name} “{obj}” was changed successfully.")
_("The {name} “{obj}” was changed successfully. You may add another {name} below.")
_("The {name} “{obj}” was changed successfully. You may edit it again below.")
_("log entries")
_("log entry")
_("permission")
_("permissions")
_("users")
