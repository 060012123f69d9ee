"""The names of the permissions on the picture library."""

VIEW_IMAGE = "images.view_image"
ADD_IMAGE = "images.add_image"
CHANGE_IMAGE = "images.change_image"
WITHDRAW_IMAGE = "images.withdraw_image"
VIEW_LEASE = "images.view_lease"
ADD_LEASE = "images.add_lease"
OVERRULE_SOURCE = "images.overrule_source"
