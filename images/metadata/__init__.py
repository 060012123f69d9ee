"""What a picture file says of itself: IPTC in XMP, IPTC in IIM, EXIF; whether C2PA signed it.

Pure: no models, no settings, no database. Nothing that a file says is trusted; reading never fails.
`reading.read` is the way in.
"""
