"""What a picture file says of itself: IPTC in XMP, IPTC in IIM, EXIF and Content Credentials.

Pure: no models, no settings, no database. Nothing that a file says is trusted; reading never fails.
`reading.read` is the way in.
"""
