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
_("%(app)s administration")
ngettext_lazy(
    "%(count)s %(name)s was changed successfully.",
    "%(count)s %(name)s were changed successfully.",
)
_(
    "%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s; it may be "
    "ambiguous or it may not exist."
)
_("%(model_name)s with this %(field_label)s already exists.")
_("%(model_name)s with this %(field_labels)s already exists.")
_("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?")
ngettext_lazy(
    "%(total_count)s selected",
    "All %(total_count)s selected",
)
_("(Hidden field %(name)s) %(error)s")
_("A user with that username already exists.")
_("Action")
_("Active")
_("Add another %(verbose_name)s")
_("Added.")
_("Administration")
_("Allowed hosts")
_("Any date")
_(
    'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? All of '
    "the following related items will be deleted:"
)
_(
    "Are you sure you want to delete the selected %(objects_name)s? All of the following "
    "objects and their related items will be deleted:"
)
_("Authentication and Authorization")
_("Biography")
_("Cannot delete %(name)s")
_("Change my password")
_("Change password: %s")
_("Change selected %(model)s")
_("Change:")
_("Changed {fields} for {name} “{object}”.")
_("Changed {fields}.")
_("Clear all filters")
_("Click here to select the objects across all pages")
_("content type")
_("Content Types")
_("Credit wording")
_("Currently:")
_("Days in the archive")
_("Delete multiple objects")
_("Delete selected %(verbose_name_plural)s")
_(
    "Deleting the %(object_name)s '%(escaped_object)s' would require deleting the "
    "following protected related objects:"
)
_(
    "Deleting the %(object_name)s '%(escaped_object)s' would result in deleting related "
    "objects, but your account doesn't have permission to delete the following types of "
    "objects:"
)
_(
    "Deleting the selected %(objects_name)s would require deleting the following "
    "protected related objects:"
)
_(
    "Deleting the selected %(objects_name)s would result in deleting related objects, "
    "but your account doesn't have permission to delete the following types of objects:"
)
_("Designates that this user has all permissions without explicitly assigning them.")
_("Designates whether the user can log into this admin site.")
_(
    "Designates whether this user should be treated as active. Unselect this instead of "
    "deleting accounts."
)
_("Desk")
_("Does not cover pictures of")
_("Email address")
ngettext_lazy(
    "Ensure this filename has at most %(max)d character (it has %(length)d).",
    "Ensure this filename has at most %(max)d characters (it has %(length)d).",
)
ngettext_lazy(
    "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
)
ngettext_lazy(
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
)
_("Ensure this value is greater than or equal to %(limit_value)s.")
_("Ensure this value is less than or equal to %(limit_value)s.")
_("Enter a complete value.")
_("Enter a new password for the user <strong>%(username)s</strong>.")
_("Enter a valid date.")
_("Enter a valid date/time.")
_("Enter a valid email address.")
_("Enter a valid JSON.")
_("Enter a valid time.")
_("Enter a valid URL.")
_("Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.")
_("Enter a whole number.")
_("Enter the same password as before, for verification.")
_("first name")
_("First name")
_("Folder or address")
_("group")
_("groups")
_("Groups")
_("hash")
_("Hold down “Control”, or “Command” on a Mac, to select more than one.")
_("Homepage")
_("Joined with a slash when it passes a picture on")
_("Language of the desk")
_("Largest delivery, in bytes")
_("last name")
_("Last name")
_("Mail me about my copy")
_("May be translated")
_("May be used word for word")
_("memory cost")
_("Must link to the agency")
_("Name in English")
_("No fields changed.")
_("No file was submitted.")
_("No file was submitted. Check the encoding type on the form.")
_("No password set.")
_("No, take me back")
_("Objects")
_("parallelism")
_("password")
_("Password change")
_("Password change successful")
_("Past 7 days")
_("Pieces a month")
_("Please correct the duplicate data for %(field)s, which must be unique.")
_("Please correct the duplicate data for %(field)s.")
_("Please correct the duplicate values below.")
_("Please enter a correct %(username)s and password. Note that both fields may be case-sensitive.")
_(
    "Please enter the correct %(username)s and password for a staff account. Note that "
    "both fields may be case-sensitive."
)
_(
    "Please enter your old password, for security’s sake, and then enter your new "
    "password twice so we can verify you typed it in correctly."
)
_("Popup closing…")
_("Printed for pictures, English")
_("Printed for pictures, Vietnamese")
_("Printed for text, English")
_("Printed for text, Vietnamese")
_("Public contact")
_("Remove")
_("Remove from sorting")
_("Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.")
_("Role")
_("salt")
_("Save and continue editing")
_("Save and view")
_("Seconds between two looks")
_("Select %s to view")
_("Select a valid choice. %(value)s is not one of the available choices.")
_("Select a valid choice. That choice is not one of the available choices.")
_("Select all %(total_count)s %(module_name)s")
_("Service")
_("session")
_("Sorting priority: %(priority_number)s")
_("staff status")
_("Staff status")
_("superuser status")
_("Superuser status")
_("Territory")
_(
    "The groups this user belongs to. A user will get all permissions granted to each of "
    "their groups."
)
_("The password is too similar to the %(verbose_name)s.")
_("The submitted file is empty.")
_("The two password fields didn’t match.")
_("This account is inactive.")
_("This field is required.")
_("This object doesn’t have a change history. It probably wasn’t added via this admin site.")
_("This password is entirely numeric.")
_("time cost")
_("Toggle sorting")
_("Upload a valid image. The file you uploaded was either not an image or a corrupted image.")
_("User")
_("username")
_("Usual gap, in minutes")
_("Valid from")
_("Valid until")
_("variety")
_("Yes, I’m sure")
_(
    "You are authenticated as %(username)s, but are not authorized to access this page. "
    "Would you like to login to a different account?"
)
_("You may edit it again below.")
_("Your old password was entered incorrectly. Please enter it again.")
_("Your password can’t be a commonly used password.")
_("Your password can’t be entirely numeric.")
_("Your password can’t be too similar to your other personal information.")
ngettext_lazy(
    "Your password must contain at least %(min_length)d character.",
    "Your password must contain at least %(min_length)d characters.",
)
_("Your password was changed.")
pgettext_lazy("role", "Reporter")
pgettext_lazy("role", "Editor")
pgettext_lazy("role", "Picture desk")
pgettext_lazy("role", "Chief editor")
pgettext_lazy("role", "Administrator")
pgettext_lazy("role", "Wire robot")
pgettext_lazy("wire", "killed")
pgettext_lazy("wire", "Copy")
_("Delete %s")
