"""Pictures with Content Credentials for tests, signed with certificates made here."""

import io
from datetime import datetime
from functools import cache

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from PIL import Image as Pillow

AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
MANIFEST = {
    "title": "river.jpg",
    "claim_generator_info": [{"name": "Sketcher", "version": "2"}],
    "assertions": [
        {
            "label": "stds.schema-org.CreativeWork",
            "kind": "Json",
            "data": {
                "@context": "https://schema.org",
                "@type": "CreativeWork",
                "author": [{"@type": "Person", "name": "Jane Doe"}],
            },
        },
        {
            "label": "c2pa.actions",
            "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": AI}]},
        },
    ],
}
_FROM, _UNTIL = datetime(2024, 1, 1), datetime(2124, 1, 1)  # noqa: DTZ001 - taken as UTC


def picture(format="JPEG", **save):
    """Return a small picture as the bytes of a file."""
    file = io.BytesIO()
    Pillow.new("RGB", (64, 48), "teal").save(file, format, **save)
    return file.getvalue()


def signed(format="JPEG", data=None, *, remote="", ocsp="", **manifest):
    """Return the file `data` with a signed manifest.

    With `remote` the manifest is left out, and this is the address where it is said to be; at `ocsp`
    word is said to be had of the certificate.
    """
    chain, _root, key = certificates(ocsp)
    settings = {
        "builder": {"thumbnail": {"enabled": False}},
        "verify": {"verify_after_sign": False},
    }
    builder = c2pa.Builder(MANIFEST | manifest, c2pa.Context.from_dict(settings))
    if remote:
        builder.set_remote_url(remote)
        builder.set_no_embed()
    signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo("es256", chain, key, None))
    file = io.BytesIO()
    builder.sign(signer, f"image/{format.lower()}", io.BytesIO(data or picture(format)), file)
    return file.getvalue()


@cache
def certificates(ocsp):
    """Return the signer's certificates, the root among them alone, and the signer's key, in PEM."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root_name, name = _name("Root of the tests", "Tests"), _name("Signer", "Song Huong Pictures")
    use = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
         "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
        False,
    )  # fmt: skip
    root = (
        _certificate(root_name, root_name, root_key, root_key, is_authority=True)
        .add_extension(x509.KeyUsage(**use | {"key_cert_sign": True, "crl_sign": True}), True)
        .sign(root_key, hashes.SHA256())
    )
    builder = (
        _certificate(name, root_name, key, root_key, is_authority=False)
        .add_extension(x509.KeyUsage(**use | {"digital_signature": True}), True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
    )
    if ocsp:
        access = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(ocsp)
        )
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), False)
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    root_pem = root.public_bytes(pem)
    return builder.sign(root_key, hashes.SHA256()).public_bytes(pem) + root_pem, root_pem, secret


def _name(common, organisation):
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _certificate(subject, issuer, key, issuer_key, *, is_authority):
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
        .add_extension(x509.BasicConstraints(is_authority, None), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(identifier, False)
    )
