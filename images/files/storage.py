"""Where pictures are kept: on disk, or in a bucket that speaks S3.

Read by newsroom/settings.py before any app is loaded; imports nothing of ours. Either way no file is
ever replaced, and none has an address: views decide who may see a picture.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env


@dataclass(frozen=True)
class Bucket:
    """A bucket and how to reach it. `prefix` is a folder in it, where newsrooms share one."""

    name: str
    endpoint: str
    region: str
    key: str
    secret: str
    prefix: str

    @classmethod
    def from_environment(cls, env: Env) -> "Bucket | None":
        """Return the bucket that S3_BUCKET names, None when it is empty.

        Raise ImproperlyConfigured with everything that is missing to reach it.
        """
        bucket = cls(
            name=env.str("S3_BUCKET", ""),
            endpoint=env.str("S3_ENDPOINT_URL", ""),
            region=env.str("S3_REGION", "us-east-1"),
            key=env.str("S3_ACCESS_KEY_ID", ""),
            secret=env.str("S3_SECRET_ACCESS_KEY", ""),
            prefix=env.str("S3_PREFIX", "").strip("/"),
        )
        if not bucket.name:
            return None
        bucket.require_complete()
        return bucket

    def require_complete(self) -> None:
        reasons = []
        if not (self.key and self.secret):
            reasons.append("There is no key to it: set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.")
        if self.endpoint and not self.endpoint.startswith(("https://", "http://")):
            reasons.append(f"S3_ENDPOINT_URL is “{self.endpoint}”: begin it with https://.")
        if not (find_spec("storages") and find_spec("boto3")):
            reasons.append(
                "django-storages or boto3 is not installed: run pip install -r requirements-s3.txt."
            )
        if reasons:
            raise ImproperlyConfigured(
                f"Pictures cannot be kept in the bucket “{self.name}”. {' '.join(reasons)}"
                " Or leave S3_BUCKET empty, and they are kept on disk."
            )


def picture_storage(folder: str, data_dir: Path, bucket: Bucket | None) -> dict[str, Any]:
    """Return the entry of STORAGES for the pictures of one kind: “originals” or “renditions”."""
    if bucket is None:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": data_dir / folder, "base_url": None},
        }
    from boto3.s3.transfer import TransferConfig  # only there where S3 is wanted
    from botocore.config import Config

    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket.name,
            "location": "/".join(filter(None, (bucket.prefix, folder))),
            "endpoint_url": bucket.endpoint or None,
            "region_name": bucket.region,
            "access_key": bucket.key,
            "secret_key": bucket.secret,
            "file_overwrite": False,
            "default_acl": None,  # the bucket decides, and many refuse to be asked
            "querystring_auth": False,  # an address that leaks is not signed: it opens nothing
            "max_memory_size": 2 * 1024 * 1024,  # a file is fetched whole; more goes to disk
            # A store that is down must not hang a page: a request gives up after two attempts.
            "client_config": Config(
                connect_timeout=3,
                read_timeout=10,
                retries={"mode": "standard", "total_max_attempts": 2},
                # By default boto3 sends checksums that other makers' stores may not know.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            # One thread for each file: the server has as many as it was given.
            "transfer_config": TransferConfig(use_threads=False, num_download_attempts=2),
        },
    }
