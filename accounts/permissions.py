"""The names of the permissions on the people who sign in."""

VIEW_USER = "accounts.view_user"
ADD_USER = "accounts.add_user"
CHANGE_USER = "accounts.change_user"
WATCH_RIGHTS = "accounts.watch_rights"
