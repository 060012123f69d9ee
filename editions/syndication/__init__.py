"""Giving out: each story in force for partners with a token, as ninjs 3.1 and as NewsML-G2.

`stories.py` says what is given, `ninjs.py` and `newsml_g2.py` write it down. Knows nothing of the
desk and nothing of agency copy that arrives.
"""
