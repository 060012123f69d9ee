"""The standards that syndication is valid against: IPTC's own schemas, read from editions/tests/schemas/.

No schema is fetched, and a schema reads no file of another folder.
"""

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator
from lxml import etree
from referencing import Registry, Resource

SCHEMAS = Path(__file__).parent / "schemas"


class OnlyFrom(etree.Resolver):
    """Resolves the names of files in one folder, and refuses every other address."""

    def __init__(self, folder):
        self.folder = folder

    def resolve(self, address, public_id, context):
        path = (self.folder / address).resolve()
        if path.parent != self.folder.resolve():
            raise OSError(f"The schema asks for {address}.")
        return self.resolve_filename(str(path), context)


def schema_parser():
    """Return the parser for schemas, which resolves names of files in SCHEMAS alone."""
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(OnlyFrom(SCHEMAS))
    return parser


@cache
def newsml_g2():
    """Return the schema of NewsML-G2 2.35, conformance power."""
    path = SCHEMAS / "NewsML-G2_2.35-spec-All-Power.xsd"
    return etree.XMLSchema(etree.parse(path, schema_parser()))


@cache
def ninjs():
    """Return the validator of ninjs 3.1."""
    schema = json.loads((SCHEMAS / "ninjs-schema_3.1.json").read_text("utf-8"))
    # We publish no places, so that nothing is validated against GeoJSON's schema.
    geo = Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema"})
    registry = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", geo)
    return Draft202012Validator(schema, registry=registry)


def g2_violations(root):
    """Return what of a news message is not valid, in the schema's words."""
    schema = newsml_g2()
    schema.validate(root)
    return [error.message for error in schema.error_log]


def ninjs_violations(data):
    """Return what of a ninjs object is not valid, in the validator's words."""
    return [error.message for error in ninjs().iter_errors(data)]
