"""One story by HTTP, from a reporter's draft to its kill. The first test to read."""
