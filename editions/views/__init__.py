"""The views of this app: pages for readers, and the desk's report on the use of pictures."""
