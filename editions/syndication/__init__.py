"""Syndication: each story in force for partners with a token, as ninjs 3.1 and as NewsML-G2.

`stories.py` decides what partners get, `ninjs.py` and `newsml_g2.py` write it. Knows nothing of the
desk and nothing of agency copy that arrives.
"""
